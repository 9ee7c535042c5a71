"""Outcome by maintenance regimen: swimmer plot, response, regimens over time, relapse rates."""

import pandas as pd
import streamlit as st

from srns.analysis.proportions.intervals import METHOD_WORDS
from srns.analysis.regimens.periods import RULES, Periods, RegimenRules
from srns.analysis.regimens.relapses import remissions
from srns.analysis.tables.printed_table import names
from srns.charts.months import origin_words
from srns.charts.proportions import describe, proportions
from srns.charts.regimens import describe as describe_regimens
from srns.charts.regimens import regimen_lanes
from srns.charts.swimmer import describe as describe_lanes
from srns.charts.swimmer import swimmer
from srns.cohort.tables import DAYS_PER_MONTH
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables, patient_figures, table_views
from srns.dashboard.parts.choose_patient import choose_page
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.state import session
from srns.dashboard.state.filters import View
from srns.dashboard.state.page_options import INTERVAL, choose
from srns.report.table_catalogue import periods_in_window


def show_swimmer(view: View) -> None:
    """Draw the swimmer plot, page by page."""
    origin = origin_words(view.cohort)
    st.subheader(f"From {origin} to the end of follow-up")
    shown = choose_page(patient_figures.by_histology(view), key="swimmer_page")
    frames = patient_figures.lanes(view, shown)
    figures_and_tables.figure(
        "swimmer",
        lambda: swimmer(**frames, definition=view.definition, notes=view.notes, origin=origin),
        describe_lanes(frames["ends"], "lines of treatment" if view.basis.by_line else "children"),
        frames["states"],
        view,
        depends_on=tuple(shown),
    )


def show_responses(view: View) -> None:
    """Draw response and status at last follow-up by regimen."""
    st.subheader("Response by maintenance regimen")
    interval = choose(INTERVAL)
    counts = table_views.response_counts(
        view, "maintenance", table_views.REMISSIONS, interval=interval
    )
    title = f"Remission by maintenance regimen, with {METHOD_WORDS[interval]} 95 % intervals"
    figures_and_tables.figure(
        "remission_by_regimen",
        lambda: proportions(counts, title, view.definition, view.notes, interval=interval),
        describe(counts, interval=interval),
        counts,
        view,
        depends_on=interval,
    )
    st.subheader("Status at last follow-up by maintenance regimen")
    children = table_views.regimen_table(view)
    figures_and_tables.data_table("status_by_regimen", table_views.outcome_counts(children), view)
    st.subheader("Regimen of each child, also as typed in the workbook")
    figures_and_tables.data_table("regimens", children, view)


def show_over_time(view: View) -> None:
    """Draw regimens over time, regimen at fixed times and relapse rates."""
    st.subheader("Regimens over time, from the last infusion")
    rules = choose_rules()
    periods = periods_of(view, rules)
    warn_not_placed(periods)
    if len(periods.table):
        frames = regimen_frames(view, periods)
        title = "Regimens and remission from the last infusion"
        figures_and_tables.figure(
            "regimens_in_time",
            lambda: regimen_lanes(
                **frames, title=title, definition=view.definition, notes=view.notes
            ),
            describe_regimens(**frames),
            frames["stretches"],
            view,
            depends_on=rules.sentences,
        )
    for name, title in (
        ("regimen_course", ""),
        ("regimen_at", "Regimen at fixed times"),
        ("relapses", "Relapses by regimen, on and off drugs"),
    ):
        if title:
            st.subheader(title)
        figures_and_tables.printed_table(name, printed(view, name, rules=rules), view)


def choose_rules() -> RegimenRules:
    """Draw the rules that turn drug courses into regimens, and return them."""
    with st.expander("Rules that combine drug courses into regimens"):
        bridge = st.number_input(
            "Ignore a gap in one drug of up to (days)", 0, 365, RULES.bridge_days, key="bridge"
        )
        overlap = st.number_input(
            "Count two drugs together as a switch, not a combination, up to (days)",
            0, 365, RULES.overlap_days, key="overlap",
        )  # fmt: skip
    return RegimenRules(bridge_days=int(bridge), overlap_days=int(overlap))


def warn_not_placed(periods: Periods) -> None:
    """List the children without usable dates, and why."""
    notice = st.container()  # always drawn, so that nothing below moves
    if periods.not_placed:
        listed = [f"{patient} ({reason})" for patient, reason in periods.not_placed.items()]
        notice.warning(
            "Not in the figure and not in the rates, because dates are missing: "
            f"{escape(names(listed))}. Add start and stop days on the sheet Treatments."
        )


def periods_of(view: View, rules: RegimenRules) -> Periods:
    """Return the regimen periods of the filtered children, computed once for each set of rules."""
    key = ("periods", tuple(view.patients), rules.bridge_days, rules.overlap_days)
    return session.cached(key, lambda: periods_in_window(view.cohort, view.classification, rules))


def regimen_frames(view: View, periods: Periods) -> dict[str, pd.DataFrame]:
    """Return the frames of `srns.charts.regimens.regimen_lanes`, in months from the last infusion.

    One row of `stretches` is a regimen period, one of `remissions` a remission.
    """
    table = periods.table
    start = table["patient"].map(periods.last_infusion).astype(float)
    stretches = pd.DataFrame(
        {
            "lane": _lanes(view, table["patient"]),
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
            "month": ((in_remission["onset_day"].astype(float) - begin) / DAYS_PER_MONTH).round(2),
            "until": ((in_remission["end_day"].astype(float) - begin) / DAYS_PER_MONTH).round(2),
            "relapsed": in_remission["relapsed"],
        }
    )
    return {"stretches": stretches, "remissions": shown}


def _lanes(view: View, patients: pd.Series) -> list[str]:
    return [f"{patient} · {view.groups.loc[patient, 'histology']}" for patient in patients]
