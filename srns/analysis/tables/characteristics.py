"""Characteristics of the children as analysis results data: the numbers of Table 1."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from srns.analysis.follow_up import at_risk
from srns.analysis.groups import grouping
from srns.analysis.results_data.rows import (
    EVERYONE,
    WHOLE,
    Cells,
    Row,
    Stat,
    Subject,
    as_table,
    form_of,
    rows_about,
    within_limits,
)
from srns.analysis.results_data.source_cells import cells_of_profile
from srns.analysis.tables.censored_values import Bounded, summarize_bounded
from srns.analysis.tables.patient_profile import CANNOT_TELL, NO, YES, profile, results_of
from srns.analysis.tables.printed_table import show_rounded
from srns.analysis.time_to_event.cumulative_incidence import QUARTILES_FROM
from srns.analysis.time_to_event.time_origins import (
    every_origin,
    follow_up_origin,
    with_article,
)
from srns.cohort.tables import Cohort
from srns.cohort.terms import RESPONSES
from srns.languages.messages import Sentence, mark
from srns.languages.sentences import sentence, term
from srns.rules.classification import Classification


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
            return sentence("{characteristic}, n (%)", characteristic=_as_words(self.label))
        if not self.unit:
            return _as_words(self.label)
        return sentence(
            "{characteristic} ({unit})", characteristic=_as_words(self.label), unit=term(self.unit)
        )


def _as_words(label: str) -> str:
    return label if isinstance(label, Sentence) else term(label)


MEASURES = (
    Measure("sex", mark("Sex"), order=("female", "male")),
    Measure("race_ethnicity", mark("Race or ethnicity")),
    Measure("age_at_diagnosis_years", mark("Age at diagnosis"), mark("years"), 1),
    Measure("age_at_first_infusion_years", mark("Age at first infusion"), mark("years"), 1),
    Measure("steroid_resistance", mark("Steroid resistance"), order=("initial", "late")),
    Measure(
        "time_to_steroid_resistance_months", mark("Time to steroid resistance"), mark("months"), 0
    ),
    Measure("histology_group", mark("Histology"), order=("MCD", "MCD variant", "FSGS", "other")),
    Measure("genetic_testing", mark("Genetic testing")),
    Measure("prior_drugs", mark("Prior drugs other than steroids"), several=True),
    Measure("baseline_upcr", mark("Baseline Up/c"), "mg/mg", 2),
    Measure("baseline_albumin", mark("Baseline albumin"), "g/dL", 1),
    Measure("baseline_creatinine", mark("Baseline creatinine"), "mg/dL", 2),
    Measure("infusions", mark("Cyclophosphamide infusions"), "", 0),
    Measure("cyclophosphamide_mg_m2", mark("Cumulative cyclophosphamide"), "mg/m²", 0),
    Measure("methylprednisolone_infusions", mark("Infusions with methylprednisolone"), "", 0),
    Measure("in_remission_at_start", mark("In remission at start"), order=(YES, NO, CANNOT_TELL)),
    Measure("response", mark("Response"), order=RESPONSES),
    Measure("follow_up_years", mark("Follow-up from the last infusion"), mark("years"), 1),
)


@dataclass(frozen=True)
class Characteristics:
    """The numbers of Table 1, with what is needed to print them.

    Attributes
    ----------
    results
        Analysis results data. The variable is the column of the measure, the level a category or a
        limit ("below 1.0").
    measures
        As they apply to this cohort, with their labels.
    groups
        The groups, `EVERYONE` first.
    children
        Number of children.
    """

    results: pd.DataFrame
    measures: tuple[Measure, ...]
    groups: tuple[str, ...]
    children: int


def characteristics(
    cohort: Cohort,
    classification: Classification,
    by: str | None = None,
    measures: Sequence[Measure] = MEASURES,
) -> Characteristics:
    """Describe the children, overall and by group; see `table_one`."""
    table = profile(cohort, classification)
    # A reason such as "not done" is counted as a category of its own.
    table["genetic_testing"] = _with_reasons(cohort, table, "genetic_testing")
    risk = at_risk(table["response"])
    if (table["in_remission_at_start"] == NO).all():
        measures = [each for each in measures if each.column != "in_remission_at_start"]
    since = with_article(follow_up_origin(every_origin(cohort)))
    labels: dict[str, str] = {
        "follow_up_years": sentence("Follow-up from {since}", since=term(since))
    }
    if not risk.all():
        labels["response"] = sentence("Response of the children at risk")
    used = [replace(each, label=labels.get(each.column, each.label)) for each in measures]
    members = {EVERYONE: pd.Series(True, index=table.index)}
    if by is not None:
        named = grouping(cohort, by).reset_index(drop=True)
        members |= {str(group): named == group for group in named.cat.categories}
    behind = cells_of_profile(cohort, classification, table)
    rows = []
    for group, belongs in members.items():
        place = None if group == EVERYONE else (str(by), group)
        own = table[belongs]
        counted = [Stat("n", len(own), WHOLE)]
        rows += rows_about(Subject("children", None, place), counted, own["patient"], {})
    for measure in used:
        counted = risk if measure.column == "response" else risk | True
        for group, belongs in members.items():
            place = None if group == EVERYONE else (str(by), group)
            own = table[belongs & counted]
            rows += _describe(own, table[counted], measure, place, behind(measure.column))
    return Characteristics(as_table(rows), tuple(used), tuple(members), len(table))


def _with_reasons(cohort: Cohort, table: pd.DataFrame, column: str) -> pd.Series:
    """Fill missing values with an informative reason (not done, not applicable)."""
    values = table[column] if column in table else pd.Series(None, index=table.index, dtype=object)
    absences = cohort.absences
    absences = absences[(absences["table"] == "patients") & (absences["column"] == column)]
    absences = absences[absences["reason"].isin(["not done", "not applicable"])]
    reasons = table["patient"].map(dict(zip(absences["patient"], absences["reason"], strict=True)))
    return values.astype(object).where(values.notna(), reasons)


def _describe(
    own: pd.DataFrame,
    everyone: pd.DataFrame,
    measure: Measure,
    group: tuple[str, str] | None,
    cells: Cells,
) -> list[Row]:
    """Return the rows of one measure in one group; of all children only the categories are used."""
    if measure.column not in own:
        own, everyone = (each.assign(**{measure.column: None}) for each in (own, everyone))
    known = own[measure.column].notna()
    context = "categorical" if measure.decimals is None else "continuous"
    about = Subject(measure.column, None, group, context)
    lacking = own.loc[~known, "patient"]
    rows = [
        *rows_about(about, [Stat("N", int(known.sum()), WHOLE)], own.loc[known, "patient"], cells),
        *rows_about(about, [Stat("N_obs", len(own), WHOLE)], own["patient"], cells),
        *rows_about(about, [Stat("N_miss", len(lacking), WHOLE)], lacking, {}),
    ]
    if measure.decimals is not None:
        return [*rows, *_spread(own[known], measure, about, cells)]
    return [*rows, *_categories(own[known], everyone, measure, about, cells)]


def _spread(known: pd.DataFrame, measure: Measure, about: Subject, cells: Cells) -> Iterable[Row]:
    """Return median, range and quartiles of a number, and the counts of results with a bound."""
    decimals = measure.decimals or 0
    found = summarize_bounded(results_of(known, measure.column))
    if found.low is None:
        return []
    floor = found.low.high  # nothing lies below the smallest result except within its bound
    ends = {"median": found.median, "min": found.low, "max": found.high}
    if found.n >= QUARTILES_FROM:
        ends |= {"p25": found.lower_quartile, "p75": found.upper_quartile}
    stats = [_bounded(name, end, decimals, floor) for name, end in ends.items() if end is not None]
    rows = rows_about(about, stats, known["patient"], cells)
    limits: dict[str, list[str]] = {}
    for word, at, _ in found.censored:
        hit = (known[f"{measure.column}_bound"] == _SIGNS[word]) & (known[measure.column] == at)
        limits.setdefault(f"{word} {show_rounded(at, decimals)}", []).extend(known["patient"][hit])
    for limit, who in limits.items():
        rows += rows_about(replace(about, level=limit), [Stat("n", len(who), WHOLE)], who, cells)
    return rows


_SIGNS = {"below": "<", "at or below": "<=", "above": ">", "at or above": ">="}


def _bounded(name: str, number: Bounded, decimals: int, floor: float) -> Stat:
    """Return a statistic: a number where it is known, else the limits that are."""
    text = number.show(decimals, floor)
    if number.known:
        return Stat(name, number.low, form_of(text))
    return within_limits(name, text)


def _categories(
    known: pd.DataFrame, everyone: pd.DataFrame, measure: Measure, about: Subject, cells: Cells
) -> Iterable[Row]:
    """Return the count and the share of each category that any child has."""
    words = known[measure.column].map(_words(measure))
    rows = []
    for word in _in_order(everyone[measure.column].dropna().map(_words(measure)), measure):
        has = known["patient"][[word in each for each in words]]
        subject = replace(about, level=word)
        rows += rows_about(subject, [Stat("N", len(known), WHOLE)], known["patient"], cells)
        share = len(has) / len(known) if len(known) else None
        form = form_of(show_rounded(100 * share, 0), percent=True) if share is not None else "xx%"
        stats = [Stat("n", len(has), WHOLE), Stat("p", share, form)]
        rows += rows_about(subject, stats, has, cells)
    return rows


def _in_order(words: pd.Series, measure: Measure) -> list[str]:
    """Return the categories in conventional order, others by frequency."""
    counted = words.explode().dropna().value_counts(sort=True)
    seen = sorted(counted.index, key=lambda word: (-counted[word], str(word)))
    order = [word for word in measure.order if word in seen]
    return order + [word for word in seen if word not in order]


def _words(measure: Measure) -> Callable[[object], tuple[str, ...]]:
    return tuple if measure.several else lambda value: (str(value),)  # pyright: ignore[reportReturnType]
