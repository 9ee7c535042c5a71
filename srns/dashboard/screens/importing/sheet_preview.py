"""The sheet as it looks in Excel, with a choice above each column."""

from collections.abc import Mapping, Sequence
from math import ceil

import streamlit as st

from srns.dashboard.markdown_text import escape, escape_label
from srns.dashboard.state import workbook_import
from srns.dashboard.state.session import PendingImport
from srns.languages.messages import _, in_language, mark, translated
from srns.languages.numbers import grouped
from srns.privacy.masked_cells import show_cell
from srns.workbook.files.cells import is_blank
from srns.workbook.problems import Problem, address
from srns.workbook.recipe.arrangement import ARRANGEMENTS, find_arrangement
from srns.workbook.recipe.column_meanings import say_meaning
from srns.workbook.recipe.column_views import ColumnView, view_columns
from srns.workbook.recipe.workbook_tables import WorkbookTable, pair_tables

ROWS, COLUMNS = 6, 12
"""How many rows and columns are shown at once."""
_CELL, _WIDTH = 20, 200
_REFUSED = "arrangement_refused"
_EMPTY = "\N{NO-BREAK SPACE}"
_BADGES = {
    "read": (":green-badge[:material/check: {words}]", mark("read")),
    "not decided": (":red-badge[:material/help: {words}]", mark("not decided")),
    "overlooked": (":red-badge[:material/error: {words}]", mark("matters, left out")),
    "left out": (":gray-badge[{words}]", mark("left out")),
}
_COLORS = {"error": "red", "query": "orange"}


def show_sheets(pending: PendingImport, problems: Sequence[Problem] = ()) -> None:
    """Draw one table of the workbook at a time, the first that needs a person first.

    Parameters
    ----------
    problems
        What was found when it was read; these cells are in color.
    """
    tables = pending.tables
    if not tables:
        st.info(_("No table was found: it needs a row of headings, and cells below it."))
        return
    places = pair_tables(tables, pending.recipe)
    views = [
        view_columns(one, None if place is None else pending.recipe.tables[place], pending.recipe)
        for one, place in zip(tables, places, strict=True)
    ]
    names = [_name_table(tables, number) for number in range(len(tables))]
    which = _choose(_("Sheet"), "preview_sheet", [_needs(some) for some in views], names)
    _show_arrangement(which, tables[which])
    columns = views[which]
    size = ceil(len(columns) / ceil(len(columns) / COLUMNS))
    parts = [columns[start : start + size] for start in range(0, len(columns), size)]
    names = [
        _("{first} to {last}").format(first=some[0].place, last=some[-1].place) for some in parts
    ]
    part = _choose(_("Columns"), f"preview_{which}", [_needs(some) for some in parts], names)
    colors = color_cells(tables[which], problems)
    rows = choose_rows(tables[which], colors)
    with st.container(horizontal=True, wrap=False, border=True, key="preview_table"):
        for number, view in enumerate(parts[part], part * size):
            with st.container(width=_WIDTH, gap="xxsmall"):
                _show_choice(which, number, view)
                st.markdown(write_cells(tables[which], number, view, rows, colors))
    if len(rows) < len(tables[which].region.rows):
        every = len(tables[which].region.rows)
        st.caption(
            _("{n} of {of} rows are shown: the first, and those with a problem.").format(
                n=len(rows), of=grouped(every)
            )
        )


def _show_arrangement(which: int, one: WorkbookTable) -> None:
    """Draw how a table is laid out, to be switched; a laboratory list is always long."""
    if one.dialect:
        return
    key = f"arranged_{which}"
    st.session_state[key] = find_arrangement(one.region)
    st.segmented_control(
        _("Laid out as"),
        list(ARRANGEMENTS),
        required=True,
        format_func=lambda name: translated(ARRANGEMENTS[name]),
        key=key,
        on_change=_arrange,
        args=(one.region.tab, key),
        help=_("Found from the headings. Another choice proposes the columns of this sheet anew."),
    )
    if refused := st.session_state.pop(_REFUSED, ""):
        st.warning(
            _("No table of the sheet {sheet} is laid out as {layout}: it stays as it was.").format(
                sheet=escape(one.region.tab), layout=translated(refused)
            )
        )


def _arrange(sheet: str, key: str) -> None:
    arranged = st.session_state.get(key)
    if arranged and not workbook_import.choose_arrangement(sheet, arranged):
        st.session_state[_REFUSED] = ARRANGEMENTS[arranged]


def _choose(label: str, key: str, needs: Sequence[bool], names: Sequence[str]) -> int:
    """Draw a choice of one of several parts, those marked that need a person."""
    if len(names) < 2:
        return 0
    first = next((number for number, each in enumerate(needs) if each), 0)
    chosen = st.segmented_control(
        label,
        range(len(names)),
        default=first,
        required=True,
        format_func=lambda n: (
            (":red[:material/error:] " if needs[n] else "") + escape_label(names[n])
        ),
        key=key,
    )
    return chosen if chosen is not None and chosen < len(names) else first


def _needs(columns: Sequence[ColumnView]) -> bool:
    return any(column.needs_a_person for column in columns)


def _name_table(tables: Sequence[WorkbookTable], number: int) -> str:
    """Return the name of a table's sheet, and where it begins if the sheet has several."""
    region = tables[number].region
    several = sum(one.region.tab == region.tab for one in tables) > 1
    return (
        _("{sheet} from {cell}").format(sheet=region.tab, cell=region.first)
        if several
        else region.tab
    )


def _show_choice(which: int, number: int, view: ColumnView) -> None:
    key = f"means_{which}_{number}"
    st.session_state[key] = view.choice or None
    heading = escape_label(view.heading) or _("no heading")
    st.selectbox(
        f"{view.place} · {heading}",
        view.choices,
        index=None,
        format_func=lambda words: in_language(say_meaning(words)),
        placeholder=_("Choose what it holds"),
        key=key,
        help=escape(in_language(view.why)),
        on_change=_choose_column,
        args=(which, number, key),
    )


def _choose_column(which: int, number: int, key: str) -> None:
    words = st.session_state.get(key)
    if words:
        workbook_import.choose_column(which, number, words)


def color_cells(one: WorkbookTable, problems: Sequence[Problem]) -> Mapping[str, str]:
    """Return the color of each cell of a table with a problem; an error goes before a query."""
    mine = [each for each in problems if each.sheet == one.region.tab and each.cell]
    found: dict[str, str] = {}
    for severity in ("query", "error"):
        for each in mine:
            if each.severity == severity:
                found[each.cell] = _COLORS[severity]
    return found


def choose_rows(one: WorkbookTable, colors: Mapping[str, str]) -> list[int]:
    """Return the first rows of a table, and as many more of those with a colored cell."""
    region = one.region
    first = list(range(min(ROWS, len(region.rows))))
    columns = range(len(region.headings))
    odd = (
        row
        for row in range(len(first), len(region.rows))
        if any(address(*region.cell_position(row, number)) in colors for number in columns)
    )
    return first + [row for row, number in zip(odd, range(ROWS), strict=False)] if colors else first


def write_cells(
    one: WorkbookTable,
    number: int,
    view: ColumnView,
    rows: Sequence[int],
    colors: Mapping[str, str],
) -> str:
    """Return the state of a column and its cells as Markdown, one a line; nothing typed is markup.

    What may identify a child is masked.
    """
    form, state = _BADGES[view.state]
    lines = [form.format(words=translated(state))]
    if view.day is not None:
        day = _("day {day}").format(day=view.day)
        lines[0] += f" :blue-badge[{day}]"
    for row in rows:
        value = one.region.rows[row][number]
        text = _EMPTY if is_blank(value) else show_cell(value, view.heading)
        short = text if len(text) <= _CELL else f"{text[: _CELL - 1]}…"
        shown = escape(short) or _EMPTY
        color = colors.get(address(*one.region.cell_position(row, number)))
        if view.state == "not decided" and shown != _EMPTY:
            color = "red"
        lines.append(f":{color}-background[{shown}]" if color else shown)
    return "  \n".join(lines)
