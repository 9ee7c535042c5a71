"""Figures and tables with caption, underlying data and downloads, the same on every page."""

import json
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from itertools import product
from typing import Any

import pandas as pd
import streamlit as st

from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.print_size import COLUMN_MM, PAGE_MM
from srns.charts.theme import name_definition, with_notes
from srns.charts.theme import specification as draw_specification
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts.arrow_datasets import arrow_rows
from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_file, checked_fragment
from srns.dashboard.state.filters import View
from srns.report.figure_files import KINDS, render
from srns.report.provenance import Stamp
from srns.report.safe_cells import as_text, heading
from srns.report.table_files import FORMATS

MAX_PRINTED_ROWS = 80
MAX_NOTES = 1
MOST_ROWS_SENT = 1_000


def figure(
    name: str,
    draw: Callable[[], Any],
    caption: str,
    table: pd.DataFrame,
    view: View | None,
    *,
    depends_on: Hashable = None,
    panels: Sequence[dict[str, Any]] = (),
    on_select: Callable[[str], None] | None = None,
    notes_of_one_child: tuple[str, ...] | None = None,
) -> None:
    """Draw a figure and one menu with its sentence, its data and its downloads.

    Parameters
    ----------
    name
        Prefix of the downloads and the widget keys; letters and underscores.
    draw
        Returns the Altair chart. Called at once, or only for an export if `panels` is given.
    caption
        What the figure shows, in words; also its alternative text for screen readers.
    table
        The data behind the figure.
    view
        None for a figure of a definition while no cohort is open.
    depends_on
        What the figure depends on besides the filtered children, for example a child's name.
    panels
        Specifications of single panels: three in a row on a wide screen, one on a narrow one.
    on_select
        Called on a click on a mark with the chart's key, under which the session state has the
        selection.
    notes_of_one_child
        The notes under the title of a figure of one child, which `depends_on` names. On the page a
        change of filter does not redraw it; exports state the filter too.
    """

    def specification() -> dict[str, Any]:
        if view is not None and notes_of_one_child is not None:
            return of_one_child(view, (view.sentence, *notes_of_one_child))
        key = (name, depends_on, *((tuple(view.patients), view.notes) if view else ()))
        return session.cached(key, lambda: draw_specification(draw))

    def of_one_child(view: View, notes: tuple[str, ...]) -> dict[str, Any]:
        drawn = session.cached((name, depends_on), lambda: draw_specification(draw))
        return with_notes(drawn, view.definition, notes)

    with st.container(key=f"{name}_figure", gap="xxsmall"):
        if panels:
            _draw_panels(name, panels, on_select)
        else:
            if view is not None and notes_of_one_child is not None:
                drawn = of_one_child(view, notes_of_one_child)
            else:
                drawn = specification()
            _draw_chart(f"{name}_chart", drawn, caption, on_select)
        _figure_menu(name, specification, caption, table, view)


def _draw_chart(
    key: str, drawn: dict[str, Any], caption: str, on_select: Callable[[str], None] | None
) -> None:
    names = tuple(drawn.get("datasets", ()))  # Altair names a dataset by its content
    rows = session.cached(("rows", *names), lambda: arrow_rows(drawn))
    st.vega_lite_chart(
        {**drawn, "datasets": dict(rows), "description": caption},
        width="stretch",
        key=key,
        on_select=partial(on_select, key) if on_select else "ignore",
    )


def _draw_panels(
    name: str, panels: Sequence[dict[str, Any]], on_select: Callable[[str], None] | None
) -> None:
    columns = st.columns(3)
    for place, panel in enumerate(panels):
        key = f"{name}_{place}"
        with columns[place % 3]:
            st.vega_lite_chart(
                dict(panel),
                width="stretch",
                key=key,
                on_select=partial(on_select, key) if on_select else "ignore",
            )


@checked_fragment
def _figure_menu(
    name: str,
    specification: Callable[[], dict[str, Any]],
    caption: str,
    table: pd.DataFrame,
    view: View | None,
) -> None:
    """Offer what a figure says, its data and its downloads; closed, it sends nothing."""
    with st.popover("Data, files", key=f"{name}_menu", on_change="rerun",
                    type="tertiary", icon=":material/download:") as it:  # fmt: skip
        if it.open:
            st.write(escape(caption))
            st.dataframe(
                table,
                hide_index=True,
                alt=f"Data behind the figure {name}",
                lazy=_is_long(table),
            )
            st.caption(escape(" ".join(stamp_of(view).lines)))
            with st.container(horizontal=True):
                _figure_downloads(name, specification, table, view)


def stamp_of(view: View | Stamp | None) -> Stamp:
    """Return what every export states: the cohort, its filters, the definition."""
    if isinstance(view, Stamp):
        return view
    if view is None:
        loaded = session.state().loaded
        in_use = name_definition(session.definition_in_use())
        return Stamp(loaded.name, definition=in_use, note=loaded.note) if loaded else Stamp(in_use)
    return Stamp(
        view.cohort_name, view.sentence, name_definition(view.definition), view.cohort_note
    )


def _figure_downloads(
    name: str,
    specification: Callable[[], dict[str, Any]],
    table: pd.DataFrame,
    view: View | None,
) -> None:
    _table_downloads(name, PrintedTable(name, _title(name), table), view, "Data ({})")
    for (kind, mime), width in product(KINDS.items(), (COLUMN_MM, PAGE_MM)):
        st.download_button(
            f"{kind.upper()}, {width:g} mm",
            # It takes up to seconds, so only on a click.
            checked_file(lambda kind=kind, width=width: render(specification(), kind, width)),
            f"{name}_{width:g}mm.{kind}",
            mime,
            key=f"{name}_{kind}_{width:g}",
            on_click="ignore",
        )
    st.download_button(
        "Vega-Lite (JSON)",
        checked_file(lambda: json.dumps(specification())),
        f"{name}.json",
        "application/json",
        key=f"{name}_json",
        on_click="ignore",
    )


def data_table(
    name: str,
    table: pd.DataFrame | PrintedTable,
    view: View | Stamp | None = None,
    *,
    shown: pd.DataFrame | None = None,
    height: int | None = None,
) -> None:
    """Draw a searchable table with its notes and downloads.

    Parameters
    ----------
    name
        Prefix of the downloads and the widget keys; letters and underscores.
    view
        Which children it shows, or what its exports state instead; None for a table that is not
        about the children.
    shown
        A shorter table to show on the page; the downloads contain `table`.
    height
        In pixels; None: as high as the table, up to ten rows.
    """
    if isinstance(table, pd.DataFrame):
        table = PrintedTable(name, _title(name), table)
    rows = table.rows if shown is None else shown
    st.dataframe(
        rows,
        hide_index=True,
        alt=table.title,
        key=f"{name}_table",
        height=height or "auto",
        lazy=_is_long(rows),
    )
    _notes_and_downloads(name, table, view)


@checked_fragment
def table_downloads(name: str, make: Callable[[], pd.DataFrame], view: View) -> None:
    """Draw the downloads of a table that the page shows in another form, or only in part.

    Parameters
    ----------
    make
        Returns the whole table; called when the menu is opened.
    """
    with st.popover("Files", key=f"{name}_table_menu", on_change="rerun", type="tertiary",
                    icon=":material/download:") as it:  # fmt: skip
        if it.open:
            table = PrintedTable(name, _title(name), make())
            with st.container(horizontal=True):
                _table_downloads(f"{name}_table", table, view, "{}")


@checked_fragment
def collapsed_table(
    label: str, name: str, table: pd.DataFrame | PrintedTable, view: View | Stamp | None = None
) -> None:
    """Draw a table in an expander; while it is closed nothing is sent to the browser."""
    with st.expander(label, key=f"{name}_shown", on_change="rerun") as it:
        if it.open:
            data_table(name, table, view)


def printed_table(name: str, table: PrintedTable, view: View | Stamp | None = None) -> None:
    """Draw a table as in print, every row and word visible; over 80 rows as `data_table` does."""
    if len(table.rows) > MAX_PRINTED_ROWS:
        data_table(name, table, view)
        return
    words = pd.DataFrame(
        [[escape(as_text(cell)) for cell in row] for row in table.rows.to_numpy()],
        columns=[escape(heading(column)) for column in table.rows.columns],
    )
    if len(words):
        st.table(words, border="horizontal", hide_index=True, alt=table.title)
    _notes_and_downloads(name, table, view)


@checked_fragment
def _notes_and_downloads(name: str, table: PrintedTable, view: View | Stamp | None) -> None:
    """Show the first note of a table; the others and its downloads are behind a button."""
    for note in table.notes[:MAX_NOTES]:
        st.caption(escape(note))
    label = "Notes, files" if len(table.notes) > MAX_NOTES else "Files"
    with st.popover(label, key=f"{name}_table_menu", on_change="rerun", type="tertiary",
                    icon=":material/download:") as it:  # fmt: skip
        if it.open:
            for note in table.notes[MAX_NOTES:]:
                st.caption(escape(note))
            with st.container(horizontal=True):
                _table_downloads(f"{name}_table", table, view, "{}")


def _is_long(table: pd.DataFrame) -> bool:
    """Return whether only the rows in view are sent; such a table cannot be searched."""
    return len(table) > MOST_ROWS_SENT


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _table_downloads(key: str, table: PrintedTable, view: View | Stamp | None, label: str) -> None:
    """Offer the table in every format; a file is written only on a click."""
    stamp = stamp_of(view)
    for ending, (kind, mime, write) in FORMATS.items():
        st.download_button(
            label.format(kind),
            checked_file(lambda write=write: write(table, stamp)),
            f"{table.name}.{ending}",
            mime,
            key=f"{key}_{ending}",
            on_click="ignore",
        )


def metrics_row(facts: Sequence[tuple[str, object]]) -> None:
    """Draw a few labeled numbers in a row."""
    with st.container(horizontal=True):
        for label, value in facts:
            st.metric(label, str(value), border=True, width="content")
