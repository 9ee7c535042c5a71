"""Selections in figures: a click on a mark picks its child, or its group."""

import altair as alt

CHILD, GROUP = "child", "group"
"""Names of the selections; their rows hold the fields below."""


def pick_child() -> alt.Parameter:
    """Return the selection of one child by a click; its rows have `patient`."""
    return alt.selection_point(name=CHILD, fields=["patient"], on="click", clear=False)


def pick_group() -> alt.Parameter:
    """Return the selection of a group by a click; its rows have `group` and `response`."""
    return alt.selection_point(name=GROUP, fields=["group", "response"], on="click", clear=False)
