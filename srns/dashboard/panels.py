"""A figure as every page shows it: chart, sentence, the table behind it, downloads."""

import json
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from srns.charts.theme import name_definition, with_notes
from srns.charts.theme import specification as draw_specification
from srns.dashboard import session
from srns.dashboard.filters import View
from srns.dashboard.words import inert, safe_for_excel


def figure(
    name: str,
    draw: Callable[[], Any],
    sentence: str,
    table: pd.DataFrame,
    view: View | None,
    *,
    of: Hashable = None,
    shown: Sequence[dict[str, Any]] = (),
    notes: Sequence[str] | None = None,
    on_pick: Callable[[], None] | None = None,
) -> None:
    """Show a figure.

    Parameters
    ----------
    name
        Names the files to download and the widgets; letters and underscores.
    draw
        Draws the figure: at once unless `shown` is given, else only when somebody exports it.
    sentence
        What the figure shows, in words; the figure carries it as its description too.
    table
        What the figure was drawn from.
    view
        None for a figure of a definition, while no cohort is open.
    of
        What the figure shows besides the children of the view, a child's name for instance.
    shown
        Single panels that stand side by side on a wide screen and under each other on a narrow one.
    notes
        For the figure of the one child that `of` names: what stands under its title. The figure is
        drawn without them, so that a filter changes the notes alone.
    on_pick
        Called when somebody clicks a mark; what was picked stands in the session under
        ``{name}_chart``.
    """

    def specification() -> dict[str, Any]:
        if notes is not None:
            drawn = session.remembered((name, of), lambda: draw_specification(draw))
            return with_notes(drawn, session.definition_in_force(), notes)
        whole = (name, of, *((tuple(view.patients), view.notes) if view else ()))
        return session.remembered(whole, lambda: draw_specification(draw))

    if shown:
        columns = st.columns(3)
        for place, panel in enumerate(shown):
            with columns[place % 3]:
                st.vega_lite_chart(dict(panel), width="stretch", key=f"{name}_{place}")
    else:
        st.vega_lite_chart(
            dict(specification()),
            width="stretch",
            key=f"{name}_chart",
            on_select=on_pick or "ignore",
        )
    st.caption(inert(sentence))
    _behind(name, specification, table, view)


@st.fragment
def _behind(
    name: str, specification: Callable[[], dict[str, Any]], table: pd.DataFrame, view: View | None
) -> None:
    """Offer the table and the downloads; what is closed costs the browser nothing."""
    with st.expander("The table behind this figure", key=f"{name}_behind", on_change="rerun") as it:
        if it.open:
            st.dataframe(table, hide_index=True, alt=f"The table behind the figure {name}")
    with st.expander("Downloads", key=f"{name}_downloads", on_change="rerun") as it:
        if it.open:
            st.caption(inert(stamp(view)))
            with st.container(horizontal=True):
                _downloads(name, specification, table, view)


def stamp(view: View | None) -> str:
    """Say what every export says: the cohort, its filters, the definition."""
    if view is None:
        return f"{name_definition(session.definition_in_force())}."
    note = f" {view.cohort_note}." if view.cohort_note else ""
    return f"{view.cohort_name}. {view.sentence} {name_definition(view.definition)}.{note}"


def as_csv(table: pd.DataFrame, view: View | None = None) -> bytes:
    """Write a table as CSV that Excel opens without harm, with the stamp in its last columns."""
    safe = table.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(safe_for_excel)
    if view is not None:
        safe["definition"] = name_definition(view.definition)
        safe["children"] = str(
            safe_for_excel(f"{view.cohort_name}. {view.sentence} {view.cohort_note}")
        )
    return safe.to_csv(index=False).encode("utf-8-sig")


def _render(specification: dict[str, Any], kind: str) -> bytes | str:
    """Draw the figure as a file; only when somebody asks, for it takes a while."""
    import vl_convert  # slow to import, and not needed until then

    on_white = {**specification, "background": "white"}
    if kind == "svg":
        return vl_convert.vegalite_to_svg(on_white)
    return vl_convert.vegalite_to_png(on_white, scale=2)


def _downloads(
    name: str,
    specification: Callable[[], dict[str, Any]],
    table: pd.DataFrame,
    view: View | None,
) -> None:
    st.download_button(
        "Data (CSV)",
        lambda: as_csv(table, view),
        f"{name}.csv",
        "text/csv",
        key=f"{name}_csv",
        on_click="ignore",
    )
    for kind, mime in (("svg", "image/svg+xml"), ("png", "image/png")):
        st.download_button(
            kind.upper(),
            lambda kind=kind: _render(specification(), kind),
            f"{name}.{kind}",
            mime,
            key=f"{name}_{kind}",
            on_click="ignore",
        )
    st.download_button(
        "Vega-Lite (JSON)",
        lambda: json.dumps(specification()),
        f"{name}.json",
        "application/json",
        key=f"{name}_json",
        on_click="ignore",
    )


def listing(name: str, table: pd.DataFrame, view: View | None = None) -> None:
    """Show a table with its download."""
    st.dataframe(table, hide_index=True, alt=name.replace("_", " "), key=f"{name}_table")
    st.download_button(
        "Download as CSV",
        lambda: as_csv(table, view),
        f"{name}.csv",
        "text/csv",
        key=f"{name}_table_csv",
        on_click="ignore",
    )


def measures(facts: Sequence[tuple[str, object]]) -> None:
    """Show a few numbers side by side."""
    with st.container(horizontal=True):
        for label, value in facts:
            st.metric(label, str(value), border=True, width="content")
