"""A figure as every page shows it: chart, sentence, the table behind it, downloads."""

import json
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.theme import name_definition, with_notes
from srns.charts.theme import specification as draw_specification
from srns.dashboard.markdown_text import inert
from srns.dashboard.parts.arrow_datasets import packed_rows
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.filters import View
from srns.report.provenance import Stamp
from srns.report.safe_cells import as_text, heading
from srns.report.table_files import FORMATS

LONGEST_SHEET = 80
FEW_NOTES = 3


def figure(
    name: str,
    draw: Callable[[], Any],
    sentence: str,
    table: pd.DataFrame,
    view: View | None,
    *,
    of: Hashable = None,
    shown: Sequence[dict[str, Any]] = (),
    on_pick: Callable[[], None] | None = None,
    notes_of_one_child: tuple[str, ...] = (),
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
    on_pick
        Called when somebody clicks a mark; what was picked stands in the session under
        ``{name}_chart``.
    notes_of_one_child
        The notes under the title, where `of` names the only child of the figure. A filter changes
        nothing of it on the page, so it is not drawn again; what is exported names the filter too.
    """

    def specification() -> dict[str, Any]:
        if view is not None and notes_of_one_child:
            return of_one_child(view, (view.sentence, *notes_of_one_child))
        whole = (name, of, *((tuple(view.patients), view.notes) if view else ()))
        return session.remembered(whole, lambda: draw_specification(draw))

    def of_one_child(view: View, notes: tuple[str, ...]) -> dict[str, Any]:
        drawn = session.remembered((name, of), lambda: draw_specification(draw))
        return with_notes(drawn, view.definition, notes)

    if shown:
        columns = st.columns(3)
        for place, panel in enumerate(shown):
            with columns[place % 3]:
                st.vega_lite_chart(dict(panel), width="stretch", key=f"{name}_{place}")
    else:
        if view is not None and notes_of_one_child:
            drawn = of_one_child(view, notes_of_one_child)
        else:
            drawn = specification()
        names = tuple(drawn.get("datasets", ()))  # Altair names rows by what is in them
        rows = session.remembered(("rows", *names), lambda: packed_rows(drawn))
        st.vega_lite_chart(
            {**drawn, "datasets": dict(rows)},
            width="stretch",
            key=f"{name}_chart",
            on_select=on_pick or "ignore",
        )
    st.caption(inert(sentence))
    _behind(name, specification, table, view)


@saved_view.part
def _behind(
    name: str, specification: Callable[[], dict[str, Any]], table: pd.DataFrame, view: View | None
) -> None:
    """Offer the table and the downloads; what is closed costs the browser nothing."""
    with st.expander("The table behind this figure", key=f"{name}_behind", on_change="rerun") as it:
        if it.open:
            st.dataframe(table, hide_index=True, alt=f"The table behind the figure {name}")
    with st.expander("Downloads", key=f"{name}_downloads", on_change="rerun") as it:
        if it.open:
            st.caption(inert(" ".join(stamp_of(view).lines)))
            with st.container(horizontal=True):
                _downloads(name, specification, table, view)


def stamp_of(view: View | Stamp | None) -> Stamp:
    """Give what every export says: the cohort, its filters, the definition."""
    if isinstance(view, Stamp):
        return view
    if view is None:
        held = session.state().held
        in_force = name_definition(session.definition_in_force())
        return Stamp(held.name, definition=in_force, note=held.note) if held else Stamp(in_force)
    return Stamp(
        view.cohort_name, view.sentence, name_definition(view.definition), view.cohort_note
    )


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
    _table_downloads(name, PrintedTable(name, _caption(name), table), view, "Data ({})")
    for kind, mime in (("svg", "image/svg+xml"), ("png", "image/png")):
        st.download_button(
            kind.upper(),
            saved_view.file(lambda kind=kind: _render(specification(), kind)),
            f"{name}.{kind}",
            mime,
            key=f"{name}_{kind}",
            on_click="ignore",
        )
    st.download_button(
        "Vega-Lite (JSON)",
        saved_view.file(lambda: json.dumps(specification())),
        f"{name}.json",
        "application/json",
        key=f"{name}_json",
        on_click="ignore",
    )


def listing(
    name: str,
    table: pd.DataFrame | PrintedTable,
    view: View | Stamp | None = None,
    *,
    shown: pd.DataFrame | None = None,
) -> None:
    """Show a table with its notes and its downloads.

    Parameters
    ----------
    name
        Names the files to download and the widgets; letters and underscores.
    view
        Which children it shows, or what its exports say instead; None for a table that is not
        about the children.
    shown
        What stands on the page in place of a table that is too long to be read there.
    """
    if isinstance(table, pd.DataFrame):
        table = PrintedTable(name, _caption(name), table)
    rows = table.rows if shown is None else shown
    st.dataframe(rows, hide_index=True, alt=table.title, key=f"{name}_table")
    _notes_and_downloads(name, table, view)


@saved_view.part
def listing_once_opened(
    label: str, name: str, table: pd.DataFrame | PrintedTable, view: View | Stamp | None = None
) -> None:
    """Offer a table that most visitors do not need; while it is closed it costs nothing."""
    with st.expander(label, key=f"{name}_shown", on_change="rerun") as it:
        if it.open:
            listing(name, table, view)


def sheet(name: str, table: PrintedTable, view: View | Stamp | None = None) -> None:
    """Show a table as it will be printed, every row and every word of it.

    A long one is shown as `listing` does: to be searched, not to be read.
    """
    if len(table.rows) > LONGEST_SHEET:
        listing(name, table, view)
        return
    words = pd.DataFrame(
        [[inert(as_text(cell)) for cell in row] for row in table.rows.to_numpy()],
        columns=[inert(heading(column)) for column in table.rows.columns],
    )
    if len(words):
        st.table(words, border="horizontal", hide_index=True, alt=table.title)
    _notes_and_downloads(name, table, view)


def _notes_and_downloads(name: str, table: PrintedTable, view: View | Stamp | None) -> None:
    for note in table.notes[:FEW_NOTES]:
        st.caption(inert(note))
    if len(table.notes) > FEW_NOTES:
        with st.expander("How it was made"):
            for note in table.notes[FEW_NOTES:]:
                st.caption(inert(note))
    with st.container(horizontal=True):
        _table_downloads(f"{name}_table", table, view, "Download as {}")


def _caption(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _table_downloads(key: str, table: PrintedTable, view: View | Stamp | None, label: str) -> None:
    """Offer the table in every format; a file is written only when somebody asks for it."""
    stamp = stamp_of(view)
    for ending, (kind, mime, write) in FORMATS.items():
        st.download_button(
            label.format(kind),
            saved_view.file(lambda write=write: write(table, stamp)),
            f"{table.name}.{ending}",
            mime,
            key=f"{key}_{ending}",
            on_click="ignore",
        )


def measures(facts: Sequence[tuple[str, object]]) -> None:
    """Show a few numbers side by side."""
    with st.container(horizontal=True):
        for label, value in facts:
            st.metric(label, str(value), border=True, width="content")
