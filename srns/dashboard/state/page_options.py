"""What a page may be asked besides the filters; it stands in the address like them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from srns.analysis.proportions.intervals import METHOD_NAMES, METHODS
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED
from srns.analysis.time_to_event.time_origins import ORIGINS
from srns.dashboard.markdown_text import inert
from srns.dashboard.state import session


@dataclass(frozen=True)
class Choice:
    """One choice: its name in the address, its label on the page, and what there is to choose.

    `shown` gives what the page calls an option, where that is not what the address calls it.
    """

    name: str
    label: str
    options: tuple[str, ...]
    shown: Mapping[str, str] = field(default_factory=dict)

    @property
    def default(self) -> str:
        """What holds unless somebody chooses; it does not stand in the address."""
        return self.options[0]


NO_GROUPS, NO_LANDMARK, NO_TEST = "no groups", "none", "no"
REMISSION = Choice("remission", "Until", RESPONSES_TIMED)
ORIGIN = Choice("origin", "Counted from the", ORIGINS)
GROUPS = Choice("groups", "Groups", (NO_GROUPS, "histology", "maintenance", "resistance", "sex"))
LANDMARK = Choice(
    "landmark", "Landmark (months from there)", (NO_LANDMARK, "1", "3", "6", "12", "24")
)
TEST = Choice("test", "Test whether the curves differ", (NO_TEST, "yes"))
COMPARE = Choice("compare", "Compare the groups", (NO_TEST, "yes"))
INTERVAL = Choice("interval", "Intervals", tuple(METHODS), METHOD_NAMES)
CHOICES = (REMISSION, ORIGIN, GROUPS, LANDMARK, TEST, COMPARE, INTERVAL)
NAMES = tuple(choice.name for choice in CHOICES)


def arrive(asked: dict[str, list[str]]) -> None:
    """Take the choices of an address over; say what it asks for and cannot have."""
    here = session.state()
    for choice in CHOICES:
        values = asked.get(choice.name, [])
        if not values:
            continue
        if values[-1] in choice.options:
            here.choices[choice.name] = values[-1]
        else:
            here.notices.append(
                f"The address asks for {choice.name} “{values[-1]}”; there is "
                f"{', '.join(choice.options)}. Shown is “{choice.default}”."
            )


def in_address() -> dict[str, list[str]]:
    """Give what must stand in the address: whatever is not the default."""
    chosen = session.state().choices
    return {
        choice.name: [chosen[choice.name]]
        for choice in CHOICES
        if chosen.get(choice.name, choice.default) != choice.default
    }


def chosen(choice: Choice) -> str:
    """Give what holds."""
    return session.state().choices.get(choice.name, choice.default)


def choose(choice: Choice, options: Sequence[str] = ()) -> str:
    """Draw the choice and give what holds.

    Parameters
    ----------
    options
        What this cohort has of it; empty: all. What was chosen and is not there is said.
    """
    there = list(options) or list(choice.options)
    value = chosen(choice)
    if value not in there:
        st.warning(
            f"Asked for {choice.name} “{inert(value)}”, which this cohort does not record. Shown "
            f"is “{there[0]}”."
        )
        value = there[0]
    key = f"choice_{choice.name}"
    st.session_state[key] = value
    st.selectbox(
        choice.label,
        there,
        key=key,
        format_func=lambda option: choice.shown.get(option, option),
        on_change=_keep,
        args=(choice,),
    )
    return value


def switch(choice: Choice) -> bool:
    """Draw a choice of yes and no as a switch."""
    key = f"choice_{choice.name}"
    st.session_state[key] = chosen(choice) == "yes"
    st.toggle(choice.label, key=key, on_change=_keep, args=(choice,))
    return bool(st.session_state[key])


def _keep(choice: Choice) -> None:
    here = session.state()
    here.notices = []
    value = st.session_state[f"choice_{choice.name}"]
    if isinstance(value, bool):
        value = "yes" if value else NO_TEST
    here.choices[choice.name] = value
