"""Clinical cases: the tables of docs/clinical_cases.md, read and judged.

One row is one child: its data in words, what it is judged by, the verdict demanded, and why. The
phrases of a child are separated by ``;``: samples (as `srns.rules.written_samples` reads them),
``tacrolimus from day 0 to day 90 (prior)``, ``dialysis on day 40``, ``death, day unknown``,
``last follow-up on day 50`` and ``infusions on days 0, 30``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from srns.cohort.day_zero import AS_READ, with_day_zero
from srns.cohort.tables import EVENTS, INFUSIONS, TREATMENTS, Cohort
from srns.cohort.terms import EVENTS as EVENT_WORDS
from srns.cohort.terms import RESPONSES, find_drug
from srns.rules.cases import tabulate_samples
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.lines import as_cohort, find_lines
from srns.rules.load_definition import load_definition
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY
from srns.rules.written_samples import read_samples

PAGE = Path(__file__).parents[2] / "docs" / "clinical_cases.md"
HEADER = ["case", "child", "judged by", "verdict", "why"]
BYSTANDER = ("infusion on day 0; biopsy on day 0; tacrolimus from day 0; rituximab from day 0; "
             "day 30: Up/c 9 / albumin 1.0")  # fmt: skip
"""Another child of the cohort, who has every origin: nothing of it may reach the case."""

_DAYS = r"(?:between days (?P<first>-?\d+) and (?P<last>-?\d+)|(?:on )?day (?P<day>-?\d+))"
_COURSE = re.compile(
    rf"(?P<drug>[a-z ]+?) from {_DAYS}(?: to day (?P<stop>-?\d+))?(?: \((?P<purpose>\w+)\))?"
)
_EVENT = re.compile(rf"(?P<event>[a-z -]+?)(?: {_DAYS}|, day unknown)")
_INFUSIONS = re.compile(r"infusions? on days? (-?\d+(?:, -?\d+)*)")


@dataclass(frozen=True)
class ClinicalCase:
    """One row of the page."""

    topic: str
    name: str
    child: str
    judged_by: str
    verdict: str
    why: str

    @property
    def demanded(self) -> list[str]:
        """The parts of the verdict: the response first."""
        return [part.strip() for part in self.verdict.split("; ")]


def read_page(text: str) -> list[ClinicalCase]:
    """Read every row of every table of the page."""
    cases, topic = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            topic = line.removeprefix("## ")
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells != HEADER and not set(line) <= set("|-: "):
            assert len(cells) == len(HEADER), f"{line}: found {len(cells)} cells"
            cases.append(ClinicalCase(topic, *cells))
    return cases


def gather_children(children: Sequence[tuple[str, str]]) -> Cohort:
    """Return a cohort of children, each a name and its data in words."""
    patients, samples = [], []
    infusions, treatments, events = [], [], []
    for name, data in children:
        patient: dict[str, Any] = {"patient": name, "last_follow_up_day": None}
        written = []
        for phrase in data.split("; "):
            if match := _INFUSIONS.fullmatch(phrase):
                infusions += [{"patient": name, "day": int(day)} for day in match[1].split(",")]
            elif match := _COURSE.fullmatch(phrase):
                treatments.append(
                    {**_course(name, match), "cell": _cell("Treatments", name, treatments)}
                )
            elif phrase.startswith("day"):
                written.append(phrase)
            else:
                match = _EVENT.fullmatch(phrase)
                assert match is not None, f"{name}: found '{phrase}'"
                if match["event"] == "last follow-up":
                    patient["last_follow_up_day"] = int(match["day"])
                    continue
                assert match["event"] in EVENT_WORDS, f"{name}: found '{phrase}'"
                event = {"patient": name, "event": match["event"], **_span("day", match)}
                events.append({**event, "cell": _cell("Events", name, events)})
        patients.append(patient)
        samples.append((name, read_samples("; ".join(written), name) if written else ()))
    return Cohort(
        patients=_table(patients, ("patient", "last_follow_up_day")),
        labs=tabulate_samples(samples),
        infusions=_table(infusions, INFUSIONS),
        treatments=_table(treatments, (*TREATMENTS, "start_day_earliest", "start_day_latest")),
        events=_table(events, (*EVENTS, "day_earliest", "day_latest")),
    )


def _cell(sheet: str, name: str, rows: list[dict[str, Any]]) -> str:
    """Return the cell of a child's next row, as if its sheet held this child alone."""
    return f"{sheet}!A{2 + sum(row['patient'] == name for row in rows)}"


def _course(name: str, match: re.Match[str]) -> dict[str, Any]:
    drug = find_drug(match["drug"])
    assert drug is not None, f"{name}: found the drug '{match['drug']}'"
    stop = int(match["stop"]) if match["stop"] else None
    return {"patient": name, "drug": drug, "stop_day": stop, "purpose": match["purpose"],
            **_span("start_day", match)}  # fmt: skip


def _span(column: str, match: re.Match[str]) -> dict[str, int | None]:
    days = {column: "day", f"{column}_earliest": "first", f"{column}_latest": "last"}
    return {name: int(match[group]) if match[group] else None for name, group in days.items()}


def _table(rows: list[dict[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)
    days = [column for column in columns if re.search(r"(^|_)day(_|$)", column)]
    table = table.astype(dict.fromkeys(days, "Int64"))
    if "cell" in columns:
        table["cell"] = table["cell"].fillna("")
    return table


def judge_children(children: Sequence[tuple[str, str]], judged_by: str) -> Classification:
    """Judge children by a definition, from a day 0, under a strategy, whole or by line."""
    definition, *more = judged_by.split("; ")
    origin = next(
        (each.removeprefix("day 0 ") for each in more if each.startswith("day 0")), AS_READ
    )
    strategy = next((each for each in more if each in STRATEGIES), TREATMENT_POLICY)
    by_line = "by line" in more
    known = {f"day 0 {origin}", strategy, "by line"}
    assert set(more) <= known, f"found '{judged_by}'"
    cohort = gather_children(children)
    if by_line:
        lines = as_cohort(cohort, find_lines(cohort))
        return classify(lines, load_definition(definition), strategy=strategy)
    return classify(with_day_zero(cohort, origin), load_definition(definition), strategy=strategy)


def found_of(found: Classification, name: str) -> list[dict[str, Any]]:
    """Return what was found of one child: one entry, or one for each of its lines."""
    verdicts = found.verdicts
    patients = found.cohort.patients
    whose = patients["child"] if "child" in patients else patients["patient"]
    mine = verdicts[(whose == name).to_numpy()]
    entries = mine.astype(object).where(mine.notna(), None).to_dict("records")
    for entry, row in zip(entries, patients[(whose == name).to_numpy()].to_dict("records"),
                          strict=True):  # fmt: skip
        entry |= {key: row.get(key, "") for key in ("drug", "mechanism")}
    return entries


def differences(case: ClinicalCase, found: list[dict[str, Any]]) -> list[str]:
    """List where the verdict found differs from the one demanded; empty where it does not."""
    if "by line" not in case.judged_by:
        (entry,) = found
        return [each for part in case.demanded if (each := _differs(part, entry))]
    wanted = [part.strip() for part in case.verdict.split(", then ")]
    if len(wanted) != len(found):
        return [f"{len(found)} lines: {[entry['drug'] for entry in found]}"]
    wrong = []
    for part, entry in zip(wanted, found, strict=True):
        match = re.fullmatch(r"([a-z +]+?)(?: \(([\w -]+)\))?: (.+)", part)
        assert match is not None, f"{case.name}: found '{part}'"
        if set(match[1].split(" + ")) != set(entry["drug"].split(" + ")):
            wrong.append(f"drug {entry['drug']}")
        if match[2] and match[2] != entry["mechanism"]:
            wrong.append(f"mechanism {entry['mechanism']}")
        wrong += filter(None, [_differs(each, entry) for each in match[3].split("; ")])
    return wrong


_ANSWERS = {"yes": True, "no": False, "cannot tell": None, "unknown": None}


def _differs(part: str, entry: dict[str, Any]) -> str:
    """Return what was found in place of one part of a verdict; empty where it is the same."""
    if match := re.fullmatch(rf"({'|'.join(RESPONSES)})(?: from day (\d+))?", part):
        onset = int(match[2]) if match[2] else None
        same = (entry["response"], entry["onset_day"]) == (match[1], onset)
        return "" if same else f"{entry['response']} from day {entry['onset_day']}"
    if match := re.fullmatch(r'says "(.+)"', part):
        return "" if match[1] in entry["reason"] else f"says '{entry['reason']}'"
    if match := re.fullmatch(r"window ended by ([a-z -]+?)(?: on day (\d+))?", part):
        same = entry["window_ended_by"] == match[1]
        same &= match[2] is None or entry["window_end_day"] == int(match[2])
        return "" if same else f"ended by {entry['window_ended_by']} on {entry['window_end_day']}"
    for words, column, read in (
        ("at start ", "remission_at_start", _ANSWERS.__getitem__),
        ("sustained ", "sustained", _ANSWERS.__getitem__),
        ("left open ", "left_open", str),
        ("status ", "status", str),
        ("confirmed day ", "confirmed_day", int),
        ("relapse day ", "relapse_day", int),
    ):
        if part.startswith(words):
            return (
                ""
                if entry[column] == read(part.removeprefix(words))
                else f"{column} {entry[column]}"
            )
    assert part == "no relapse", f"found '{part}'"
    return "" if entry["relapse_day"] is None else f"relapse day {entry['relapse_day']}"


def together(cases: Sequence[ClinicalCase]) -> list[tuple[str, str]]:
    """Return the children of cases as one cohort, with the bystander between them."""
    return [("bystander", BYSTANDER), *((case.name, case.child) for case in cases)]


def renamed(case: ClinicalCase, **changed: str) -> ClinicalCase:
    """Return a case with some of its cells changed."""
    return replace(case, **changed)
