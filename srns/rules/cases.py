"""Worked cases of a definition, and whether the engine agrees with them.

The cases are kept next to the definition in a table that a clinician can read: samples, the
verdict that the quoted words require, and why. They are derived by hand from the quotes, never
from the code.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from srns.cohort.errors import CaseError
from srns.cohort.tables import INFUSIONS, LABS, Cohort
from srns.cohort.terms import RESPONSES
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import PUBLISHED
from srns.rules.written_samples import Sample, read_samples

HEADER = ("case", "samples", "verdict", "because")

_VERDICT = re.compile(rf"({'|'.join(RESPONSES)})(?: from day (\d+))?")


@dataclass(frozen=True)
class Case:
    """One invented child and the verdict that the definition's words require.

    Attributes
    ----------
    written
        The samples as written in the file: ``days 30, 60, 90: 0.15 / 3.8``.
    onset_day
        The required day of onset, or None if the case does not state it.
    because
        Why the quoted words require it.
    """

    name: str
    written: str
    samples: tuple[Sample, ...]
    response: str
    onset_day: int | None
    because: str

    @property
    def verdict(self) -> str:
        """The required verdict, as written in the file."""
        return self.response + (f" from day {self.onset_day}" if self.onset_day is not None else "")


def load_cases(definition: str | Path) -> tuple[Case, ...]:
    """Load the cases of a published definition by its id, or those of a user's own file.

    The cases of ``mine.toml`` are in ``mine.cases.md``; without that file there are none.

    Raises
    ------
    CaseError
        If a row cannot be read.
    """
    path = PUBLISHED / f"{definition}.cases.md"
    if not (re.fullmatch(r"\w+", str(definition)) and path.is_file()):
        path = Path(definition).with_suffix(".cases.md")
    return parse_cases(path.read_text("utf-8"), path.name) if path.is_file() else ()


def parse_cases(text: str, name: str = "cases") -> tuple[Case, ...]:
    """Read the cases from the table in a text; messages call the text `name`.

    Examples
    --------
    >>> [case] = parse_cases('''
    ... | case | samples | verdict | because |
    ... |---|---|---|---|
    ... | at the limit | day 30: 0.2 / 35 g/L | partial remission | 0.2 is not below 0.2 |
    ... ''')
    >>> [(sample.day, sample.value, sample.unit) for sample in case.samples]
    [(30, 0.2, 'mg/mg'), (30, 35.0, 'g/L')]
    """
    cases: list[Case] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.lstrip().startswith("|") or tuple(cells) == HEADER or set(line) <= set("|-: "):
            continue
        place = f"{name}, line {number}"
        if len(cells) != len(HEADER):
            raise CaseError(
                f"{place}: found {len(cells)} cells; expected {', '.join(HEADER)}. "
                "Write four cells between five bars."
            )
        title, written, verdict, because = cells
        demanded = _VERDICT.fullmatch(verdict)
        if demanded is None:
            raise CaseError(
                f"{place}: found the verdict '{verdict}'; expected one of {', '.join(RESPONSES)}, "
                "followed by 'from day 30' where the onset matters."
            )
        onset = int(demanded[2]) if demanded[2] else None
        cases.append(
            Case(title, written, read_samples(written, place), demanded[1], onset, because)
        )
    return tuple(cases)


def gather_cases(cases: Sequence[Case]) -> Cohort:
    """Return a cohort of the invented children, each with one infusion on day 0."""
    names = [case.name for case in cases]
    return Cohort(
        patients=pd.DataFrame({"patient": pd.Series(names, dtype=object)}),
        labs=tabulate_samples([(case.name, case.samples) for case in cases]),
        infusions=pd.DataFrame(
            [(name, 0, None, None, "") for name in names], columns=list(INFUSIONS)
        ).astype({"day": "Int64"}),
    )


def tabulate_samples(children: Sequence[tuple[str, Sequence[Sample]]]) -> pd.DataFrame:
    """Return the table `labs` of these children: one row is one sample; its cell is its day."""
    labs = [
        (child, sample.day, sample.quantity.analyte, sample.value, sample.bound, sample.unit,
         f"day {sample.day}", sample.source, sample.specimen)
        for child, samples in children
        for sample in samples
    ]  # fmt: skip
    columns = [*LABS, "source", "specimen"]
    return pd.DataFrame(labs, columns=columns).astype({"day": "Int64", "value": "float64"})


def judge_cases(cases: Sequence[Case], definition: Definition) -> pd.DataFrame:
    """Judge the cases by a definition and compare the verdicts with those required.

    Returns
    -------
    DataFrame
        One row per case, in the order of the file: `case`, `samples`, `demanded`, `found`,
        `agrees`, `because` and the software's own `reason`.
    """
    verdicts = classify(gather_cases(cases), definition).verdicts
    rows = []
    for case, verdict in zip(cases, verdicts.to_dict("records"), strict=True):
        onset = verdict["onset_day"]
        found = verdict["response"] + ("" if pd.isna(onset) else f" from day {onset}")
        agrees = verdict["response"] == case.response and case.onset_day in (
            None,
            None if pd.isna(onset) else onset,
        )
        rows.append(
            (case.name, case.written, case.verdict, found, agrees, case.because, verdict["reason"])
        )
    columns = ["case", "samples", "demanded", "found", "agrees", "because", "reason"]
    return pd.DataFrame(rows, columns=columns)
