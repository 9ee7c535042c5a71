"""Own groupings of histologies or regimens: a button that makes, changes and removes them."""

from collections.abc import Sequence

import streamlit as st

from srns.analysis.custom_grouping import CustomGrouping
from srns.dashboard.markdown_text import escape, join
from srns.dashboard.state import session
from srns.dashboard.state.page_options import REGROUPED, PageOption, value_of

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
    with st.popover("Own groups", key=key, on_change="rerun") as it:
        if not it.open:
            return
        with st.form(f"{key}_form", border=False):
            st.multiselect("Count as one group", values, key=f"{key}_values")
            st.text_input("Name of the group", key=f"{key}_group", max_chars=_LONGEST_NAME)
            st.text_input(
                "Name of the grouping",
                key=f"{key}_name",
                max_chars=_LONGEST_NAME,
                help="It stands in the address: no names of persons. A grouping that has this "
                "name gets one more group.",
            )
            st.form_submit_button("Save grouping", on_click=_save, args=(option, of))
        if error := st.session_state.get(f"{key}_error"):
            st.error(escape(error))
        for own in session.state().groupings:
            if own.of == of:
                st.caption(escape(in_words(own)))
                st.button(
                    f"Remove {escape(own.name)}",
                    key=f"{key}_remove_{own.name}",
                    on_click=_remove,
                    args=(option, own),
                )


def name_unknown(option: PageOption, values: Sequence[str]) -> None:
    """Name what the grouping in force has and no child of the cohort does."""
    of, chosen = REGROUPED[option.name], value_of(option)
    for own in session.state().groupings:
        if (own.of, own.name) == (of, chosen) and (unknown := own.unknown_values(values)):
            st.caption(escape(f"No child shown has {join(unknown)}, which this grouping names."))


def in_words(own: CustomGrouping) -> str:
    """Return a grouping in words.

    >>> in_words(CustomGrouping("Lesion", "histology", (("minimal", ("MCD", "MCD variant")),)))
    'Lesion: MCD and MCD variant as minimal.'
    """
    groups = "; ".join(f"{join(list(values))} as {group}" for group, values in own.groups)
    return f"{own.name}: {groups}."


def _save(option: PageOption, of: str) -> None:
    here, form, key = session.state(), st.session_state, f"own_{option.name}"
    values = tuple(form[f"{key}_values"])
    group, name = (" ".join(form[f"{key}_{field}"].split()) for field in ("group", "name"))
    form[f"{key}_error"] = ""
    if not values or not group or not name or name in option.values:
        missing = [words for words, there in (("value to count", values),
                   ("name of the group", group), ("name of the grouping", name))
                   if not there]  # fmt: skip
        found = f"found no {' and no '.join(missing)}" if missing else f"found the name '{name}'"
        form[f"{key}_error"] = (
            f"{found}; expected all three entries, and a name that no other choice "
            "has. Fill in what is missing."
        )
        return
    known = {(own.of, own.name): own for own in here.groupings}
    grown = known.get((of, name), CustomGrouping(name, of, ())).with_group(group, values)
    here.groupings = tuple({**known, (of, name): grown}.values())
    here.options[option.name] = name
    here.notices = []
    form[f"{key}_values"], form[f"{key}_group"] = [], ""


def _remove(option: PageOption, own: CustomGrouping) -> None:
    here = session.state()
    here.groupings = tuple(each for each in here.groupings if each != own)
    if here.options.get(option.name) == own.name:
        here.options.pop(option.name)
    here.notices = []
