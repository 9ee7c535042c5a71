"""Outcome by maintenance regimen: response, regimens over time, relapse rates."""

import pandas as pd
import streamlit as st

from srns.analysis.groups import grouping
from srns.analysis.regimens.periods import RULES, Periods, RegimenRules
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, own_groupings
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.picked import open_picked
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state import session
from srns.dashboard.state.page_options import (
    INTERVAL,
    REGIMEN_BY,
    REGROUPED,
    by_of,
    choose,
    values_of,
)
from srns.languages.lists import name_some
from srns.languages.messages import _
from srns.panels.catalogue import make_panel
from srns.panels.pages_of_children import LANES
from srns.panels.regimens import followed_by_drug, periods_of, placed_children
from srns.panels.view import View


def show_responses(view: View) -> None:
    """Draw response and status at last follow-up by regimen, or by groups of regimens."""
    regimens = list(_regimens(view, "maintenance").cat.categories)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = choose(REGIMEN_BY) if len(values_of(REGIMEN_BY)) > 1 else REGIMEN_BY.default
        interval = choose(INTERVAL)
        own_groupings.draw(REGIMEN_BY, regimens)
    own_groupings.name_unknown(REGIMEN_BY, regimens)
    by = by_of(chosen, REGROUPED[REGIMEN_BY.name])
    response_figure(make_panel(view, "remission_by_regimen", by=by, interval=interval), view)
    figures_and_tables.printed_table(make_panel(view, "status_by_regimen", by=by), view)


def _regimens(view: View, by: str) -> pd.Series:
    """Return the regimen, or the group of regimens, of each filtered child."""
    return session.cached(("regimens", by, tuple(view.patients)), lambda: grouping(view.cohort, by))


def show_children(view: View) -> None:
    """Draw the regimen of each child, also as typed in the workbook, and its course."""
    figures_and_tables.data_table(make_panel(view, "regimens"), view)
    asked = _as_options(rules_in_force())
    figures_and_tables.printed_table(make_panel(view, "regimen_course", **asked), view)


def show_in_time(view: View) -> None:
    """Draw regimens over time, and the regimen at fixed times."""
    rules = choose_rules()
    asked, periods = _as_options(rules), periods_of(view, rules)
    warn_not_placed(periods)
    if len(periods.table):
        page = choose_page(placed_children(periods), LANES, key="lanes_page")
        panel = make_panel(view, "regimens_in_time", **asked, page=page)
        figures_and_tables.figure(panel, view, on_select=open_picked)
    figures_and_tables.collapsed_table(
        _("Regimen at fixed times"),
        "regimen_at",
        lambda: make_panel(view, "regimen_at", **asked),
        view,
    )


def show_relapses(view: View) -> None:
    """Draw relapse on and off drugs as curves, and relapse rates by regimen."""
    rules = choose_rules()
    asked = _as_options(rules)
    warn_not_placed(periods_of(view, rules))
    if followed_by_drug(view, rules).stretches.empty:
        st.info(_("No remission could be followed on or off a drug: see Regimen of each child."))
    else:
        panel = make_panel(view, "relapse_by_drug", **asked)
        for sentence in panel.sentences:
            st.write(escape(sentence))
        figures_and_tables.figure(panel, view)
    figures_and_tables.printed_table(make_panel(view, "relapses", **asked), view)


def _as_options(rules: RegimenRules) -> dict[str, int]:
    """Return the rules as the panels of regimens take them."""
    return {"bridge_days": rules.bridge_days, "overlap_days": rules.overlap_days}


def rules_in_force() -> RegimenRules:
    """Return the rules as last chosen, without drawing their choice."""
    days = session.state().regimen_days
    return RegimenRules(*days) if days else RULES


def choose_rules() -> RegimenRules:
    """Draw, behind a button, the rules that turn drug courses into regimens; return them."""
    rules = rules_in_force()
    with st.popover(_("Rules that combine drug courses"), key="regimen_rules"):
        st.session_state["bridge"], st.session_state["overlap"] = (
            rules.bridge_days, rules.overlap_days,
        )  # fmt: skip
        st.number_input(
            _("Ignore a gap in one drug of up to (days)"),
            0,
            365,
            key="bridge",
            on_change=_keep_rules,
        )
        st.number_input(
            _("Count two drugs together as a switch, not a combination, up to (days)"),
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
            _(
                "Not in the figure and not in the rates, because dates are missing: "
                "{children}. The part Regimen of each child says which; add them on the "
                "sheet Treatments."
            ).format(children=escape(name_some(list(periods.not_placed))))
        )
