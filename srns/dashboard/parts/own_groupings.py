"""Own groupings of histologies or regimens: a button that makes, changes and removes them."""

from collections.abc import Sequence
from functools import reduce

import streamlit as st

from srns.analysis.custom_grouping import CustomGrouping
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import session
from srns.dashboard.state.page_options import REGROUPED, PageOption, value_of
from srns.languages.lists import join_and, join_row
from srns.languages.messages import _, pgettext

_LONGEST_NAME = 40


def draw(option: PageOption, values: Sequence[str]) -> None:
    """Draw the button; closed, it sends nothing to the browser.

    Parameters
    ----------
    option
        The choice of groups that own groupings are values of.
    values
        The histologies or regimens of the cohort.
    """
    of = REGROUPED[option.name]
    key = f"own_{option.name}"
    with st.popover(_("Own groups"), key=key, on_change="rerun") as it:
        if not it.open:
            return
        with st.form(f"{key}_form", border=False):
            st.multiselect(
                _("Count as one group"),
                values,
                key=f"{key}_values",
                placeholder=pgettext("groups", "none"),
            )
            st.text_input(_("Name of the group"), key=f"{key}_group", max_chars=_LONGEST_NAME)
            st.text_input(
                _("Name of the grouping"),
                key=f"{key}_name",
                max_chars=_LONGEST_NAME,
                help=_(
                    "It stands in the address: no names of persons. A grouping that has this "
                    "name gets one more group."
                ),
            )
            st.form_submit_button(_("Save grouping"), on_click=_save, args=(option, of))
        if error := st.session_state.get(f"{key}_error"):
            st.error(escape(error))
        for own in session.state().groupings:
            if own.of == of:
                st.caption(escape(in_words(own)))
                st.button(
                    _("Remove {name}").format(name=escape(own.name)),
                    key=f"{key}_remove_{own.name}",
                    on_click=_remove,
                    args=(option, own),
                )


def name_unknown(option: PageOption, values: Sequence[str]) -> None:
    """Name what the grouping in force has and no child of the cohort does."""
    of, chosen = REGROUPED[option.name], value_of(option)
    for own in session.state().groupings:
        if (own.of, own.name) == (of, chosen) and (unknown := own.unknown_values(values)):
            st.caption(
                escape(
                    _("No child shown has {values}, which this grouping names.").format(
                        values=join_and(unknown)
                    )
                )
            )


def in_words(own: CustomGrouping) -> str:
    """Return a grouping in words.

    >>> in_words(CustomGrouping("Lesion", "histology", (("minimal", ("MCD", "MCD variant")),)))
    'Lesion: MCD and MCD variant as minimal.'
    """
    groups = join_row(
        (
            _("{values} as {group}").format(values=join_and(values), group=group)
            for group, values in own.groups
        ),
        "; ",
    )
    return f"{own.name}: {groups}."


def _save(option: PageOption, of: str) -> None:
    here, form, key = session.state(), st.session_state, f"own_{option.name}"
    values = tuple(form[f"{key}_values"])
    group, name = (" ".join(form[f"{key}_{field}"].split()) for field in ("group", "name"))
    form[f"{key}_error"] = ""
    if not values or not group or not name or name in option.values:
        form[f"{key}_error"] = _why_not_saved(bool(values), group, name)
        return
    known = {(own.of, own.name): own for own in here.groupings}
    grown = known.get((of, name), CustomGrouping(name, of, ())).with_group(group, values)
    here.groupings = tuple({**known, (of, name): grown}.values())
    here.options[option.name] = name
    here.notices = []
    form[f"{key}_values"], form[f"{key}_group"] = [], ""


def _why_not_saved(has_values: bool, group: str, name: str) -> str:
    """Return what is missing of a grouping; nothing missing, its name is another choice's."""
    missing = [
        words
        for words, is_there in (
            (_("no value to count"), has_values),
            (_("no name of the group"), group),
            (_("no name of the grouping"), name),
        )
        if not is_there
    ]
    found = (
        reduce(lambda first, last: join_and((first, last)), missing)
        if missing
        else _("the name '{name}'").format(name=name)
    )
    return _(
        "found {found}; expected all three entries, and a name that no other choice has. Fill in "
        "what is missing."
    ).format(found=found)


def _remove(option: PageOption, own: CustomGrouping) -> None:
    here = session.state()
    here.groupings = tuple(each for each in here.groupings if each != own)
    if here.options.get(option.name) == own.name:
        here.options.pop(option.name)
    here.notices = []
