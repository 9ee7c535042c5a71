"""Visits without a date: counted, named, or dated on another sheet."""

import datetime
from collections.abc import Sequence

from ..case import Case, Fact, lab

START = datetime.date(2015, 3, 2)
UPCR = "Protein/creatinine ratio"
FROM_0, FROM_1 = "from day 0", "from day 1, which is day 0"
FIRST = "from each child's first visit, which is day 0"
VISITS = [
    ["Patient", "Visit", "Date of visit"],
    ["P1", 1, START],
    ["P1", 2, START + datetime.timedelta(days=91)],
]
INFUSIONS = [["patient", "date"], ["P1", START]]


def _counted(name: str, title: str, heading: str, counts: Sequence[object], answer: str,
             days: Sequence[int]) -> Case:  # fmt: skip
    rows = [["P1", count, value] for count, value in zip(counts, (6.1, 0.15), strict=True)]
    facts = [lab("P1", day, "upcr", value, "mg/mg", f"Data!C{2 + n}")
             for n, (day, value) in enumerate(zip(days, (6.1, 0.15), strict=True))]  # fmt: skip
    sheets = {"Data": [["patient", heading, "Up/c (mg/mg)"], *rows]}
    key = f"time of the visit: Data!A1 {heading}"
    return Case(name, title, (44,), sheets, {"labs": facts}, {key: answer})


def _listed(name: str, title: str, visits: Sequence[object], facts: Sequence[Fact],
            answers: dict[str, str], **sheets: object) -> Case:  # fmt: skip
    rows = [["P1", visit, UPCR, value, "mg/mg"]
            for visit, value in zip(visits, (6.1, 0.15), strict=True)]  # fmt: skip
    book = {"LB": [["SUBJID", "VISIT", "LBTEST", "LBVAL", "LBUNIT"], *rows], **sheets}
    return Case(name, title, (42, 44), book, {"labs": facts}, answers)  # pyright: ignore[reportArgumentType]


def _facts(letter: str, days: Sequence[int], tab: str) -> list[Fact]:
    return [lab("P1", day, "upcr", value, "mg/mg", f"{tab}!{letter}{2 + n}")
            for n, (day, value) in enumerate(zip(days, (6.1, 0.15), strict=True))]  # fmt: skip


CASES = [
    _counted("visits_in_weeks", "Weeks are counted from day 0.", "Week", (0, 12),
             f"weeks {FROM_0}", (0, 84)),
    _counted("visits_in_months_french", "Months are counted from the first visit.",
             "Mois de suivi", (1, 4), f"months {FIRST}", (0, 91)),
    _counted("visits_in_planned_days", "Study days have no 0: day 1 is day 0.", "VISITDY",
             (1, 85), f"days {FROM_1}", (0, 84)),
    _listed("list_by_named_visit", "A list whose visits say their day.", ("Baseline", "Month 3"),
            _facts("D", (0, 91), "LB"), {"visits: LB!A1 VISIT": "yes"}),
    _listed("list_by_visit_number", "A list whose visits are numbered.", (1, 2),
            _facts("D", (0, 61), "LB"),
            {"visit 1: LB!A1 visit": "day 0", "visit 2: LB!A1 visit": "day 61"}),
    _listed("list_dated_elsewhere", "A list whose visits another sheet dates.", (1, 2),
            _facts("D", (0, 91), "LB"), {}, Visits=VISITS, Infusions=INFUSIONS),
    Case("table_dated_elsewhere", "A table whose visits another sheet dates.", (44,),
         {"Labs": [["patient", "visit", "Up/c (mg/mg)"], ["P1", "Visit 1", 6.1],
                   ["P1", "Visit 2", 0.15]], "Visits": VISITS, "Infusions": INFUSIONS},
         {"labs": _facts("C", (0, 91), "Labs")}),
    Case("visit_without_a_day", "One visit is not dated: its row stays out, loudly.", (44,),
         {"Labs": [["patient", "visit", "Up/c (mg/mg)"], ["P1", 1, 6.1], ["P1", 2, 0.15],
                   ["P2", 2, 3.3]],
          "Visits": VISITS, "Infusions": [*INFUSIONS, ["P2", START]]},
         {"labs": _facts("C", (0, 91), "Labs")},
         messages=("found the visit '2' of patient P2; expected one date of it on 'Visits'",)),
    Case("visits_of_a_treatment", "Visits below the measures, counted in treatment.", (2, 44),
         {"Data": [["编号", "尿蛋白/肌酐 (mg/mg)", "", "血清白蛋白 (g/L)", ""],
                   ["", "治疗前", "治疗3月", "治疗前", "治疗3月"], ["P1", 6.1, 0.15, 17, 41]]},
         {"labs": [lab("P1", 0, "upcr", 6.1, "mg/mg", "Data!B3"),
                   lab("P1", 91, "upcr", 0.15, "mg/mg", "Data!C3"),
                   lab("P1", 0, "albumin", 17, "g/L", "Data!D3"),
                   lab("P1", 91, "albumin", 41, "g/L", "Data!E3")]},
         {"visit before treatment: Data!A1 visit": "day 0"}),
    Case("a_bare_0", "0 beside visits with a day is day 0.", (3, 44),
         {"Data": [["patient", "UPCR 0 (mg/mg)", "UPCR 4 wk (mg/mg)"], ["P1", 6.1, 0.15]]},
         {"labs": [lab("P1", 0, "upcr", 6.1, "mg/mg", "Data!B2"),
                   lab("P1", 28, "upcr", 0.15, "mg/mg", "Data!C2")]}),
]  # fmt: skip
