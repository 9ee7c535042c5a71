"""Panels of a registry, from its counts; the course and the verdict of one child of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from srns.analysis.proportions.intervals import EXACT
from srns.analysis.proportions.response_tables import counted_rows
from srns.analysis.time_to_event.curve_sentences import curve_test_sentence
from srns.analysis.time_to_event.remission_duration import FIRST
from srns.analysis.time_to_event.time_analysis import (
    EVERYONE,
    Curves,
    TimeQuestion,
    estimate_curves,
    onset_of,
)
from srns.analysis.time_to_event.time_origins import DAY_ZERO, with_article
from srns.charts.curves import describe as describe_curves
from srns.charts.curves import incidence_chart
from srns.charts.proportions import describe, proportions
from srns.cohort.histology import HISTOLOGY
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import NOT_RECORDED, RESPONSES
from srns.cohort.unit_systems import Units, find_units
from srns.languages.counted import children
from srns.languages.lists import join_and, join_row
from srns.languages.messages import _, translated
from srns.languages.numbers import grouped
from srns.panels.filters import WORDS, groups_of_children
from srns.panels.headline import headline_of
from srns.panels.panel import Panel
from srns.panels.remission_times import curve_table
from srns.panels.response_counts import REMISSIONS, title_of_counts
from srns.panels.view import View
from srns.registry.opened_registry import Filters, OpenedRegistry
from srns.registry.page_tables import LEFT_OUT, RELAPSE
from srns.report.provenance import all_children
from srns.rules.basis import Basis
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.rescue import TREATMENT_POLICY
from srns.workbook.read_workbook import Reading


@dataclass(frozen=True)
class RegistryView:
    """The children of a registry that pass the filters, by one definition and strategy."""

    registry: OpenedRegistry
    definition: Definition
    strategy: str = TREATMENT_POLICY
    filters: Filters = field(default_factory=dict)

    @property
    def counts(self) -> pd.DataFrame:
        """The counts of the children that pass."""
        return self.registry.counted(self.definition.id, self.strategy, self.filters)

    @property
    def notes(self) -> tuple[str, ...]:
        """What every figure states besides the definition."""
        whole = children(self.registry.children)
        strategy = _("Rescue drugs: {strategy}.").format(strategy=translated(self.strategy))
        if not self.filters:
            return translated(all_children(self.registry.children)), strategy
        filters = join_row(
            (
                f"{translated(WORDS[name])} {join_and(map(translated, groups))}"
                for name, groups in self.filters.items()
            ),
            "; ",
        )
        said = _("Filters: {filters}: {n} of {whole}.").format(
            filters=filters, n=grouped(int(self.counts["n"].sum())), whole=whole
        )
        return said, strategy


def headline(view: RegistryView) -> str:
    """Return the complete remissions among those at risk, and those counted apart, in words."""
    counts = view.counts
    told = counts.groupby(["response", "remission_at_start"], dropna=False)["n"].sum().reset_index()
    names = pd.Categorical(told["response"])
    # One row for each child: the sentence is that of any cohort.
    outcomes = pd.DataFrame(
        {
            "response": names.repeat(told["n"].to_numpy()),
            "remission_at_start": told["remission_at_start"]
            .astype("boolean")
            .array.repeat(told["n"].to_numpy()),
        }
    )
    return headline_of(outcomes)


def response(view: RegistryView, *, interval: str = EXACT) -> Panel:
    """Count each response of all children."""
    table = _by_group(view.counts.assign(group=EVERYONE), RESPONSES, interval)
    return _counted("response", table, _("Response"), view, interval, (headline(view),))


def remission_by(view: RegistryView, by: str, *, interval: str = EXACT) -> Panel:
    """Count remission in each group of a filter; see `srns.registry.page_tables.FILTERS`."""
    counts = view.counts.assign(group=view.counts[by])
    table = _by_group(counts, REMISSIONS, interval)
    name = "remission_by_regimen" if by == "regimen" else "remission_by_histology"
    return _counted(
        name, table, _("Remission by {group}").format(group=translated(WORDS[by])), view, interval
    )


def remission_by_definition(view: RegistryView, *, interval: str = EXACT) -> Panel:
    """Count remission of the same children by each definition that they were judged by."""
    each = [
        view.registry.counted(one, view.strategy, view.filters).assign(group=known.name)
        for one, known in view.registry.definitions.items()
    ]
    table = _by_group(pd.concat(each, ignore_index=True), REMISSIONS, interval)
    return _counted("remission_by_definition", table, _("Remission by definition"), view, interval)


def _by_group(counts: pd.DataFrame, responses: Sequence[str], interval: str) -> pd.DataFrame:
    """Return one row for each group and response, as `srns.charts.proportions` draws it."""
    added = counts.groupby(["group", "response"], sort=False)["n"].sum()
    order = sorted(added.index.unique("group"), key=_place)
    rows = counted_rows(
        {group: {each: int(added.get((group, each), 0)) for each in RESPONSES} for group in order},
        responses,
        interval=interval,
    )
    return rows[rows["of"] > 0].reset_index(drop=True)


def _place(group: str) -> tuple[int, str]:
    """Return where a group stands: histology in its order, what is not recorded last."""
    known = [*HISTOLOGY.groups]
    if group == NOT_RECORDED:
        return len(known) + 1, group
    return known.index(group) if group in known else len(known), group


def _counted(
    name: str,
    table: pd.DataFrame,
    what: str,
    view: RegistryView,
    interval: str,
    sentences: tuple[str, ...] = (),
) -> Panel:
    title = title_of_counts(what, interval)
    return Panel(
        name,
        what,
        table,
        describe(table, interval=interval),
        sentences,
        draw=lambda: proportions(table, title, view.definition, view.notes, interval=interval),
    )


def waiting(view: RegistryView, question: TimeQuestion) -> Panel:
    """Draw the time from day 0 to a response, in all children or in the groups of a filter."""
    curves, left_out = _curves_of(view, question.response, question)
    said = (_("{children} cannot be placed on the curve.").format(children=children(left_out)),)
    title = _("Time from {origin} to {response}").format(
        origin=translated(with_article(DAY_ZERO)), response=translated(question.response)
    )
    return _timed("time_to_remission", curves, title, view, said if left_out else ())


def lasting(view: RegistryView, question: TimeQuestion) -> Panel:
    """Draw the time from a response to relapse."""
    curves, _left_out = _curves_of(view, f"{RELAPSE}{question.response}", question)
    title = _("Relapse after the onset of {response}").format(
        response=translated(question.response)
    )
    return _timed("duration_of_remission", curves, title, view, ())


def _timed(
    name: str, curves: Curves, title: str, view: RegistryView, said: tuple[str, ...]
) -> Panel:
    return Panel(
        name,
        title,
        curve_table(curves),
        describe_curves(curves),
        (*said, *map(curve_test_sentence, curves.tests)),
        draw=lambda: incidence_chart(curves, title, view.definition, view.notes),
    )


def _curves_of(view: RegistryView, event: str, question: TimeQuestion) -> tuple[Curves, int]:
    """Return the curves of an event, and how many children are on none."""
    counted = view.registry.waits(view.definition.id, view.strategy, event, view.filters)
    followed = counted[counted["cause"] != LEFT_OUT]
    lasts = event.startswith(RELAPSE)
    labels = followed[question.by if question.by else "curve"].astype(str).to_numpy(dtype=object)
    if question.by and lasts:  # only first remissions are compared between groups
        first = (followed["curve"] == FIRST).to_numpy()
        followed, labels = followed[first], labels[first]
    elif not question.by and not lasts:
        labels = np.full(len(followed), EVERYONE, dtype=object)
    number = followed["n"].to_numpy()
    days = followed["days"].to_numpy().repeat(number)
    table = pd.DataFrame(
        {"patient": "", "days": days, "month": days / DAYS_PER_MONTH,
         "cause": followed["cause"].to_numpy().repeat(number)}
    )  # fmt: skip
    order = sorted(dict.fromkeys(labels), key=_place) or [EVERYONE]
    since = onset_of(question.response) if lasts else with_article(DAY_ZERO)
    named = "relapse" if lasts else question.response
    curves = estimate_curves(named, since, table, labels.repeat(number), order, question, ())
    return curves, int(counted["n"].sum() - number.sum())


def view_of_child(view: RegistryView, patient: str, units: Units | None = None) -> View:
    """Return a view of one child, whose timeline and evidence any panel of a child draws.

    The child is judged again on its own results: the verdict is the one that was written.

    Raises
    ------
    InputError
        Where the registry has no such child.
    """
    cohort, basis = view.registry.child(patient), Basis(strategy=view.strategy)
    shown = units or find_units("conventional")
    found = classify(cohort, view.definition, strategy=view.strategy).in_units(shown)
    name = view.registry.folder.name
    return View(
        cohort, found, groups_of_children(cohort, found), view.definition, shown, {}, 1, name, "",
        Reading(name, cohort, ()), cohort, basis,
    )  # fmt: skip
