"""Choices of an address, applied to the session; what does not fit is reported, never dropped."""

import re

from srns.analysis.custom_grouping import CustomGrouping, read_custom_grouping
from srns.cohort.errors import GroupingError
from srns.cohort.tables import AS_READ
from srns.dashboard.state import language, page_options
from srns.dashboard.state.session import (
    BASIS,
    DEFAULT_DEFINITION,
    OWN,
    PAPER,
    SHARED,
    UNITS,
    UPLOAD,
    State,
    definition_in_use,
    definitions,
    has_lines,
    origins_offered,
    use_cohort,
)
from srns.dashboard.state.workbook_import import open_paper
from srns.languages.current import LANGUAGES
from srns.languages.lists import join_and, join_row
from srns.languages.messages import _, translated
from srns.panels.filters import FILTER_NAMES
from srns.privacy.address_words import reveal
from srns.rules.basis import Basis
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY

SELECTION = ("selected", "named", "only")
GROUPING = "grouping"
YES = "yes"
REGISTRY_CHOICES = "registry_"
"""How the choices of the page Registry begin, which its own widgets keep in the address."""
KNOWN = (
    "cohort", "definition", *BASIS, "units", *FILTER_NAMES, GROUPING, *page_options.NAMES,
    "patient", *SELECTION, "tab", "zoom", language.PARAMETER,
)  # fmt: skip
_ZOOM = re.compile(r"(-?\d+(?:\.\d+)?)–(-?\d+(?:\.\d+)?)")
_LONGEST_NAME = 60


def apply_choices(here: State, asked: dict[str, list[str]], page: str) -> None:
    """Apply the parameters of an address; what it leaves out is as usual."""
    last = {name: values[-1] for name, values in asked.items() if values}
    language.choose(language.read_language(last.get(language.PARAMETER, "")))
    _apply_cohort(here, last.get("cohort", ""))
    _apply_definition(here, last.get("definition", DEFAULT_DEFINITION))
    apply_basis(here, {name: last[name] for name in BASIS if name in last})
    _apply_units(here, last.get("units", State().units))
    here.filters = {name: asked[name] for name in FILTER_NAMES if asked.get(name)}
    _apply_groupings(here, asked.get(GROUPING, []))
    page_options.read_address(asked)
    here.patient = last.get("patient")
    here.selected = tuple(dict.fromkeys(asked.get("selected", [])))
    here.group_name = last.get("named", "")[:_LONGEST_NAME] if here.selected else ""
    here.only_selected = bool(here.selected) and last.get("only") == SELECTION[0]
    here.tabs.pop(page, None)
    if "tab" in last:
        here.tabs[page] = last["tab"]
    _apply_zoom(here, last.get("zoom", ""))
    _report_language(here, last.get(language.PARAMETER, ""))
    here.notices += [
        _(
            "The address contains “{name}”, which this dashboard does not know. It was ignored."
        ).format(name=name)
        for name in asked
        if name not in KNOWN and not name.startswith(REGISTRY_CHOICES)
    ]


def _report_language(here: State, asked: str) -> None:
    if asked and asked not in LANGUAGES:
        here.notices.append(
            _(
                "The address asks for the language “{asked}”; available are {languages}. Shown is "
                "{used}."
            ).format(
                asked=asked,
                languages=join_row(LANGUAGES.values()),
                used=LANGUAGES[here.language],
            )
        )


def _apply_cohort(here: State, asked: str) -> None:
    """Open the cohort of the address; one that is open already stays as it is."""
    open_now = here.loaded.origin if here.loaded is not None else ""
    if asked and asked == open_now:
        return
    if asked in ("", PAPER):
        if open_now != PAPER:
            open_paper()  # a first visit shows what the dashboard does
    elif asked == UPLOAD:
        if here.kept_upload is not None:
            use_cohort(here.kept_upload)
        else:
            here.loaded, here.upload_lost = None, True
    elif asked == SHARED:
        here.notices.append(
            _(
                "This view was opened by a link, and links are not kept in the address. Open the "
                "link again."
            )
        )
    else:
        here.notices.append(
            _(
                "The address asks for the cohort “{asked}”, which does not exist here. Open "
                "one on the page Import."
            ).format(asked=asked)
        )


def _apply_definition(here: State, asked: str) -> None:
    if asked in definitions() or (asked == OWN and here.own is not None):
        here.definition = asked
    elif asked == OWN:
        here.notices.append(
            _(
                "The address asks for a user's own definition. Own definitions are not "
                "stored, so an address cannot reopen it: load its file again on the page "
                "Definitions. In use is {name}."
            ).format(name=definition_in_use().name)
        )
    else:
        here.notices.append(
            _(
                "The address asks for the definition “{asked}”, which is not published here. "
                "In use is {name}."
            ).format(asked=asked, name=definition_in_use().name)
        )


def apply_basis(here: State, asked: dict[str, str]) -> None:
    """Apply day 0, lines of treatment and rescue strategy; report what does not fit."""
    offered = origins_offered()
    if not offered:  # no cohort yet: they wait for one, as the filters do
        here.waiting_basis = asked
        return
    origin = reveal(asked.get("day_zero", AS_READ), list(offered))
    if origin not in offered and "day_zero" in asked:
        here.notices.append(
            _(
                "The address counts from “{origin}”, which no child of this cohort has. Day "
                "0 is the {usual}; available are {offered}."
            ).format(
                origin=origin,
                usual=translated(AS_READ),
                offered=join_row(map(translated, offered)) or translated(AS_READ),
            )
        )
        origin = AS_READ
    strategy = asked.get("strategy", TREATMENT_POLICY)
    if strategy not in STRATEGIES:
        here.notices.append(
            _(
                "The address asks for “{strategy}”; available are {strategies}. Rescue drugs "
                "are counted by {usual}."
            ).format(
                strategy=strategy,
                strategies=join_row(map(translated, STRATEGIES)),
                usual=translated(TREATMENT_POLICY),
            )
        )
        strategy = TREATMENT_POLICY
    by_line = asked.get("by_line") == YES
    if by_line and not has_lines():
        here.notices.append(
            _(
                "The address asks for each line of treatment, and this cohort has none: no "
                "course of an immunosuppressant has a start known to the day. Day 0 is the "
                "{origin}."
            ).format(origin=translated(origin))
        )
        by_line = False
    here.basis = Basis(AS_READ if by_line else origin, by_line, strategy)


def _apply_groupings(here: State, asked: list[str]) -> None:
    """Apply the visitor's own groupings; report those that cannot be read."""
    found: dict[tuple[str, str], CustomGrouping] = {}
    for text in asked:
        try:
            own = read_custom_grouping(text)
        except GroupingError as error:
            here.notices.append(
                _("A grouping of the address was ignored: {error}").format(error=error)
            )
            continue
        if own is None:
            here.notices.append(
                _(
                    "The address asks for the grouping “{text}”; expected “NAME (histology): "
                    "GROUP = VALUE, VALUE”. It was ignored."
                ).format(text=text)
            )
        else:
            found[own.of, own.name] = own
    here.groupings = tuple(found.values())


def _apply_units(here: State, asked: str) -> None:
    if asked in UNITS:
        here.units = asked
    else:
        here.notices.append(
            _(
                "The address asks for “{asked}” units; available are {units}. Values are "
                "shown in {used} units."
            ).format(
                asked=asked, units=join_and(map(translated, UNITS)), used=translated(here.units)
            )
        )


def _apply_zoom(here: State, asked: str) -> None:
    """Apply the months that the timeline shows."""
    here.zoom = None
    if not asked:
        return
    found = _ZOOM.fullmatch(asked)
    if found and float(found[1]) < float(found[2]):
        here.zoom = (float(found[1]), float(found[2]))
    else:
        here.notices.append(
            _(
                "The address asks for the months “{asked}”; expected two numbers, as in "
                "0–12. The whole course is shown."
            ).format(asked=asked)
        )
