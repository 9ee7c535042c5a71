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
from srns.rules.classification import Classification

MOST_CHILDREN = 20
NOTHING = "–"
OVERRIDDEN = "Manual override"


def case_table(cohort: Cohort, classification: Classification) -> PrintedTable:
    """Tabulate every child in a column, as case series do.

    Returns
    -------
    PrintedTable
        One row per characteristic, one column per child; text as typed in the workbook. Above 20
        children there are no rows, and a note says why.
    """
    n = len(cohort.patients)
    title = "Case table"
    if n > MOST_CHILDREN:
        note = (
            f"The case table is limited to {MOST_CHILDREN} children; there are {n}. Apply filters "
            "or use the table of characteristics."
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
        "Response and status by the definition in force; recorded response as in the workbook. "
        f"{NOTHING} not recorded. Results reported as < are shown as <. RS: in remission at start, "
        "not at risk.",
    ]
    if dropped:
        notes.append(f"Omitted because not recorded for any child: {', '.join(dropped)}.")
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
        return f"{show_rounded(months, 0)} (after infusion {int(child['infusions_before'])})"
    return show_rounded(months, 0)


def _status(child: Child, typed: Typed, _: dict[str, str]) -> str:
    years = child["follow_up_years"]
    after = "" if _is_missing(years) else f" ({show_rounded(round(years, 1), 0)})"
    return f"{child['status']}{after}"


def _events(child: Child, typed: Typed, _: dict[str, str]) -> str:
    recorded = [name for name in ("relapse", "kidney_failure", "death") if child[name] == YES]
    return ", ".join(recorded).replace("_", " ") or NOTHING


ROWS: dict[str, CaseRow] = {
    "Sex": _words("sex"),
    "Race or ethnicity": _words("race_ethnicity"),
    "Steroid resistance": _words("steroid_resistance"),
    "Time to steroid resistance (months)": _number("time_to_steroid_resistance_months", 0),
    "Histology": _words("histology"),
    "Genetic testing": _words("genetic_testing"),
    "Prior immunosuppression other than steroids": _words("prior_immunosuppression"),
    "Age at diagnosis (years)": _number("age_at_diagnosis_years", 1),
    "Age at first infusion (years)": _number("age_at_first_infusion_years", 1),
    "Baseline Up/c (mg/mg)": _number("baseline_upcr", 2),
    "Baseline Up/c, cell": _words("baseline_upcr_cell"),
    "Baseline albumin (g/dL)": _number("baseline_albumin", 1),
    "Baseline creatinine (mg/dL)": _number("baseline_creatinine", 2),
    "Infusions": _number("infusions", 0),
    "Cumulative cyclophosphamide (mg/m²)": _number("cyclophosphamide_mg_m2", 0),
    "Methylprednisolone": CaseRow("methylprednisolone_infusions", _methylprednisolone),
    "In remission at start": _words("in_remission_at_start"),
    "Response": CaseRow("response", _response),
    OVERRIDDEN: _words("override"),
    "Recorded response": _words("recorded_response"),
    "Time from last infusion to remission (months)": CaseRow("months_from_last_infusion", _time),
    "Time from day 0 to remission (months)": _number("months_from_day_0", 0),
    "Recorded time to remission (months)": _words("recorded_time_to_remission_months"),
    "Maintenance": _words("maintenance"),
    "Relapse, kidney failure, death": CaseRow("events", _events),
    "Status at last follow-up (years from the last infusion)": CaseRow("status", _status),
    "Recorded outcome": _words("recorded_outcome"),
    "Visits count until": _words("window_ended_by"),
}


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
            words[str(patient)] = "none recorded"
        elif len(numbers) == len(given):
            words[str(patient)] = "with every infusion"
        else:
            words[str(patient)] = f"with infusion {', '.join(numbers)}"
    return words
