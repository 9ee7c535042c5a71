"""Bar on top of every page: cohort, definition, day 0, units, filters, selection."""

from dataclasses import replace
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from srns.cohort.day_zero import name_as_read
from srns.cohort.tables import AS_READ
from srns.dashboard.markdown_text import escape, escape_label
from srns.dashboard.parts import export_report, selection
from srns.dashboard.state import filters, saved_view, session
from srns.dashboard.state.session import State
from srns.languages.messages import _, mark, pgettext, translated
from srns.panels.basis_words import basis_words
from srns.panels.filters import FILTER_NAMES, LABELS
from srns.rules.basis import Basis
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY
from srns.sharing.permissions import OWNER

LINES = mark("each line of treatment")
_ROW: dict[str, Any] = {"horizontal": True, "vertical_alignment": "bottom", "gap": "xsmall"}
_STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding: 3.2rem 2rem 2rem; }
.st-key-cohort { max-width: 8.4rem; }
.st-key-units button { min-height: 2.5rem; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p, blockquote p {
  color: inherit !important; opacity: 1 !important; }
/* One blue cannot be read on the dark page and below the white words of a button. */
[data-testid="stButtonGroup"] :is([aria-checked="true"], [aria-pressed="true"]) p {
  color: light-dark(#2f6690, #9cc9e8) !important; }
.printed { overflow: auto; font-size: 0.875rem; }
.printed thead { position: sticky; top: 0; background: PAGE_COLOUR; }
.printed[style] { border-bottom: 1px solid color-mix(in srgb, currentColor 40%, transparent); }
.printed:focus-visible { outline: 2px solid currentColor; }
.printed table { width: 100%; border-collapse: collapse; }
.printed :is(th, td) { text-align: left; vertical-align: top; padding: 0.35rem 0.75rem 0.35rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 4.2rem 1rem 2rem; }
}
@media (min-width: 900px) and (min-height: 700px) {
  .st-key-bar { position: sticky; top: 0; z-index: 90; padding: 0.5rem 0;
    background: inherit; }
}
</style>"""


def draw_style() -> None:
    """Set what the theme cannot: it belongs to every page, also to one without the bar."""
    light, dark = (st.get_option(f"theme.{mode}.backgroundColor") for mode in ("light", "dark"))
    st.html(_STYLE.replace("PAGE_COLOUR", f"light-dark({light}, {dark})"))


def draw_bar() -> DeltaGenerator:
    """Draw the bar: what is open, and what a filter does not change; return the filters' place."""
    here = session.state()
    with st.container(key="bar", **_ROW):
        _draw_cohort(here)
        if not _has_counts_only(here):  # then there are no units and no definition to choose
            choose_definition()
            if session.current_cohort() is not None:
                _draw_basis(here)
            draw_units(here)
        place = st.container(width="content", **_ROW)
        if filters.current_view() is not None:
            export_report.draw()
    return place


def draw_view(place: DeltaGenerator) -> None:
    """Draw what follows from the filters: in the bar the filters, below it what is shown."""
    here, view = session.state(), filters.current_view()
    if view is None:
        return
    with place:
        _draw_filters(here)
        selection.draw(view)
    simulated = _("⚠ Simulated in part.") if view.cohort_note else ""
    _show_caption(view.sentence, view.selection_words, simulated)


def _has_counts_only(here: State) -> bool:
    return here.opened is not None and session.current_cohort() is None


def _draw_cohort(here: State) -> None:
    """Draw the cohort's name; behind it, what is known about it and how it is left."""
    name = here.loaded.name if here.loaded else here.opened.name if here.opened else _("No cohort")
    cohort = session.current_cohort()
    with st.popover(escape_label(translated(name)), key="cohort", wrap=False):
        if here.loaded is None or cohort is None:
            st.write(_why_no_view(here))
        else:
            st.markdown(f"**{escape(translated(name))}**")
            st.caption(escape(basis_words(here.basis, cohort)))
            if here.loaded.note:
                st.caption(f"⚠ {escape(translated(here.loaded.note))}.")
        if here.opened is not None:
            _show_opened(here.opened)
        if not saved_view.counts_only():
            st.page_link("pages/import.py", label=_("Open another cohort"))


def _show_opened(opened: session.OpenedSnapshot) -> None:
    """Show which saved cohort is open, in which role, and how to close it."""
    snapshot, mine = opened.snapshot, opened.access.role == OWNER
    st.caption(
        (
            _(
                "Your saved cohort, open as **{role}**: {name}, version {number} ({sha256}), saved "
                "{day} with {software}."
            )
            if mine
            else _(
                "Shared with you as **{role}**: {name}, version {number} ({sha256}), saved {day} "
                "with {software}."
            )
        ).format(
            role=translated(opened.access.role),
            name=escape(opened.name),
            number=snapshot.number,
            sha256=snapshot.sha256[:12],
            day=snapshot.created_at[:10],
            software=escape(snapshot.software),
        )
    )
    st.button(
        _("Close saved cohort") if mine else _("Close shared view"),
        key="close_shared",
        on_click=saved_view.close,
    )


def _why_no_view(here: State) -> str:
    if here.loaded is not None:
        return _("The workbook has problems to fix.")
    return _("No cohort is open.") if here.opened is None else _("Counts only; no single children.")


def _show_caption(*sentences: str) -> None:
    if words := " ".join(filter(None, sentences)):
        st.caption(escape(words))


def choose_definition() -> None:
    """Draw the choice of the definition for all pages."""
    known = session.known_definitions()
    st.session_state["definition"] = session.state().definition
    st.selectbox(
        _("Definition"),
        list(known),
        key="definition",
        format_func=lambda name: (
            _("Your own: {definition}").format(definition=known[name].name)
            if name == session.OWN
            else known[name].name  # every figure says its version
        ),
        on_change=_keep_definition,
        width=195,
    )


def _keep_definition() -> None:
    chosen = st.session_state["definition"]
    if chosen in session.known_definitions():  # a visitor may send what is not on the list
        session.state().definition = chosen
    session.state().notices = []


def _draw_basis(here: State) -> None:
    """Draw the choices of day 0, lines of treatment and the strategy for rescue drugs."""
    offered = session.origins_offered()
    by_name = {LINES: 0, **offered} if session.has_lines() else offered
    if len(by_name) > 1:
        st.session_state["day_zero"] = LINES if here.basis.by_line else here.basis.day_zero
        st.selectbox(
            _("Day 0"),
            list(by_name),
            key="day_zero",
            format_func=lambda name: _origin_words(name, by_name[name]),
            on_change=_choose_day_zero,
            help=_(
                "Every day, time and response counts from here; in parentheses, how many children "
                "have such a day. 'Each line of treatment' judges every course of an "
                "immunosuppressant on its own."
            ),
            width=130,
        )
    # A strategy that is in force can always be taken back.
    if session.may_have_rescues() or here.basis.strategy != TREATMENT_POLICY:
        st.session_state["strategy"] = here.basis.strategy
        st.selectbox(
            _("Rescue drugs"),
            list(STRATEGIES),
            key="strategy",
            format_func=translated,
            on_change=_choose_strategy,
            help=_(
                "Treatment policy: a rescue drug changes nothing. Or it counts as no response, or "
                "only visits until it count."
            ),
            width=130,
        )


def _origin_words(name: str, children: int) -> str:
    """Return a day 0 with its children; the one that the cohort was read with by its own name."""
    if name == LINES:
        return translated(name)
    loaded = session.state().loaded
    cohort = loaded.reading.cohort if loaded is not None else None
    if name == AS_READ and cohort is not None:
        name = name_as_read(cohort)
    return f"{translated(name)} ({children})"


def _choose_day_zero() -> None:
    here = session.state()
    here.notices = []
    origin, was_by_line = st.session_state["day_zero"], here.basis.by_line
    by_line = origin == LINES
    here.basis = Basis(AS_READ if by_line else origin, by_line, here.basis.strategy)
    here.zoom = None
    if by_line != was_by_line:  # a child is no line, and a line no child
        here.patient = None
        selection.select(())


def _choose_strategy() -> None:
    here = session.state()
    here.notices = []
    here.basis = replace(here.basis, strategy=st.session_state["strategy"])


def draw_units(here: State) -> None:
    """Draw the choice of conventional or SI units, which is kept from page to page."""
    st.session_state["units"] = here.units
    st.segmented_control(
        _("Units"),
        list(session.UNITS),
        key="units",
        required=True,
        format_func=translated,
        on_change=_choose_units,
    )


def _choose_units() -> None:
    session.state().units = st.session_state["units"] or session.state().units


def _draw_filters(here: State) -> None:
    """Draw the filter by histology, and behind a button the others."""
    cohort = session.current_cohort()
    if cohort is None:
        return
    offered = filters.offered_to(filters.groups_of(cohort, session.classification(cohort)))
    first, *others = FILTER_NAMES
    _draw_filter(here, first, offered[first], width=120)
    used = sum(bool(here.filters.get(name)) for name in others)
    label = _("Filters ({n})").format(n=used) if used else _("Filters")
    with st.popover(label, key="filters", on_change="rerun") as it:
        if not it.open:  # a closed popover sends nothing to the browser
            return
        for name in others:
            _draw_filter(here, name, offered[name])
        st.button(_("Clear filters"), on_click=clear_filters, disabled=not here.filters)


def _draw_filter(
    here: State, name: str, offered: list[str], *, width: int | Literal["stretch"] = "stretch"
) -> None:
    key = f"filter_{name}"
    st.session_state[key] = here.filters.get(name, [])
    st.multiselect(
        translated(LABELS[name]),
        offered,
        key=key,
        format_func=translated,
        placeholder=pgettext("filter", "all"),
        on_change=_choose,
        args=(name,),
        width=width,
    )


def _choose(name: str) -> None:
    here = session.state()
    here.notices = []
    values = list(st.session_state[f"filter_{name}"])
    here.filters.pop(name, None)
    if values:
        here.filters[name] = values


def clear_filters() -> None:
    """Remove all filters."""
    here = session.state()
    here.filters = {}
    here.notices = []
