"""Responses of all children, of groups and of regimens: counts, intervals, comparison."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from srns.analysis.custom_grouping import CustomGrouping, read_custom_grouping
from srns.analysis.definitions.unjudged_tests import unasked_sentences
from srns.analysis.follow_up import at_risk, not_evaluable, not_evaluable_sentences
from srns.analysis.groups import grouping
from srns.analysis.proportions.group_contrasts import compare_groups
from srns.analysis.proportions.group_contrasts import comparison_sentences as sentences_of
from srns.analysis.proportions.intervals import EXACT, METHOD_WORDS
from srns.analysis.proportions.response_tables import EVERYONE, cross_table, response_table
from srns.analysis.regimens.outcomes import outcome_table
from srns.analysis.results_data.comparisons import contrast_rows
from srns.analysis.results_data.responses import cross_results, members_of
from srns.analysis.results_data.rows import as_table, bind
from srns.analysis.results_data.source_cells import deciding_cells
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import summarize
from srns.charts.proportions import describe, proportions
from srns.cohort.terms import COMPLETE, PARTIAL, RESPONSES
from srns.languages.messages import _, translated
from srns.panels.headline import headline, unjudged_words
from srns.panels.panel import Panel, Results, panel_of, table_panel, title_of
from srns.panels.view import View

REMISSIONS = (COMPLETE, PARTIAL)
SELECTION = "selection"
REST = "the rest"
GROUP_NAMES = {
    "resistance": "steroid resistance",
    "genetic_testing": "genetic testing",
    SELECTION: "selection against the rest",
}
"""How groupings are called in a title, where they are called other than they are written."""


def response(view: View, *, interval: str = EXACT, adjudicated: bool = False) -> Panel:
    """Count each response of all children."""
    counts = response_counts(view, overall=True, adjudicated=adjudicated, interval=interval)
    what = _("Adjudicated response (with overrides)") if adjudicated else _("Response")
    return _counted(
        "response",
        counts,
        what,
        view,
        interval,
        lambda: summary_rows(view, adjudicated=adjudicated, interval=interval),
        (
            headline(view, adjudicated=adjudicated, interval=interval),
            *filter(None, [unjudged_words(view)]),
            *unasked_sentences(view.classification),
        ),
    )


def remission_by_histology(
    view: View, *, by: str = "histology", interval: str = EXACT, compare: bool = False
) -> Panel:
    """Count remission in each group, and on request compare the groups in words."""
    groups = groups_by(view, by)
    return _counted(
        "remission_by_histology",
        counts_of(view, groups, interval),
        _("Remission by {group}").format(group=translated(_called(by))),
        view,
        interval,
        lambda: numbers_of(view, groups, interval, by),
        (*unknown_sentences(view), *(comparison_sentences(view, groups) if compare else ())),
    )


def responses_by_histology(view: View, *, by: str = "histology", interval: str = EXACT) -> Panel:
    """Cross-tabulate group and response."""
    groups = groups_by(view, by)
    return table_panel(
        "responses_by_histology",
        cross(view, groups, interval),
        lambda: numbers_of(view, groups, interval, by),
    )


def remission_by_regimen(view: View, *, by: str = "maintenance", interval: str = EXACT) -> Panel:
    """Count remission by maintenance regimen, or by groups of regimens."""
    counts = response_counts(view, by, REMISSIONS, interval=interval)
    what = _("maintenance regimen") if by == "maintenance" else translated(_called(by))
    return _counted(
        "remission_by_regimen",
        counts,
        _("Remission by {group}").format(group=what),
        view,
        interval,
        lambda: summary_rows(view, by, interval=interval),
        unknown_sentences(view),
    )


def status_by_regimen(view: View, *, by: str = "maintenance") -> Panel:
    """Tabulate response and status at last follow-up by regimen."""
    table = view.once(
        ("status by regimen", by, tuple(view.patients)),
        lambda: outcome_table(view.cohort, view.classification, by),
    )
    return panel_of(table, "status_by_regimen")


def title_of_counts(what: str, interval: str) -> str:
    """Return the title of a figure of counts with their intervals."""
    return _("{counted}, with {method} 95 % intervals").format(
        counted=what, method=translated(METHOD_WORDS[interval])
    )


def _counted(
    name: str,
    counts: pd.DataFrame,
    what: str,
    view: View,
    interval: str,
    results: Results,
    sentences: tuple[str, ...] = (),
) -> Panel:
    """Return counts with their intervals as a figure; its table has no lists of children."""
    title = title_of_counts(what, interval)
    return Panel(
        name,
        title_of(name),
        counts.drop(columns="patients"),
        describe(counts, interval=interval),
        sentences,
        draw=lambda: proportions(
            counts, title, view.definition, view.notes, interval=interval, selected=view.selected
        ),
        results=results,
        members={
            (row["group"], row["response"]): tuple(row["patients"])
            for row in counts.to_dict("records")
        },
    )


def _called(by: str) -> str:
    own: CustomGrouping | None = read_custom_grouping(by)
    return own.name if own is not None else GROUP_NAMES.get(by, by)


def response_counts(
    view: View,
    by: str = "histology",
    responses: Sequence[str] = (),
    *,
    overall: bool = False,
    adjudicated: bool = False,
    interval: str = EXACT,
) -> pd.DataFrame:
    """Count responses by group, with confidence intervals; one row per group and response.

    The children stand in `patients` as a list and in `children` as words.

    Parameters
    ----------
    by
        As `srns.analysis.groups.grouping` takes it.
    responses
        Only these; empty: all that occur in the cohort.
    overall
        Count all children together instead of by group.
    adjudicated
        Let overrides replace the computed responses.
    interval
        Method of the confidence intervals.
    """
    summary = summary_of(view, by, adjudicated=adjudicated, interval=interval)
    table = pd.DataFrame(summary["responses"])
    seen = set(table.loc[table["n"] > 0, "response"])
    wanted = list(responses) or [
        response for response in dict.fromkeys(table["response"]) if response in seen
    ]
    is_all = table["group"] == "all"
    table = table[(is_all if overall else ~is_all) & table["response"].isin(wanted)]
    table = table[table["of"] > 0].reset_index(drop=True)
    table["children"] = [", ".join(names) for names in table["patients"]]
    return table


def summary_rows(
    view: View, by: str = "histology", *, adjudicated: bool = False, interval: str = EXACT
) -> pd.DataFrame:
    """Return the summary of the filtered children as analysis results data."""
    summary = summary_of(view, by, adjudicated=adjudicated, interval=interval)
    return results_data(summary, view.classification)


def summary_of(
    view: View, by: str = "histology", *, adjudicated: bool = False, interval: str = EXACT
) -> dict[str, Any]:
    """Return the summary of the filtered children, computed once."""
    return view.once(
        ("summary", by, adjudicated, interval, tuple(view.patients)),
        lambda: summarize(
            view.cohort, view.classification, by, adjudicated=adjudicated, interval=interval
        ),
    )


def groups_by(view: View, by: str) -> pd.Series:
    """Return the group of each filtered child, in their order; the selection is a group, too."""
    if by != SELECTION:
        return grouping(view.cohort, by)
    named = f"selected: {view.group_name}" if view.group_name else "selected"
    chosen = set(view.selected)
    words = [named if each in chosen else REST for each in view.patients]
    return pd.Series(pd.Categorical(words, categories=[named, REST]))


def counts_of(view: View, groups: pd.Series, interval: str = EXACT) -> pd.DataFrame:
    """Count remission in each group, as `srns.charts.proportions` draws it."""
    outcomes = view.classification.outcomes
    table = response_table(outcomes, groups, responses=RESPONSES, interval=interval)
    table = table[(table["group"] != EVERYONE) & (table["of"] > 0)]
    table = table[table["response"].isin(REMISSIONS)].reset_index(drop=True)
    table["children"] = [", ".join(names) for names in table["patients"]]
    return table


def numbers_of(view: View, groups: pd.Series, interval: str, by: str) -> pd.DataFrame:
    """Return counts, shares and comparison of the groups as analysis results data."""
    outcomes, found = view.classification.outcomes[["patient", "response"]], view.classification
    table = cross_table(outcomes, groups, responses=RESPONSES, interval=interval)
    compared = compare_groups(outcomes, groups, list(REMISSIONS))
    members = members_of({"responses": table.to_dict("records")})
    contrasts = as_table(contrast_rows(compared, members, by), deciding_cells(found))
    return bind([cross_results(table, by, interval, found), contrasts])


def comparison_sentences(view: View, groups: pd.Series) -> list[str]:
    """Return sentences that compare each group with the first, with the tests and warnings."""
    found = compare_groups(view.classification.outcomes, groups, list(REMISSIONS))
    if not found["pairs"]:
        return [_("There are fewer than two groups to compare.")]
    return sentences_of(found)


def unknown_sentences(view: View) -> tuple[str, ...]:
    """Return who counts as without remission in every group because nothing is known."""
    outcomes = view.classification.outcomes
    risk = int(at_risk(outcomes["response"]).sum())
    return tuple(not_evaluable_sentences(not_evaluable(outcomes), risk))


def cross(view: View, groups: pd.Series, interval: str = EXACT) -> pd.DataFrame:
    """Cross-tabulate group and response: n, percent of each with interval, children."""
    outcomes = view.classification.outcomes[["patient", "response"]]
    table = cross_table(outcomes, groups, responses=RESPONSES, interval=interval)
    table = table[(table["of_group"] > 0) & (table["of_response"] > 0)].reset_index(drop=True)
    return pd.DataFrame(
        {
            "group": table["group"],
            "response": table["response"],
            "n": table["n"],
            "n in group": table["of_group"],
            "% of group": table["percent"].astype(float),
            "low": table["low"].astype(float),
            "high": table["high"].astype(float),
            "n with response": table["of_response"],
            "% of response": table["percent_of_response"].astype(float),
            "children": [", ".join(names) for names in table["patients"]],
        }
    )
