"""Children, days and tests that no heading names, and marks of laboratories beside results."""

import datetime
import io
import zipfile
from collections.abc import Sequence

from ..case import Case, Fact, lab

START = datetime.date(2015, 3, 2)
LATER = START + datetime.timedelta(days=30)
_RATIO = "Protein/creatinine ratio"
_STAMP = (2026, 1, 1, 0, 0, 0)
Rows = Sequence[Sequence[object]]


def _index(child: str = "P1") -> Rows:
    return [["patient", "index date"], [child, START]]


def _pair(child: str, tab: str, cells: Sequence[str], values: Sequence[float]) -> list[Fact]:
    return [
        lab(child, 30 * n, "upcr", value, "mg/mg", f"{tab}!{cell}")
        for n, (cell, value) in enumerate(zip(cells, values, strict=True))
    ]


def _portal(*headings: str) -> list[list[object]]:
    return [list(headings), [START, _RATIO, 6.1, "mg/mg"], [LATER, _RATIO, 0.15, "mg/mg"]]


def _listed(name: str, title: str, headings: Sequence[str], rows: Rows, letter: str,
            **more: object) -> Case:  # fmt: skip
    sheets = {"Patients": _index(), "Export": [headings, *rows]}
    facts = _pair("P1", "Export", (f"{letter}2", f"{letter}3"), (6.1, 0.15))
    return Case(name, title, (43,), sheets, {"labs": facts}, **more)  # pyright: ignore[reportArgumentType]


def _with_folders(content: bytes) -> bytes:
    """Add the entries of folders, as some office programs write them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for folder in ("_rels/", "xl/", "xl/worksheets/"):
            new.writestr(zipfile.ZipInfo(folder, _STAMP), b"")
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _STAMP), old.read(part))
    return stream.getvalue()


_ONE_CHILD = {"child: Kid A!A1": "the name of the sheet"}
_TABLE = [["patient", "date", "Up/c (mg/mg)"], ["P1", START, 6.1], ["P1", LATER, 0.15]]
_ACROSS = [START.isoformat(), LATER.isoformat()]
CASES = [
    Case("portal_of_one_child", "One child's results from a portal: no column names the child.",
         (43,), {"Patients": _index("Kid A"), "Kid A": _portal("date", "marker", "value", "units")},
         {"labs": _pair("Kid A", "Kid A", ("C2", "C3"), (6.1, 0.15))}, answers=_ONE_CHILD),
    Case("portal_with_a_line", "A line above the list names the child.",
         (1, 43), {"Patients": _index("7"), "Portal": [["Patient: 7"], *_portal(
             "Collected", "Component", "Result", "Units")]},
         {"labs": _pair("7", "Portal", ("C3", "C4"), (6.1, 0.15))}),
    Case("portal_of_names", "The column Name names tests, and no child.",
         (43,), {"Patients": _index("Kid A"), "Kid A": _portal("Date", "Name", "Value", "Unit")},
         {"labs": _pair("Kid A", "Kid A", ("C2", "C3"), (6.1, 0.15))}, answers=_ONE_CHILD),
    _listed("list_with_an_odd_date", "No heading says which column is the date of the sample.",
            ("subjid", "colldt", "test", "result", "unit"),
            [["P1", START, _RATIO, 6.1, "mg/mg"], ["P1", LATER, _RATIO, 0.15, "mg/mg"]], "D",
            answers={"sample date: Export!A1": "colldt"}),
    _listed("list_sdtm_of_long_names", "An old SDTM LB without short names of tests.",
            ("USUBJID", "LBDT", "LBCAT", "LBTEST", "LBSTRESU", "LBSTRESN"),
            [["P1", "2015-03-02", "Urine", "Protein/Creatinine", "mg/mg", 6.1],
             ["P1", "2015-04-01", "Urine", "Protein/Creatinine", "mg/mg", 0.15]], "F"),
    _listed("list_adam_of_long_names", "An ADaM ADLB without short names of tests.",
            ("USUBJID", "ADT", "PARAMCAT", "PARAM", "AVAL"),
            [["P1", "2015-03-02", "Urine", "Protein/Creatinine (mg/mg)", 6.1],
             ["P1", "2015-04-01", "Urine", "Protein/Creatinine (mg/mg)", 0.15]], "E"),
    _listed("list_without_a_domain", "Columns of SDTM without the letters of their domain.",
            ("USUBJID", "SEX", "DT", "CAT", "TEST", "STRESU", "STRESN"),
            [["P1", "F", "2015-03-02", "Urine", "UPCR", "mg/mg", 6.1],
             ["P1", "F", "2015-04-01", "Urine", "UPCR", "mg/mg", 0.15]], "G"),
    _listed("list_of_observations", "Each observation has a number of its own.",
            ("id", "effective", "patient_id", "code", "code_display", "component_value",
             "component_unit"),
            [["o1", "03/02/2015 01:48:13 PM", "P1", "2890-2", _RATIO, 6.1, "mg/mg"],
             ["o2", "04/01/2015 01:48:13 PM", "P1", "2890-2", _RATIO, 0.15, "mg/mg"],
             ["o3", "04/21/2015 01:48:13 PM", "P1", "2823-3", "Potassium", 4.1, "mmol/L"]], "F",
            messages=("The whole column is read month first",)),
    _listed("list_of_a_urine_category", "A category says that a creatinine is of urine.",
            ("patient", "date", "category", "test", "result", "unit"),
            [["P1", START, "Urinalysis", _RATIO, 6.1, "mg/mg"],
             ["P1", LATER, "Urinalysis", _RATIO, 0.15, "mg/mg"],
             ["P1", LATER, "Urinalysis", "Creatinine", 88, "mg/dL"]], "E"),
    Case("report_of_many_tests", "A cumulative report of which one test is ours, with flags.",
         (14, 43), {"Patients": _index("Kid A"), "Kid A": [
             ["检测指标", "单位", "标准下限", _ACROSS[0], f"{_ACROSS[0]}_标记", _ACROSS[1],
              f"{_ACROSS[1]}_标记"],
             *([f"其他检测{n}", "U/L", 1, 7, "-", 8, "↑"] for n in range(9)),
             ["尿蛋白肌酐比", "mg/mg", None, 6.1, "↑", 0.15, "-"]]},
         {"labs": _pair("Kid A", "Kid A", ("D11", "F11"), (6.1, 0.15))},
         answers=_ONE_CHILD),
    Case("marks_and_words", "Arrows behind results, and words for a sign.",
         (12, 14), {"Kids": _index(), "Urine": [
             *_TABLE[:1], ["P1", START, "6.1 ▲"], ["P1", LATER, "0.15未満"]]},
         {"labs": [lab("P1", 0, "upcr", 6.1, "mg/mg", "Urine!C2"),
                   lab("P1", 30, "upcr", 0.15, "mg/mg", "Urine!C3", "<")]}),
    Case("rows_without_numbers", "The children's numbers were taken out: each row is another.",
         (43,), {"Data": [["Up/c (mg/mg)", "class"], [6.1, "a"], [0.15, "b"], [1.2, "a"]]},
         {"labs": [lab(f"row {n + 2}", 0, "upcr", value, "mg/mg", f"Data!A{n + 2}")
                   for n, value in enumerate((6.1, 0.15, 1.2))]},
         answers={"child: Data!A1": "each row is another child",
                  "day: Data!A1 Up/c (mg/mg)": "at the first infusion (day 0)"}),
    Case("order_of_another_sheet", "Text dates whose order a date of another sheet decides.",
         (20,), {"Kids": [["patient", "index date", "last follow-up date"],
                          ["P1", "02.03.2015", "25.12.2015"]],
                 "Urine": [*_TABLE[:1], ["P1", "02.03.2015", 6.1], ["P1", "01.04.2015", 0.15]]},
         {"labs": _pair("P1", "Urine", ("C2", "C3"), (6.1, 0.15))},
         messages=("They are read day first",)),
    Case("died_when_last_seen", "A death beside the date of the last follow-up.",
         (30,), {"Kids": [["patient", "index date", "last seen"],
                          ["P1", START, "died 11.05.2015"], ["P2", START, "25.12.2015"]],
                 "Urine": _TABLE},
         {"labs": _pair("P1", "Urine", ("C2", "C3"), (6.1, 0.15)),
          "events": [{"patient": "P1", "event": "death", "day": 70, "cell": "Kids!C2"}]},
         messages=("It is read as death on that day",)),
    Case("drugs_with_periods", "Drugs with their periods in one cell.",
         (27,), {"Kids": [["patient", "index date", "drugs"],
                          ["P1", START, "Tac 2015-03-12 - 2015-05-01, then MMF since 2015-05-02"],
                          ["P2", START, "CsA"]],
                 "Urine": _TABLE},
         {"labs": _pair("P1", "Urine", ("C2", "C3"), (6.1, 0.15)),
          "treatments": [
              {"patient": "P1", "drug": "tacrolimus", "start_day": 10, "stop_day": 60,
               "cell": "Kids!C2"},
              {"patient": "P1", "drug": "mycophenolate mofetil", "start_day": 61,
               "cell": "Kids!C2"},
              {"patient": "P2", "drug": "ciclosporin", "cell": "Kids!C3"}]}),
    Case("folders_in_the_archive", "A workbook of an office program that packs its folders, too.",
         (36,), {"Patients": _index(), "Labs": _TABLE},
         {"labs": _pair("P1", "Labs", ("C2", "C3"), (6.1, 0.15))}, remake=_with_folders),
]  # fmt: skip
