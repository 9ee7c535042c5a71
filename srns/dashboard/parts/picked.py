"""Clicks on marks of a figure: on a child's mark, which opens the child, or on a group."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from srns.charts.picking import CHILD, GROUP
from srns.dashboard.parts.selection import open_child, select

Click = Callable[[str], None]
"""What a click on a figure does, given the key of the chart."""


def open_picked(key: str) -> None:
    """Open the child whose mark, lane or panel was clicked."""
    for child in _values(key, CHILD, "patient"):
        open_child(child)
        return


def select_group_or_open(children_of: Callable[[Mapping[str, Any]], Sequence[str]]) -> Click:
    """Return what a click on a figure of groups does: open a child, or select a group's children.

    Parameters
    ----------
    children_of
        Returns the children of the group that was clicked: a row with `group` and `response`.
    """

    def take(key: str) -> None:
        if _values(key, CHILD, "patient"):
            open_picked(key)
            return
        for point in _points(key, GROUP):
            if point.get("group") is not None:
                select(children_of(point))
                return

    return take


def _values(key: str, name: str, field: str) -> list[str]:
    """Return a field of what was clicked; a mark of another kind does not have it."""
    return [str(point[field]) for point in _points(key, name) if point.get(field) is not None]


def _points(key: str, name: str) -> list[dict[str, Any]]:
    found = st.session_state[key]["selection"].get(name, [])
    return found if isinstance(found, list) else []
