"""Table 1: characteristics of the children, overall and by any grouping."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.groups import grouping
from srns.analysis.tables.censored_values import summarize_bounded
from srns.analysis.tables.patient_profile import CANNOT_TELL, NO, YES, profile, results_of
from srns.analysis.tables.printed_table import PrintedTable, show_rounded
from srns.analysis.time_to_event.cumulative_incidence import QUARTILES_FROM
from srns.analysis.time_to_event.time_origins import (
    every_origin,
    follow_up_origin,
    with_article,
)
from srns.cohort.tables import Cohort
from srns.cohort.terms import RESPONSES
from srns.rules.classification import Classification

ALL = "all"
MISSING = "missing"


@dataclass(frozen=True)
class Measure:
    """One characteristic: its column in the profile, its label and its format.

    Attributes
    ----------
    column
        Column of `srns.analysis.tables.patient_profile.profile`.
    label, unit
        As printed in the table.
    decimals
        Decimals of the measurement; None for a text column.
    order
        Categories in conventional order; others follow by frequency.
    several
        Whether one child may have several categories.
    """

    column: str
    label: str
    unit: str = ""
    decimals: int | None = None
    order: tuple[str, ...] = ()
    several: bool = False

    @property
    def heading(self) -> str:
        """Row heading with the unit, or with what is counted."""
        if self.decimals is None:
            return f"{self.label}, n (%)"
        return f"{self.label} ({self.unit})" if self.unit else self.label


MEASURES = (
    Measure("sex", "Sex", order=("female", "male")),
    Measure("race_ethnicity", "Race or ethnicity"),
    Measure("age_at_diagnosis_years", "Age at diagnosis", "years", 1),
    Measure("age_at_first_infusion_years", "Age at first infusion", "years", 1),
    Measure("steroid_resistance", "Steroid resistance", order=("initial", "late")),
    Measure("time_to_steroid_resistance_months", "Time to steroid resistance", "months", 0),
    Measure("histology_group", "Histology", order=("MCD", "MCD variant", "FSGS", "other")),
    Measure("genetic_testing", "Genetic testing"),
    Measure("prior_drugs", "Prior drugs other than steroids", several=True),
    Measure("baseline_upcr", "Baseline Up/c", "mg/mg", 2),
    Measure("baseline_albumin", "Baseline albumin", "g/dL", 1),
    Measure("baseline_creatinine", "Baseline creatinine", "mg/dL", 2),
    Measure("infusions", "Cyclophosphamide infusions", "", 0),
    Measure("cyclophosphamide_mg_m2", "Cumulative cyclophosphamide", "mg/m²", 0),
    Measure("methylprednisolone_infusions", "Infusions with methylprednisolone", "", 0),
    Measure("in_remission_at_start", "In remission at start", order=(YES, NO, CANNOT_TELL)),
    Measure("response", "Response", order=RESPONSES),
    Measure("follow_up_years", "Follow-up from the last infusion", "years", 1),
)


def table_one(
    cohort: Cohort,
    classification: Classification,
    by: str | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> PrintedTable:
    """Tabulate the characteristics of the children, overall and by group.

    Parameters
    ----------
    by
        Grouping variable; see `srns.analysis.groups.grouping`. None: no groups.
    measures
        Characteristics to include, in order; those without any value are kept as all missing.

    Returns
    -------
    PrintedTable
        Columns `characteristic`, `value` (the category; empty for numbers), `all`, one per
        group, and `missing` (number of all children without a value). Percentages are of the
        children with a known value.
    """
    table = profile(cohort, classification)
    # A reason such as "not done" is counted as a category of its own.
    table["genetic_testing"] = _with_reasons(cohort, table, "genetic_testing")
    risk = at_risk(table["response"])
    if (table["in_remission_at_start"] == NO).all():
        measures = [each for each in measures if each.column != "in_remission_at_start"]
    groups = {ALL: pd.Series(True, index=table.index)}
    if by is not None:
        labels = grouping(cohort, by).reset_index(drop=True)
        groups |= {_column(str(group)): labels == group for group in labels.cat.categories}
    children: dict[str, object] = {"characteristic": "Children", "value": "", MISSING: None}
    children |= {group: str(int(belongs.sum())) for group, belongs in groups.items()}
    rows = [children]
    since = with_article(follow_up_origin(every_origin(cohort)))
    for each in measures:
        measure = each
        if each.column == "follow_up_years":
            measure = replace(each, label=f"Follow-up from {since}")
        if measure.column == "response" and not risk.all():
            rows += _describe(
                table[risk],
                replace(measure, label="Response of the children at risk"),
                {group: belongs[risk] for group, belongs in groups.items()},
            )
            continue
        rows += _describe(table, measure, groups)
    columns = ["characteristic", "value", *groups, MISSING]
    printed = pd.DataFrame(rows, columns=columns, dtype=object)
    title = "Characteristics of the children" + (f" by {by}" if by else "")
    return PrintedTable("table1", title, printed, _notes(len(table)))


def _column(group: str) -> str:
    """Return a column name for a group that does not clash with another column."""
    clashes = group in ("characteristic", "value", ALL, MISSING)
    return f"{group} (group)" if clashes else group


def _notes(n: int) -> tuple[str, ...]:
    spread = "median [quartiles] (range)" if n >= QUARTILES_FROM else "median (range)"
    return (
        f"Numbers are {spread}; quartiles are given in groups of {QUARTILES_FROM} or more "
        "children. Categories are n (%) of children with a known value.",
        "Results reported as < or > are never replaced by a number: a median that depends on one "
        "is given as a bound, and the number of such results is stated.",
        "Baseline: the last day of -90 to 0 with a result; of several results on that day the "
        "highest Up/c and creatinine and the lowest albumin. Cumulative cyclophosphamide counts "
        "all routes and earlier courses; ≥ where a dose is missing. Differences between groups are "
        "not tested.",
    )


def _with_reasons(cohort: Cohort, table: pd.DataFrame, column: str) -> pd.Series:
    """Fill missing values with an informative reason (not done, not applicable)."""
    values = table[column] if column in table else pd.Series(None, index=table.index, dtype=object)
    absences = cohort.absences
    absences = absences[(absences["table"] == "patients") & (absences["column"] == column)]
    absences = absences[absences["reason"].isin(["not done", "not applicable"])]
    reasons = table["patient"].map(dict(zip(absences["patient"], absences["reason"], strict=True)))
    return values.astype(object).where(values.notna(), reasons)


def _describe(
    table: pd.DataFrame, measure: Measure, groups: dict[str, pd.Series]
) -> list[dict[str, object]]:
    if measure.column not in table:
        table = table.assign(**{measure.column: None})
    known = table[measure.column].notna()
    missing = int((~known).sum())
    head: dict[str, object] = {"characteristic": measure.heading, "value": "", MISSING: missing}
    if not known.any():
        return [{**head, **dict.fromkeys(groups, "–")}]
    if measure.decimals is not None:
        for group, belongs in groups.items():
            chosen = table[belongs]
            summary = summarize_bounded(results_of(chosen, measure.column))
            head[group] = summary.show(
                measure.decimals, quartiles=summary.n >= QUARTILES_FROM
            ) + _of_known(summary.n, len(chosen), group)
        return [head]
    words = table[measure.column].map(_words(measure), na_action="ignore")
    counted = words.dropna().explode().value_counts(sort=True)
    seen = sorted(counted.index, key=lambda word: (-counted[word], str(word)))
    order = [word for word in measure.order if word in seen]
    order += [word for word in seen if word not in order]
    rows = [head | dict.fromkeys(groups, "")]
    for word in order:
        has = words.map(lambda drugs, word=word: word in drugs, na_action="ignore")
        row: dict[str, object] = {"characteristic": "", "value": word, MISSING: None}
        for group, belongs in groups.items():
            counted = has[belongs & known]
            n, of = int(counted.astype(bool).sum()), len(counted)
            row[group] = f"{n} ({show_rounded(100 * n / of, 0)} %)" if of else "–"
        rows.append(row)
    for group, belongs in groups.items():
        rows[0][group] = _of_known(int((belongs & known).sum()), int(belongs.sum()), group).strip()
    return rows


def _words(measure: Measure):
    return tuple if measure.several else lambda value: (str(value),)


def _of_known(n: int, of: int, group: str) -> str:
    """Return the number of known values in words if some are missing in a group."""
    return f"; known in {n} of {of}" if 0 < n < of and group != ALL else ""
