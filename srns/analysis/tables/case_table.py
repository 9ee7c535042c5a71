"""Case table: one column per child, for small cohorts."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from srns.analysis.results_data.listing import listed
from srns.analysis.results_data.rows import as_table
from srns.analysis.results_data.source_cells import cells_of_profile
from srns.analysis.tables.patient_profile import YES, profile
from srns.analysis.tables.printed_table import PrintedTable, show_rounded
from srns.analysis.time_to_event.time_origins import (
    every_origin,
    follow_up_origin,
    with_article,
)
from srns.cohort.quantities import show_result
from srns.cohort.tables import Cohort
from srns.cohort.terms import LETTERS
from srns.languages.messages import mark
from srns.languages.sentences import joined, sentence, term
from srns.rules.classification import Classification

MOST_CHILDREN = 20
NOTHING = "–"
OVERRIDDEN = mark("Manual override")


def case_table(cohort: Cohort, classification: Classification) -> PrintedTable:
    """Tabulate every child in a column, as case series do.

    Returns
    -------
    PrintedTable
        One row per characteristic, one column per child; text as typed in the workbook. Above 20
        children there are no rows, and a note says why.
    """
    n = len(cohort.patients)
    title = sentence("Case table")
    if n > MOST_CHILDREN:
        note = sentence(
            "The case table is limited to {most} children; there are {n}. Apply filters or use the "
            "table of characteristics.",
            most=MOST_CHILDREN,
            n=n,
        )
        nothing = pd.DataFrame(columns=["characteristic"])
        return PrintedTable("cases", title, nothing, (note,), as_table([]))
    overrides = classification.overrides
    table = profile(cohort, classification)
    table = table.assign(
        override=pd.Series(
            [
                overrides[patient].words if patient in overrides else None
                for patient in table["patient"].astype(str)
            ],
            index=table.index,
            dtype=object,
        )
    )
    typed = _typed(cohort)
    steroids = _methylprednisolone_words(cohort)
    since = with_article(follow_up_origin(every_origin(cohort)))
    rows = {
        heading.replace("the last infusion", since): [
            field.show(child, typed, steroids) for child in table.to_dict("records")
        ]
        for heading, field in ROWS.items()
    }
    kept = {heading: cells for heading, cells in rows.items() if set(cells) != {NOTHING}}
    dropped = [heading for heading in rows if heading not in kept and heading != OVERRIDDEN]
    printed = pd.DataFrame(
        [[heading, *cells] for heading, cells in kept.items()],
        columns=["characteristic", *table["patient"].astype(str)],
        dtype=object,
    )
    notes = [
        sentence(
            "Response and status by the definition in force; recorded response as in the workbook. "
            "{nothing} not recorded. Results reported as < are shown as <. RS: in remission at "
            "start, not at risk.",
            nothing=NOTHING,
        )
    ]
    if dropped:
        notes.append(
            sentence(
                "Omitted because not recorded for any child: {rows}.",
                rows=joined(map(term, dropped)),
            )
        )
    behind = cells_of_profile(cohort, classification, table)
    cells = {
        heading.replace("the last infusion", since): behind(field.column)
        for heading, field in ROWS.items()
    }
    whole = printed.set_index("characteristic").T.rename_axis("child").reset_index()
    results = listed(whole, "case", "child", lambda child, row: cells[row].get(child, ()))
    return PrintedTable("cases", title, printed, tuple(notes), as_table(results))


Child = dict
Typed = dict[tuple[str, str], str]
CellFormat = Callable[[Child, Typed, dict[str, str]], str]


@dataclass(frozen=True)
class CaseRow:
    """A row of the table: the column of the profile behind it, and how a child's cell is shown."""

    column: str
    show: CellFormat


def _words(column: str) -> CaseRow:
    """Return a formatter of a text column: as typed, or the reason why it is missing."""

    def format_cell(child: Child, typed: Typed, _: dict[str, str]) -> str:
        value = child.get(column)
        return typed.get((child["patient"], column)) or (
            NOTHING if _is_missing(value) else str(value)
        )

    return CaseRow(column, format_cell)


def _number(column: str, decimals: int) -> CaseRow:
    def format_cell(child: Child, typed: Typed, _: dict[str, str]) -> str:
        value = child.get(column)
        if _is_missing(value):
            return NOTHING
        bound = str(child.get(f"{column}_bound") or "")
        return show_result(0, bound)[:-1] + show_rounded(float(str(value)), decimals)

    return CaseRow(column, format_cell)


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value


def _methylprednisolone(child: Child, typed: Typed, steroids: dict[str, str]) -> str:
    return steroids.get(child["patient"], NOTHING)


def _response(child: Child, typed: Typed, _: dict[str, str]) -> str:
    return LETTERS.get(child["response"], child["response"])


def _time(child: Child, typed: Typed, _: dict[str, str]) -> str:
    months = child["months_from_last_infusion"]
    if _is_missing(months):
        return NOTHING
    if months < 0:
        return sentence(
            "{months} (after infusion {number})",
            months=show_rounded(months, 0),
            number=int(child["infusions_before"]),
        )
    return show_rounded(months, 0)


def _status(child: Child, typed: Typed, _: dict[str, str]) -> str:
    years = child["follow_up_years"]
    if _is_missing(years):
        return str(child["status"])
    return sentence(
        "{status} ({years})",
        status=term(child["status"]),
        years=show_rounded(round(years, 1), 0),
    )


def _events(child: Child, typed: Typed, _: dict[str, str]) -> str:
    recorded = [name for name in ("relapse", "kidney_failure", "death") if child[name] == YES]
    return joined(term(name.replace("_", " ")) for name in recorded) or NOTHING


ROWS: dict[str, CaseRow] = {
    mark("Sex"): _words("sex"),
    mark("Race or ethnicity"): _words("race_ethnicity"),
    mark("Steroid resistance"): _words("steroid_resistance"),
    mark("Time to steroid resistance (months)"): _number("time_to_steroid_resistance_months", 0),
    mark("Histology"): _words("histology"),
    mark("Genetic testing"): _words("genetic_testing"),
    mark("Prior immunosuppression other than steroids"): _words("prior_immunosuppression"),
    mark("Age at diagnosis (years)"): _number("age_at_diagnosis_years", 1),
    mark("Age at first infusion (years)"): _number("age_at_first_infusion_years", 1),
    mark("Baseline Up/c (mg/mg)"): _number("baseline_upcr", 2),
    mark("Baseline Up/c, cell"): _words("baseline_upcr_cell"),
    mark("Baseline albumin (g/dL)"): _number("baseline_albumin", 1),
    mark("Baseline creatinine (mg/dL)"): _number("baseline_creatinine", 2),
    mark("Infusions"): _number("infusions", 0),
    mark("Cumulative cyclophosphamide (mg/m²)"): _number("cyclophosphamide_mg_m2", 0),
    mark("Methylprednisolone"): CaseRow("methylprednisolone_infusions", _methylprednisolone),
    mark("In remission at start"): _words("in_remission_at_start"),
    mark("Response"): CaseRow("response", _response),
    OVERRIDDEN: _words("override"),
    mark("Recorded response"): _words("recorded_response"),
    mark("Time from last infusion to remission (months)"): CaseRow(
        "months_from_last_infusion", _time
    ),
    mark("Time from day 0 to remission (months)"): _number("months_from_day_0", 0),
    mark("Recorded time to remission (months)"): _words("recorded_time_to_remission_months"),
    mark("Maintenance"): _words("maintenance"),
    mark("Relapse, kidney failure, death"): CaseRow("events", _events),
    mark("Status at last follow-up (years from the last infusion)"): CaseRow("status", _status),
    mark("Recorded outcome"): _words("recorded_outcome"),
    mark("Visits count until"): _words("window_ended_by"),
}
_OTHER_STARTS = (
    mark("Status at last follow-up (years from day 0)"),
    mark("Status at last follow-up (years from the first infusion)"),
)
"""The heading in a cohort without infusions."""


def _typed(cohort: Cohort) -> Typed:
    """Return the text as typed by (child, column), or the reason why the value is missing."""
    words: Typed = {}
    absences = cohort.absences[cohort.absences["table"] == "patients"]
    for row in absences.to_dict("records"):
        if row["reason"] != "blank":
            words[row["patient"], row["column"]] = row["reason"]
    sources = cohort.sources[cohort.sources["table"] == "patients"]
    for row in sources.to_dict("records"):
        if str(row["typed"]).strip() and (row["patient"], row["column"]) not in words:
            words[row["patient"], row["column"]] = str(row["typed"]).strip()
    return words


def _methylprednisolone_words(cohort: Cohort) -> dict[str, str]:
    """Return in words which infusions of each child included methylprednisolone."""
    words = {}
    rows = cohort.infusions.sort_values("day", kind="stable")
    for patient, infusions in rows.groupby("patient", sort=False):
        given = (infusions["methylprednisolone_mg_kg"].astype(float) > 0).to_numpy()
        numbers = [str(place + 1) for place, with_steroid in enumerate(given) if with_steroid]
        if not numbers:
            words[str(patient)] = mark("none recorded")
        elif len(numbers) == len(given):
            words[str(patient)] = sentence("with every infusion")
        else:
            words[str(patient)] = sentence("with infusion {numbers}", numbers=joined(numbers))
    return words
