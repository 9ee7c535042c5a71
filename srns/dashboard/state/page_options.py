"""Page options besides the filters, such as the origin of time; the address carries them too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import streamlit as st

from srns.analysis.groups import MERGED_HISTOLOGY
from srns.analysis.order_of_children import ORDERS
from srns.analysis.proportions.intervals import METHOD_NAMES, METHODS
from srns.analysis.tables.kidney_function import EQUATIONS
from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED
from srns.analysis.time_to_event.time_origins import ORIGINS
from srns.cohort.wording import with_capital
from srns.dashboard.markdown_text import escape
from srns.dashboard.state import session
from srns.languages.lists import join_row
from srns.languages.messages import _, mark, translated
from srns.panels.response_counts import GROUP_NAMES, SELECTION


@dataclass(frozen=True)
class PageOption:
    """An option: its name in the address, its label on the page, and its values.

    `labels` has what the page shows for a value, where that differs from the address.
    """

    name: str
    label: str
    values: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def default(self) -> str:
        """The value that applies unless another is chosen; it is left out of the address."""
        return self.values[0]

    def shown(self, value: str) -> str:
        """Return what the page shows for a value, in the language in use."""
        return translated(self.labels.get(value, value))


NO_GROUPS, NO_LANDMARK, NO = "no groups", "none", "no"
REMISSION = PageOption("remission", mark("Time to"), RESPONSES_TIMED)
ORIGIN = PageOption("origin", mark("From the"), ORIGINS)
GROUPS = PageOption(
    "groups", mark("Groups"), (NO_GROUPS, "histology", "maintenance", "resistance", "sex")
)
LANDMARK = PageOption(
    "landmark", mark("Landmark (months)"), (NO_LANDMARK, "1", "3", "6", "12", "24")
)
TEST = PageOption("test", mark("Test for a difference between the curves"), (NO, "yes"))
COMPARE = PageOption("compare", mark("Compare the groups statistically"), (NO, "yes"))
INTERVAL = PageOption("interval", mark("Confidence intervals"), tuple(METHODS), METHOD_NAMES)
GROUP_BY = PageOption(
    "by",
    mark("Groups"),
    ("histology", MERGED_HISTOLOGY, "resistance", "sex", "genetic_testing", SELECTION),
    GROUP_NAMES,
)
REGIMEN_BY = PageOption("regimens", mark("Groups"), ("maintenance",), {"maintenance": "regimens"})
REGROUPED: Mapping[str, str] = MappingProxyType(
    {GROUP_BY.name: "histology", REGIMEN_BY.name: "maintenance"}
)
"""What an option's values may be regrouped from; a grouping of the visitor's own is a value too."""
EQUATION = PageOption(
    "equation",
    mark("eGFR equation, the same for all children and ages"),
    tuple(each.id for each in EQUATIONS.values()),
    {each.id: each.name for each in EQUATIONS.values()},
)
SORT = PageOption("sort", mark("Sorted by"), ORDERS)
NO_HORIZON = "none"
HORIZON = PageOption(
    "horizon", mark("Compare mean times up to month"), (NO_HORIZON, "6", "12", "24", "36", "60")
)
LATE_ENTRY = PageOption(
    "late_entry", mark("Count each child only from day 0 on (late entry)"), (NO, "yes")
)
CURVE, BY_MONTH, BETWEEN, DURATION = "curve", "by month", "between visits", "duration of remission"
SHOWN_TIMES = PageOption("times", mark("Shown"), (CURVE, BY_MONTH, BETWEEN, DURATION))
RESPONSES_CHANGED, DAYS_CHANGED, RECLASSIFIED = "response", "onset day", "reclassification"
SHOWN_CHANGES = PageOption(
    "changes", mark("Shown"), (RESPONSES_CHANGED, DAYS_CHANGED, RECLASSIFIED)
)
OWN_AXES = PageOption("own_axes", mark("Each child on axes of its own"), (NO, "yes"))
OPTIONS = (
    REMISSION, ORIGIN, GROUPS, LANDMARK, TEST, HORIZON, LATE_ENTRY, SHOWN_TIMES, SHOWN_CHANGES,
    COMPARE, INTERVAL, SORT, OWN_AXES, GROUP_BY, REGIMEN_BY, EQUATION,
)  # fmt: skip
NAMES = tuple(option.name for option in OPTIONS)


def read_address(asked: dict[str, list[str]]) -> None:
    """Apply the options in an address, and report values that do not exist."""
    here = session.state()
    here.options = {}
    for option in OPTIONS:
        values = asked.get(option.name, [])
        if not values:
            continue
        offered = values_of(option)
        if values[-1] in offered:
            here.options[option.name] = values[-1]
        else:
            here.notices.append(
                _(
                    "The address asks for {name} “{value}”; available are {offered}. "
                    "“{default}” is used."
                ).format(
                    name=option.name,
                    value=values[-1],
                    offered=join_row(map(translated, offered)),
                    default=translated(option.default),
                )
            )


def non_default_values() -> dict[str, list[str]]:
    """Return the options that belong in the address: those that differ from their default."""
    chosen = session.state().options
    return {
        option.name: [chosen[option.name]]
        for option in OPTIONS
        if chosen.get(option.name, option.default) != option.default
    }


def values_of(option: PageOption) -> tuple[str, ...]:
    """Return the values of an option, with the names of the visitor's own groupings."""
    of = REGROUPED.get(option.name)
    return (*option.values, *(own.name for own in session.state().groupings if own.of == of))


def by_of(value: str, of: str) -> str:
    """Return a grouping as `srns.analysis.groups.grouping` takes it.

    Parameters
    ----------
    value
        A value of an option: one of its own, or the name of a grouping of `of`.
    """
    found = (own.text for own in session.state().groupings if (own.of, own.name) == (of, value))
    return next(found, value)


def value_of(option: PageOption) -> str:
    """Return the current value of an option."""
    return session.state().options.get(option.name, option.default)


def choose(
    option: PageOption,
    available: Sequence[str] = (),
    *,
    width: int | Literal["stretch"] = "stretch",
) -> str:
    """Draw a selection box for an option and return its value.

    Parameters
    ----------
    available
        The values that apply to this cohort; empty: all. A value chosen before that is not among
        them is reported; a default that is not gives way to the first of them.
    """
    offered = list(available) or list(values_of(option))
    value = value_of(option)
    if value not in offered:
        if option.name in session.state().options:  # of a default that does not apply none asked
            st.warning(
                _(
                    "The {name} “{value}” is not recorded in this cohort. “{default}” is used."
                ).format(
                    name=option.name,
                    value=escape(translated(value)),
                    default=translated(offered[0]),
                )
            )
        value = offered[0]
    key = f"choice_{option.name}"
    st.session_state[key] = value
    st.selectbox(
        translated(option.label),
        offered,
        key=key,
        format_func=option.shown,
        on_change=_keep,
        args=(option,),
        width=width,
    )
    return value


def pick(option: PageOption) -> str:
    """Draw the values of an option side by side and return the one that is in force."""
    key = f"choice_{option.name}"
    st.session_state[key] = value_of(option)
    st.segmented_control(
        translated(option.label),
        option.values,
        key=key,
        required=True,
        format_func=lambda each: with_capital(option.shown(each)),
        on_change=_keep,
        args=(option,),
        label_visibility="collapsed",
    )
    return value_of(option)


def switch(option: PageOption) -> bool:
    """Draw a yes/no option as a toggle and return its value."""
    key = f"choice_{option.name}"
    st.session_state[key] = value_of(option) == "yes"
    st.toggle(translated(option.label), key=key, on_change=_keep, args=(option,))
    return bool(st.session_state[key])


def _keep(option: PageOption) -> None:
    here = session.state()
    here.notices = []
    value = st.session_state[f"choice_{option.name}"]
    if isinstance(value, bool):
        value = "yes" if value else NO
    here.options[option.name] = value
