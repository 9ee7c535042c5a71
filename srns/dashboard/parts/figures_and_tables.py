"""Figures and tables with caption, underlying data and downloads, the same on every page."""

import json
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from itertools import product
from typing import Any

import pandas as pd
import streamlit as st

from srns.charts.print_size import COLUMN_MM, PAGE_MM
from srns.charts.theme import name_definition, with_notes
from srns.charts.theme import specification as draw_specification
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import copy_script
from srns.dashboard.parts.arrow_datasets import arrow_rows
from srns.dashboard.parts.numbers import show_numbers
from srns.dashboard.parts.shown_table import NOTHING, in_language, print_table
from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_file, checked_fragment
from srns.languages.current import ENGLISH, language, language_of_fonts
from srns.languages.messages import _, translated
from srns.panels.panel import Panel
from srns.panels.view import View
from srns.report.figure_files import KINDS, render
from srns.report.provenance import Stamp
from srns.report.table_files import FORMATS

MAX_PRINTED_ROWS = 80
MAX_PRINTED_LETTERS = 1_000
MAX_NOTES = 1
MOST_ROWS_SENT = 1_000


def figure(
    panel: Panel,
    view: View | Stamp | None,
    *,
    parts: Sequence[dict[str, Any]] = (),
    on_select: Callable[[str], None] | None = None,
    notes_of_one_child: tuple[str, ...] | None = None,
) -> None:
    """Draw a figure and one menu with its sentence, its data, its script and its downloads.

    Parameters
    ----------
    view
        Which children it shows, or what its exports state instead; None for a figure of a
        definition while no cohort is open.
    parts
        Specifications of its parts, three in a row on a wide screen, one on a narrow one; the
        whole is drawn only for an export.
    on_select
        Called on a click on a mark with the chart's key, under which the session state has the
        selection.
    notes_of_one_child
        The notes under the title of a figure of one child. On the page a change of filter does
        not redraw it; exports state the filter too.
    """
    name, draw = panel.name, panel.draw
    assert draw is not None  # a table is drawn by `data_table`
    asked = tuple((option, _hashable(value)) for option, value in panel.options.items())

    def specification() -> dict[str, Any]:
        if isinstance(view, View) and notes_of_one_child is not None:
            return of_one_child(view, (view.sentence, *notes_of_one_child))
        of = (tuple(view.patients), view.notes) if isinstance(view, View) else (view,)
        key = (name, asked, *of)
        return session.cached(key, lambda: draw_specification(draw))

    def of_one_child(view: View, notes: tuple[str, ...]) -> dict[str, Any]:
        drawn = session.cached((name, asked), lambda: draw_specification(draw))
        return with_notes(drawn, view.definition, notes)

    with st.container(key=f"{name}_figure", gap="xxsmall"):
        if parts:
            _draw_parts(name, parts, on_select)
        else:
            if isinstance(view, View) and notes_of_one_child is not None:
                drawn = of_one_child(view, notes_of_one_child)
            else:
                drawn = specification()
            _draw_chart(f"{name}_chart", drawn, panel.caption, on_select)
        _figure_menu(panel, specification, view)


def _hashable(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


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


def _draw_parts(
    name: str, parts: Sequence[dict[str, Any]], on_select: Callable[[str], None] | None
) -> None:
    columns = st.columns(3)
    for place, part in enumerate(parts):
        key = f"{name}_{place}"
        with columns[place % 3]:
            st.vega_lite_chart(
                dict(part),
                width="stretch",
                key=key,
                on_select=partial(on_select, key) if on_select else "ignore",
            )


@checked_fragment
def _figure_menu(
    panel: Panel, specification: Callable[[], dict[str, Any]], view: View | Stamp | None
) -> None:
    """Offer what a figure says, its data, script and downloads; closed, it sends nothing."""
    name, table = panel.name, panel.table
    with st.popover(_("Data, files"), key=f"{name}_menu", on_change="rerun",
                    type="tertiary", icon=":material/download:") as it:  # fmt: skip
        if it.open:
            st.write(escape(panel.caption))
            st.dataframe(
                in_language(table),
                hide_index=True,
                placeholder=NOTHING,
                alt=_("Data behind the figure {name}").format(name=name),
                lazy=_is_long(table),
            )
            st.caption(escape(" ".join(map(translated, stamp_of(view).lines))))
            with st.container(horizontal=True):
                _figure_downloads(panel, specification, view)
            copy_script.offer(panel, f"{name}_figure")
            if panel.results is not None:
                show_numbers(name, panel.results)


def stamp_of(view: View | Stamp | None) -> Stamp:
    """Return what every export states: the cohort, its filters, the definition."""
    if isinstance(view, Stamp):
        return view
    if view is None:
        loaded = session.state().loaded
        in_use = name_definition(session.definition_in_use())
        return Stamp(loaded.name, definition=in_use, note=loaded.note) if loaded else Stamp(in_use)
    with language(ENGLISH):  # as the rest of the file is worded
        return Stamp(
            view.cohort_name, view.sentence, name_definition(view.definition), view.cohort_note
        )


def _figure_downloads(
    panel: Panel, specification: Callable[[], dict[str, Any]], view: View | Stamp | None
) -> None:
    name, printed = panel.name, language_of_fonts()
    _table_downloads(name, panel, view, _("Data ({file})"))
    for (kind, mime), width in product(KINDS.items(), (COLUMN_MM, PAGE_MM)):
        st.download_button(
            f"{kind.upper()}, {width:g} mm",
            # It takes up to seconds, so only on a click.
            checked_file(
                lambda kind=kind, width=width: render(specification(), kind, width),
                None if kind == "svg" else printed,
            ),
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
    panel: Panel,
    view: View | Stamp | None = None,
    *,
    shown: pd.DataFrame | None = None,
    height: int | None = None,
) -> None:
    """Draw a searchable table with its notes, its script and its downloads.

    Parameters
    ----------
    view
        Which children it shows, or what its exports state instead; None for a table that is not
        about the children.
    shown
        A shorter table to show on the page; the downloads contain the panel's own.
    height
        In pixels; None: as high as the table, up to ten rows.
    """
    rows = panel.table if shown is None else shown
    if not len(rows) and panel.notes:  # a note says why there is none
        st.caption(escape(" ".join(panel.notes)))
        return
    st.dataframe(
        in_language(rows),
        hide_index=True,
        placeholder=NOTHING,
        alt=translated(panel.title),
        key=f"{panel.name}_table",
        height=height or "auto",
        lazy=_is_long(rows),
    )
    _notes_and_downloads(panel, view)


@checked_fragment
def table_downloads(name: str, make: Callable[[], Panel], view: View) -> None:
    """Draw the downloads of a table that the page shows in another form, or only in part.

    Parameters
    ----------
    make
        Returns the whole table; called when the menu is opened.
    """
    with st.popover(_("Files"), key=f"{name}_table_menu", on_change="rerun", type="tertiary",
                    icon=":material/download:") as it:  # fmt: skip
        if it.open:
            _offer_files(make(), view)


@checked_fragment
def collapsed_table(
    label: str, name: str, make: Callable[[], Panel], view: View | Stamp | None = None
) -> None:
    """Draw a table in an expander; while it is closed nothing is made or sent to the browser."""
    with st.expander(label, key=f"{name}_shown", on_change="rerun") as it:
        if it.open:
            data_table(make(), view)


def printed_table(
    panel: Panel,
    view: View | Stamp | None = None,
    *,
    shown: pd.DataFrame | None = None,
    height: int | None = None,
) -> None:
    """Draw a table as in print, every word visible; one too long for that as `data_table` does.

    Too long are 80 rows, or a cell that names hundreds of children.

    Parameters
    ----------
    view, shown
        As in `data_table`.
    height
        In pixels, above which it scrolls; None: every row is visible.
    """
    rows = panel.table if shown is None else shown
    if len(rows) > MAX_PRINTED_ROWS or _longest_text(rows) > MAX_PRINTED_LETTERS:
        data_table(panel, view, shown=shown, height=height)
        return
    if len(rows):
        print_table(rows, translated(panel.title), height)
    _notes_and_downloads(panel, view)


@checked_fragment
def _notes_and_downloads(panel: Panel, view: View | Stamp | None) -> None:
    """Show the first note of a table; the others and its downloads are behind a button."""
    for note in panel.notes[:MAX_NOTES]:
        st.caption(escape(note))
    label = _("Notes, files") if len(panel.notes) > MAX_NOTES else _("Files")
    with st.popover(label, key=f"{panel.name}_table_menu", on_change="rerun", type="tertiary",
                    icon=":material/download:") as it:  # fmt: skip
        if it.open:
            for note in panel.notes[MAX_NOTES:]:
                st.caption(escape(note))
            _offer_files(panel, view)


def _offer_files(panel: Panel, view: View | Stamp | None) -> None:
    """Draw the files of a table, its script and its numbers."""
    key = f"{panel.name}_table"
    with st.container(horizontal=True):
        _table_downloads(key, panel, view, "{file}")
    copy_script.offer(panel, key)
    if panel.results is not None:
        show_numbers(key, panel.results)


def _longest_text(table: pd.DataFrame) -> int:
    texts = table.select_dtypes(exclude="number")
    return max((len(str(cell)) for cell in texts.to_numpy().ravel()), default=0)


def _is_long(table: pd.DataFrame) -> bool:
    """Return whether only the rows in view are sent; such a table cannot be searched."""
    return len(table) > MOST_ROWS_SENT


def _table_downloads(key: str, panel: Panel, view: View | Stamp | None, label: str) -> None:
    """Offer the table in every format; a file is written only on a click."""
    stamp = stamp_of(view)
    for ending, (kind, mime, write) in FORMATS.items():
        st.download_button(
            label.format(file=translated(kind)),
            checked_file(lambda write=write: write(panel.printed, stamp)),
            f"{panel.name}.{ending}",
            mime,
            key=f"{key}_{ending}",
            on_click="ignore",
        )


def metrics_row(facts: Sequence[tuple[str, object]]) -> None:
    """Draw a few labeled numbers in a row."""
    with st.container(horizontal=True):
        for label, value in facts:
            st.metric(label, str(value), border=True, width="content")
