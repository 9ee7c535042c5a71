"""What is known of each child, one column per child? The table of cases of a small cohort."""

from collections.abc import Callable

import pandas as pd

from srns.analysis.tables.patient_profile import YES, profile
from srns.analysis.tables.printed_table import PrintedTable, show_rounded
from srns.cohort.quantities import show_result
from srns.cohort.tables import Cohort
from srns.cohort.terms import LETTERS
from srns.rules.classification import Classification

MOST_CHILDREN = 20
NOTHING = "–"
OVERRIDDEN = "Overridden by a person"


def table_of_cases(cohort: Cohort, classification: Classification) -> PrintedTable:
    """Set the children side by side, as the tables of small series do.

    Returns
    -------
    PrintedTable
        One row per characteristic, one column per child, named by the child; words as typed where
        the workbook has words. Above 20 children it has no rows, and the note says why.
    """
    n = len(cohort.patients)
    title = "The children one by one"
    if n > MOST_CHILDREN:
        note = (
            f"A table of cases is given for up to {MOST_CHILDREN} children; there are {n}. "
            "Filter, or use the table of characteristics."
        )
        return PrintedTable("cases", title, pd.DataFrame(columns=["characteristic"]), (note,))
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
    steroids = _with_which_infusions(cohort)
    rows = {
        heading: [tell(child, typed, steroids) for child in table.to_dict("records")]
        for heading, tell in ROWS.items()
    }
    kept = {heading: cells for heading, cells in rows.items() if set(cells) != {NOTHING}}
    dropped = [heading for heading in rows if heading not in kept and heading != OVERRIDDEN]
    printed = pd.DataFrame(
        [[heading, *cells] for heading, cells in kept.items()],
        columns=["characteristic", *table["patient"].astype(str)],
        dtype=object,
    )
    notes = [
        "Response and status by the definition in force; the recorded response is the workbook's. "
        f"{NOTHING} nothing recorded. A result reported as < stays <.",
    ]
    if dropped:
        notes.append(f"Recorded for no child, and left out: {', '.join(dropped)}.")
    return PrintedTable("cases", title, printed, tuple(notes))


Child = dict
Typed = dict[tuple[str, str], str]
Tell = Callable[[Child, Typed, dict[str, str]], str]


def _words(column: str) -> Tell:
    """Give the words as typed, or the reason why there are none."""

    def tell(child: Child, typed: Typed, _: dict[str, str]) -> str:
        value = child.get(column)
        return typed.get((child["patient"], column)) or (NOTHING if _gone(value) else str(value))

    return tell


def _number(column: str, decimals: int) -> Tell:
    def tell(child: Child, typed: Typed, _: dict[str, str]) -> str:
        value = child.get(column)
        if _gone(value):
            return NOTHING
        bound = str(child.get(f"{column}_bound") or "")
        return show_result(0, bound)[:-1] + show_rounded(float(str(value)), decimals)

    return tell


def _gone(value: object) -> bool:
    return value is None or value is pd.NA or value != value


def _methylprednisolone(child: Child, typed: Typed, steroids: dict[str, str]) -> str:
    return steroids.get(child["patient"], NOTHING)


def _response(child: Child, typed: Typed, _: dict[str, str]) -> str:
    return LETTERS.get(child["response"], child["response"])


def _time(child: Child, typed: Typed, _: dict[str, str]) -> str:
    months = child["months_from_last_infusion"]
    if _gone(months):
        return NOTHING
    if months < 0:
        return f"{show_rounded(months, 0)} (after infusion {int(child['infusions_before'])})"
    return show_rounded(months, 0)


def _status(child: Child, typed: Typed, _: dict[str, str]) -> str:
    years = child["follow_up_years"]
    after = "" if _gone(years) else f" ({show_rounded(round(years, 1), 0)})"
    return f"{child['status']}{after}"


def _events(child: Child, typed: Typed, _: dict[str, str]) -> str:
    happened = [name for name in ("relapse", "kidney_failure", "death") if child[name] == YES]
    return ", ".join(happened).replace("_", " ") or NOTHING


ROWS: dict[str, Tell] = {
    "Sex": _words("sex"),
    "Race or ethnicity": _words("race_ethnicity"),
    "Steroid resistance": _words("steroid_resistance"),
    "Time to steroid resistance (months)": _number("time_to_steroid_resistance_months", 0),
    "Histology": _words("histology"),
    "Genetic testing": _words("genetic_testing"),
    "Immunosuppression before, other than steroids": _words("prior_immunosuppression"),
    "Age at diagnosis (years)": _number("age_at_diagnosis_years", 1),
    "Age at first infusion (years)": _number("age_at_first_infusion_years", 1),
    "Up/c at start (mg/mg)": _number("baseline_upcr", 2),
    "Albumin at start (g/dL)": _number("baseline_albumin", 1),
    "Creatinine at start (mg/dL)": _number("baseline_creatinine", 2),
    "Infusions": _number("infusions", 0),
    "Cyclophosphamide in all (mg/m²)": _number("cyclophosphamide_mg_m2", 0),
    "Methylprednisolone": _methylprednisolone,
    "Response": _response,
    OVERRIDDEN: _words("override"),
    "Recorded response": _words("recorded_response"),
    "Months to remission from the last infusion": _time,
    "Recorded months to remission": _words("recorded_time_to_remission_months"),
    "Maintenance": _words("maintenance"),
    "Relapse, kidney failure, death": _events,
    "Status at last follow-up (years from the last infusion)": _status,
    "Recorded outcome": _words("recorded_outcome"),
}


def _typed(cohort: Cohort) -> Typed:
    """Give the words as typed by child and column; where there is no value, the reason."""
    found: Typed = {}
    said = cohort.absences[cohort.absences["table"] == "patients"]
    for row in said.to_dict("records"):
        if row["reason"] != "blank":
            found[row["patient"], row["column"]] = row["reason"]
    sources = cohort.sources[cohort.sources["table"] == "patients"]
    for row in sources.to_dict("records"):
        if str(row["typed"]).strip() and (row["patient"], row["column"]) not in found:
            found[row["patient"], row["column"]] = str(row["typed"]).strip()
    return found


def _with_which_infusions(cohort: Cohort) -> dict[str, str]:
    """Say with which of a child's infusions methylprednisolone went."""
    found = {}
    rows = cohort.infusions.sort_values("day", kind="stable")
    for patient, mine in rows.groupby("patient", sort=False):
        given = (mine["methylprednisolone_mg_kg"].astype(float) > 0).to_numpy()
        numbers = [str(place + 1) for place, each in enumerate(given) if each]
        if not numbers:
            found[str(patient)] = "none recorded"
        elif len(numbers) == len(given):
            found[str(patient)] = "with every infusion"
        else:
            found[str(patient)] = f"with infusion {', '.join(numbers)}"
    return found
