"""Child sheet: what stands on the printed page of one child."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from srns.analysis.groups import grouping
from srns.charts.months import origin_words
from srns.charts.print_size import PAGE_MM, pixels_of
from srns.charts.theme import colour, name_definition, specification, with_letter
from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import DAYS_PER_MONTH
from srns.languages.counted import visits as count_visits
from srns.languages.lists import join_row
from srns.languages.messages import _, mark, ngettext, translated
from srns.report.figure_catalogue import FigureChoices, default_notes, make_figure
from srns.report.figure_files import render
from srns.report.provenance import Stamp
from srns.report.safe_cells import as_text
from srns.rules.classification import Classification
from srns.rules.near_misses import near_misses
from srns.rules.result_words import result_words

MOST_VISITS, MOST_MISSES = 8, 4
COLUMNS = (
    mark("Day"), mark("Month"), mark("Urine"), mark("Albumin"), mark("Cells"), mark("State"),
)  # fmt: skip
WIDTHS = (1, 1, 4, 2, 4, 3)
"""Of the columns, as shares of the page."""


@dataclass(frozen=True)
class ChildSheet:
    """The page of one child, independent of how it is set.

    Attributes
    ----------
    evidence
        From which day to which the evidence of the verdict reaches, in words.
    figure
        The timeline as PDF.
    rows
        The visits that decided, in the order of `COLUMNS`; `left_out` more did not fit.
    review
        What a person made of the verdict.
    """

    patient: str
    cohort: str
    basis: str
    response: str
    status: str
    histology: str
    evidence: str
    reason: str
    figure: bytes
    alt: str
    rows: tuple[tuple[str, ...], ...]
    left_out: int
    near_misses: tuple[str, ...]
    review: str

    def as_data(self, figure: str) -> dict[str, Any]:
        """Return what the typesetter reads; `figure` is the name of the figure's file."""
        title = _("Visits that decided")
        if self.left_out:
            title = ngettext(
                "Visits that decided (and {n} more visit)",
                "Visits that decided (and {n} more visits)",
                self.left_out,
            ).format(n=self.left_out)
        return {
            "title": _("Child {child}").format(child=self.patient),
            "cohort": self.cohort,
            "basis": self.basis,
            "colour": colour(self.response),
            "verdict": with_letter(self.response),
            "evidence": self.evidence,
            "reason": self.reason,
            "figure": figure,
            "alt": self.alt,
            "rows_title": title,
            "columns": list(map(translated, COLUMNS)),
            "widths": WIDTHS,
            "rows": self.rows,
            "near_misses": self.near_misses,
            "review": self.review,
        }


def child_sheet(
    found: Classification, patient: str, stamp: Stamp, *, review: str = ""
) -> ChildSheet:
    """Return the page of one child, in the units of the classification.

    Parameters
    ----------
    review
        A review that is on record, in words; without it an override, else that there is none.

    Raises
    ------
    InputError
        Where there is no such child.
    """
    choices = FigureChoices(patient, found.units, notes=default_notes(found)[1:])
    figure = make_figure("timeline", found, choices)
    verdict = _row(found.verdicts, patient)
    visits = found.occasions[(found.occasions["patient"] == patient) & found.occasions["evidence"]]
    histology = grouping(found.cohort, "histology")
    place = found.cohort.patients["patient"].tolist().index(patient)
    origin = origin_words(found.cohort, patient)
    drawn = specification(lambda: figure.draw(pixels_of(PAGE_MM)))
    override = found.overrides.get(patient)
    rows = _visit_rows(visits)
    return ChildSheet(
        patient,
        " ".join(
            part
            for part in (stamp.cohort and f"{translated(stamp.cohort)}.", translated(stamp.note))
            if part
        ),
        _("{definition}. Day 0: {origin}. Histology: {histology}.").format(
            definition=name_definition(found.definition),
            origin=origin,
            histology=translated(histology.iloc[place]),
        ),
        str(verdict["response"]),
        str(verdict["status"]),
        str(histology.iloc[place]),
        _evidence_words(visits, verdict),
        translated(verdict["reason"]),
        render({**drawn, "title": None}, "pdf", PAGE_MM),
        figure.caption,
        rows[:MOST_VISITS],
        max(len(rows) - MOST_VISITS, 0),
        tuple(translated(miss.words) for miss in near_misses(found, patient))[:MOST_MISSES],
        review or (override.words if override else _("Not yet reviewed, no override")),
    )


def _row(table: pd.DataFrame, patient: str) -> pd.Series:
    return table[table["patient"] == patient].iloc[0]


def _evidence_words(visits: pd.DataFrame, verdict: pd.Series) -> str:
    """Return which days the verdict rests on, and the status at last follow-up."""
    said = _("Status at last follow-up: {status}.").format(
        status=with_letter(str(verdict["status"]))
    )
    if visits.empty:
        return " ".join((_("No visit decided."), said))
    first, last = int(visits["day"].min()), int(visits["day"].max())
    rests = _("Evidence: {visits}, day {day}.").format(visits=count_visits(len(visits)), day=first)
    if first != last:
        rests = _("Evidence: {visits}, days {first} to {last}.").format(
            visits=count_visits(len(visits)), first=first, last=last
        )
    return f"{rests} {said}"


def _visit_rows(visits: pd.DataFrame) -> tuple[tuple[str, ...], ...]:
    rows = []
    tests = [name.removesuffix("_shown") for name in map(str, visits) if name.endswith("_shown")]
    urine = [test for test in tests if test != "albumin"]
    for visit in visits.to_dict("records"):
        shown = [
            translated(result_words(URINE_TESTS[test].label, visit[f"{test}_shown"]))
            for test in urine
            if visit[f"{test}_shown"]
        ]
        cells = [visit[f"{test}_cell"] for test in tests if visit[f"{test}_cell"]]
        months = f"{float(visit['day']) / DAYS_PER_MONTH:.1f}"
        rows.append(
            tuple(
                map(
                    as_text,
                    (
                        visit["day"],
                        months,
                        join_row(shown),
                        translated(visit["albumin_shown"]) or "–",
                        join_row(cells),
                        translated(visit["state"]),
                    ),
                )
            )
        )
    return tuple(rows)
