"""Outcome by maintenance regimen: response, regimens over time, relapse rates."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from srns.analysis.regimens.outcomes import outcome_table
from srns.analysis.regimens.periods import RULES, Periods, RegimenRules
from srns.analysis.regimens.relapses import remissions
from srns.analysis.results_data.rows import bind
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.cohort.tables import DAYS_PER_MONTH
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.parts.one_child import choose_page
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.parts.picked import open_picked
from srns.dashboard.parts.response_figure import response_figure
from srns.dashboard.state import session
from srns.dashboard.state.filters import View, name_some
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.report.table_catalogue import periods_in_window

LANES = 24


def show_responses(view: View) -> None:
    """Draw response and status at last follow-up by regimen."""
    interval = choose(INTERVAL)
    counts = table_views.response_counts(
        view, "maintenance", table_views.REMISSIONS, interval=interval
    )
    response_figure(
        "remission_by_regimen",
        counts,
        "Remission by maintenance regimen",
        view,
        interval,
        results=lambda: table_views.summary_rows(view, "maintenance", interval=interval),
    )
    outcomes = outcome_table(view.cohort, view.classification)
    figures_and_tables.data_table("status_by_regimen", outcomes, view)


def show_children(view: View) -> None:
    """Draw the regimen of each child, also as typed in the workbook, and its course."""
    figures_and_tables.data_table("regimens", table_views.regimen_table(view), view)
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
        frames = regimen_frames(view, periods, shown)
        title = "Regimens and remission from the last infusion"
        figures_and_tables.figure(
            "regimens_in_time",
            lambda: regimen_lanes(
                **frames, title=title, definition=view.definition, notes=view.notes
            ),
            describe_regimens(**frames),
            frames["stretches"],
            view,
            depends_on=(rules.sentences, tuple(shown)),
            on_select=open_picked,
            results=lambda: bind(
                printed(view, name, rules=rules).results for name in ("regimen_course", "relapses")
            ),
        )
    figures_and_tables.printed_table("regimen_at", printed(view, "regimen_at", rules=rules), view)


def show_relapses(view: View) -> None:
    """Draw relapse rates by regimen, on and off drugs."""
    rules = choose_rules()
    warn_not_placed(periods_of(view, rules))
    figures_and_tables.printed_table("relapses", printed(view, "relapses", rules=rules), view)


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


def regimen_frames(
    view: View, periods: Periods, children: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return the frames of `srns.charts.regimens.regimen_lanes`, in months from the last infusion.

    One row of `stretches` is a regimen period, one of `remissions` a remission.
    """
    table = periods.table[periods.table["patient"].isin(children)]
    start = table["patient"].map(periods.last_infusion).astype(float)
    stretches = pd.DataFrame(
        {
            "lane": _lanes(view, table["patient"]),
            "patient": table["patient"],
            "regimen": table["regimen"],
            "month": ((table["start_day"].astype(float) - start) / DAYS_PER_MONTH).round(2),
            "until": ((table["stop_day"].astype(float) + 1 - start) / DAYS_PER_MONTH).round(2),
        }
    )
    in_remission = remissions(view.cohort, view.classification)
    in_remission = in_remission[in_remission["patient"].isin(table["patient"])]
    begin = in_remission["patient"].map(periods.last_infusion).astype(float)
    shown = pd.DataFrame(
        {
            "lane": _lanes(view, in_remission["patient"]),
            "patient": in_remission["patient"],
            "month": ((in_remission["onset_day"].astype(float) - begin) / DAYS_PER_MONTH).round(2),
            "until": ((in_remission["end_day"].astype(float) - begin) / DAYS_PER_MONTH).round(2),
            "relapsed": in_remission["relapsed"],
        }
    )
    return {"stretches": stretches, "remissions": shown}


def _lanes(view: View, patients: pd.Series) -> list[str]:
    return [f"{patient} · {view.groups.loc[patient, 'histology']}" for patient in patients]
