"""Figure of responses with their intervals and their children, as several pages show it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.picked import select_group_or_open
from srns.panels.panel import Panel
from srns.panels.view import View


def response_figure(panel: Panel, view: View) -> None:
    """Draw counts with their intervals; a click selects a group or opens a child."""
    figures_and_tables.figure(panel, view, on_select=select_group_or_open(children_of(panel)))


def children_of(panel: Panel) -> Callable[[Mapping[str, Any]], Sequence[str]]:
    """Return which children a row of counted responses has, by its `group` and `response`."""
    return lambda row: panel.members.get((row["group"], row["response"]), ())
