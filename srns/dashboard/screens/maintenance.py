"""Outcome by maintenance regimen: response, regimens over time, relapse rates."""

import pandas as pd
import streamlit as st

from srns.analysis.groups import grouping
from srns.analysis.regimens.outcomes import listed_regimens, outcome_table
from srns.analysis.regimens.periods import RULES, Periods, RegimenRules
from srns.analysis.regimens.relapse_by_drug import (
    by_drug_results,
    drug_curves,
    drug_sentences,
    rate_sentence,
    relapse_by_drug,
)
from srns.analysis.regimens.relapses import cells_of_courses
from srns.analysis.results_data.courses import lane_results
from srns.charts.curves import incidence_chart, step_table
from srns.charts.regimen_rows import regimen_rows
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, own_groupings, table_views
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.parts.picked import open_picked
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state import session
from srns.dashboard.state.filters import View, name_some
from srns.dashboard.state.page_options import (
    INTERVAL,
    REGIMEN_BY,
    REGROUPED,
    by_of,
    choose,
    values_of,
)
from srns.report.table_catalogue import periods_in_window

LANES = 24


def show_responses(view: View) -> None:
    """Draw response and status at last follow-up by regimen, or by groups of regimens."""
    regimens = list(_regimens(view, "maintenance").cat.categories)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose(REGIMEN_BY) if len(values_of(REGIMEN_BY)) > 1 else REGIMEN_BY.default
        interval = choose(INTERVAL)
        own_groupings.draw(REGIMEN_BY, regimens)
    own_groupings.name_unknown(REGIMEN_BY, regimens)
    by = by_of(chosen, REGROUPED[REGIMEN_BY.name])
    counts = table_views.response_counts(view, by, table_views.REMISSIONS, interval=interval)
    what = "maintenance regimen" if chosen == REGIMEN_BY.default else chosen
    response_figure(
        "remission_by_regimen",
        counts,
        f"Remission by {what}",
        view,
        interval,
        depends_on=by,
        results=lambda: table_views.summary_rows(view, by, interval=interval),
    )
    outcomes = outcome_table(view.cohort, view.classification, by)
    figures_and_tables.data_table("status_by_regimen", outcomes, view)


def _regimens(view: View, by: str) -> pd.Series:
    """Return the regimen, or the group of regimens, of each filtered child."""
    return session.cached(("regimens", by, tuple(view.patients)), lambda: grouping(view.cohort, by))


def show_children(view: View) -> None:
    """Draw the regimen of each child, also as typed in the workbook, and its course."""
    regimens = table_views.regimen_table(view)
    figures_and_tables.data_table(
        "regimens",
        regimens,
        view,
        results=lambda: listed_regimens(regimens, view.cohort, view.classification),
    )
    rules = rules_in_force()
    figures_and_tables.printed_table(
        "regimen_course", printed(view, "regimen_course", rules=rules), view
    )


def show_in_time(view: View) -> None:
    """Draw regimens over time, and the regimen at fixed times."""
    rules = choose_rules()
    periods = periods_of(view, rules)
    warn_not_placed(periods)
    if len(periods.table):
        shown = choose_page(list(dict.fromkeys(periods.table["patient"])), LANES, key="lanes_page")
        headings = {child: f"{child} · {view.groups.loc[child, 'histology']}" for child in shown}
        frames = regimen_rows(view.classification, periods, headings)
        title, since = f"Regimens and remission from {periods.since}", periods.since
        figures_and_tables.figure(
            "regimens_in_time",
            lambda: regimen_lanes(
                **frames,
                title=title,
                definition=view.definition,
                notes=view.notes,
                since=since,
            ),
            describe_regimens(**frames, since=since),
            frames["stretches"],
            view,
            depends_on=(rules.sentences, tuple(shown)),
            on_select=open_picked,
            results=lambda: lane_results(
                **frames, cells=cells_of_courses(view.cohort, view.classification)
            ),
        )
    figures_and_tables.collapsed_table(
        "Regimen at fixed times", "regimen_at", printed(view, "regimen_at", rules=rules), view
    )


def show_relapses(view: View) -> None:
    """Draw relapse on and off drugs as curves, and relapse rates by regimen."""
    rules = choose_rules()
    warn_not_placed(periods_of(view, rules))
    _show_on_and_off(view, rules)
    figures_and_tables.printed_table("relapses", printed(view, "relapses", rules=rules), view)


def _show_on_and_off(view: View, rules: RegimenRules) -> None:
    """Draw the curves of relapse on and off drugs, with relapses and person-years in words."""
    found = session.cached(
        ("relapse by drug", tuple(view.patients), rules.bridge_days, rules.overlap_days),
        lambda: relapse_by_drug(view.cohort, view.classification, rules),
    )
    if found.stretches.empty:
        st.info("No remission could be followed on or off a drug: see Regimen of each child.")
        return
    for name, rate in found.rates.items():
        st.write(escape(rate_sentence(name, rate)))
    curves = drug_curves(found)
    figures_and_tables.figure(
        "relapse_by_drug",
        lambda: incidence_chart(
            curves, "Relapse on and off maintenance drugs", view.definition, view.notes
        ),
        " ".join(drug_sentences(found)),
        step_table(curves.curves),
        view,
        depends_on=rules.sentences,
        results=lambda: by_drug_results(found, view.cohort, view.classification),
    )


def rules_in_force() -> RegimenRules:
    """Return the rules as last chosen, without drawing their choice."""
    days = session.state().regimen_days
    return RegimenRules(*days) if days else RULES


def choose_rules() -> RegimenRules:
    """Draw, behind a button, the rules that turn drug courses into regimens; return them."""
    rules = rules_in_force()
    with st.popover("Rules that combine drug courses", key="regimen_rules"):
        st.session_state["bridge"], st.session_state["overlap"] = (
            rules.bridge_days, rules.overlap_days,
        )  # fmt: skip
        st.number_input(
            "Ignore a gap in one drug of up to (days)", 0, 365, key="bridge", on_change=_keep_rules
        )
        st.number_input(
            "Count two drugs together as a switch, not a combination, up to (days)",
            0, 365, key="overlap", on_change=_keep_rules,
        )  # fmt: skip
    return rules


def _keep_rules() -> None:
    kept = st.session_state
    session.state().regimen_days = (int(kept["bridge"]), int(kept["overlap"]))


def warn_not_placed(periods: Periods) -> None:
    """Name the children without usable dates."""
    notice = st.container()  # always drawn, so that nothing below moves
    if periods.not_placed:
        notice.warning(
            "Not in the figure and not in the rates, because dates are missing: "
            f"{escape(name_some(list(periods.not_placed)))}. The part Regimen of each child says "
            "which; add them on the sheet Treatments."
        )


def periods_of(view: View, rules: RegimenRules) -> Periods:
    """Return the regimen periods of the filtered children, computed once for each set of rules."""
    key = ("periods", tuple(view.patients), rules.bridge_days, rules.overlap_days)
    return session.cached(key, lambda: periods_in_window(view.cohort, view.classification, rules))
