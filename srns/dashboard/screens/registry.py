"""A registry's result: overview, histology, maintenance, times, definitions, and one child."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED, TimeQuestion
from srns.charts.theme import name_definition
from srns.cohort.errors import InputError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import bar, figures_and_tables, registry_page
from srns.dashboard.parts.one_child import show_left_open
from srns.dashboard.parts.shown_table import NOTHING, in_language
from srns.dashboard.state import session
from srns.languages.current import ENGLISH, language
from srns.languages.messages import _, mark, pgettext, translated
from srns.languages.numbers import grouped
from srns.panels import registry_panels
from srns.panels.courses import story_of, timeline
from srns.panels.filters import LABELS
from srns.panels.panel import Panel
from srns.panels.registry_panels import RegistryView
from srns.panels.verdict_tables import evidence
from srns.registry.page_tables import FILTERS
from srns.report.provenance import Stamp

_FIRST, _ONE_CHILD = mark("Overview"), mark("One child")
PARTS: dict[str, Callable[[RegistryView], None]] = {
    _FIRST: lambda view: _draw_counts(registry_panels.response(view), view),
    mark("Histology"): lambda view: _draw_counts(
        registry_panels.remission_by(view, "histology"), view
    ),
    mark("Maintenance"): lambda view: _draw_counts(
        registry_panels.remission_by(view, "regimen"), view
    ),
    mark("Times"): lambda view: _show_times(view),
    mark("Definitions"): lambda view: _draw_counts(
        registry_panels.remission_by_definition(view), view
    ),
    _ONE_CHILD: lambda view: _show_child(view),
}
_NO_GROUPS = mark("No groups")
_TIMES = {
    mark("To remission"): registry_panels.waiting,
    mark("Of remission"): registry_panels.lasting,
}
_PRINTED = {"group": "group", "response": "response", "n": "children", "of": "of",
            "percent": "%", "low": "low", "high": "high"}  # fmt: skip
_FORMATS = {**dict.fromkeys(("children", "of"), "localized"),
            **dict.fromkeys(("%", "low", "high"), "%.1f")}  # fmt: skip
"""Of counts, with the thousands apart as the visitor's browser does."""


def show() -> None:
    """Draw the choices, and the part of the page that is chosen."""
    if not registry_page.may_be_seen():
        st.info(_("This server shows no registry, or not to you: sign in where it offers that."))
        return
    try:
        view = _choose()
    except InputError as error:
        st.error(escape(str(error)))
        return
    st.caption(escape(" ".join((f"{view.definition.name}.", *view.notes))))
    part = st.segmented_control(
        _("Part of the page"), list(PARTS), key="registry_part", format_func=translated,
        default=_FIRST, required=True,
        label_visibility="collapsed", bind="query-params",
    )  # fmt: skip
    if part != _ONE_CHILD and view.counts.empty:
        st.info(_("No child passes the filters. Remove one above."))
        return
    PARTS[part or _FIRST](view)


def _choose() -> RegistryView:
    """Draw the choice of definition, strategy, filters and units, which stand in the address."""
    registry = registry_page.opened()
    offered = registry.offered()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        definition = st.selectbox(
            _("Definition"), list(registry.definitions), key="registry_definition",
            format_func=lambda each: registry.definitions[each].name, bind="query-params",
        )  # fmt: skip
        strategy = registry.strategies[0]
        if len(registry.strategies) > 1:
            strategy = st.selectbox(
                _("Rescue drugs"),
                registry.strategies,
                key="registry_strategy",
                format_func=translated,
                bind="query-params",
            )
        chosen = {
            name: st.multiselect(
                translated(LABELS[name]),
                offered[name],
                key=f"registry_{name}",
                format_func=translated,
                placeholder=pgettext("filter", "all"),
                bind="query-params",
            )
            for name in FILTERS
            if len(offered[name]) > 1
        }
        bar.draw_units(session.state())
    filters = {name: groups for name, groups in chosen.items() if groups}
    return RegistryView(registry, registry.definitions[definition], strategy, filters)


def _draw_counts(panel: Panel, view: RegistryView) -> None:
    for sentence in panel.sentences:
        st.header(escape(sentence))
    figures_and_tables.figure(_of_registry(panel), _stamp(view))
    shown = panel.table[list(_PRINTED)].rename(columns=_PRINTED)
    shown = in_language(shown.astype(dict.fromkeys(("%", "low", "high"), float)))
    form = dict(zip(shown.columns, _PRINTED.values(), strict=True))
    st.dataframe(
        shown,
        hide_index=True,
        placeholder=NOTHING,
        column_config={
            column: st.column_config.NumberColumn(format=_FORMATS[name])
            for column, name in form.items()
            if name in _FORMATS
        },
        alt=_("Data behind the figure {name}").format(name=panel.title),
    )


def _of_registry(panel: Panel, **asked: object) -> Panel:
    """Return a panel under a name of its own: it is of no cohort that is open beside it."""
    return replace(panel, name=f"registry_{panel.name}", options=asked)


def _stamp(view: RegistryView) -> Stamp:
    """Return what every file of the page states of its origin, in English as files are."""
    with language(ENGLISH):
        notes = " ".join(view.notes)
        return Stamp(view.registry.folder.name, notes, name_definition(view.definition))


def _show_times(view: RegistryView) -> None:
    """Draw the times to remission and of remission, in all children or by group."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        response = st.selectbox(
            _("Response"),
            list(RESPONSES_TIMED),
            key="registry_response",
            format_func=translated,
            bind="query-params",
        )
        by = st.selectbox(
            _("Curves by"), [_NO_GROUPS, *FILTERS], key="registry_curves", bind="query-params",
            format_func=lambda each: translated(LABELS.get(each, each)),
        )  # fmt: skip
        # One figure at a time: a curve of many children has thousands of steps.
        which = st.selectbox(
            _("Time"),
            list(_TIMES),
            format_func=translated,
            key="registry_time",
            bind="query-params",
        )
    question = TimeQuestion(response=response, by="" if by == _NO_GROUPS else by)
    panel = _TIMES[which](view, question)
    asked = {"response": response, "by": by}
    figures_and_tables.figure(_of_registry(panel, **asked), _stamp(view))
    st.caption(escape(" ".join(map(translated, (panel.caption, *panel.sentences)))))


def _show_child(view: RegistryView) -> None:
    """Draw the timeline of the child that is asked for, and the evidence of its verdict."""
    first = view.registry.first_children()
    typed = st.text_input(
        _("Child (of {n})").format(n=grouped(view.registry.children)),
        value=first[0] if first else "",
        key="registry_child", help=_("Its name as it stands in the registry's files."),
    )  # fmt: skip
    if not typed.strip():
        return
    try:
        of_one = registry_panels.view_of_child(view, typed.strip(), session.units_shown())
    except InputError as error:
        st.warning(escape(str(error)))
        return
    patient = of_one.patients[0]
    asked, stamp = {"patient": patient, "units": of_one.units.name}, _stamp(view)
    drawn = _of_registry(timeline(of_one, patient=patient), **asked)
    figures_and_tables.figure(drawn, stamp)
    show_left_open(story_of(of_one, patient))
    panel = evidence(of_one, patient=patient)
    found = of_one.classification.verdicts.iloc[0]
    st.markdown(
        _("**{response}**. At last follow-up: {status}.").format(
            response=escape(translated(found["response"])),
            status=escape(translated(found["status"])),
        )
        + " "
        + " ".join(map(escape, panel.sentences))
    )
    figures_and_tables.data_table(_of_registry(panel, **asked), stamp)
