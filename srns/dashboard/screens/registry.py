"""A registry's result: overview, histology, maintenance, times, definitions, and one child."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from srns.analysis.time_to_event.time_analysis import RESPONSES_TIMED, TimeQuestion
from srns.charts.theme import specification
from srns.cohort.errors import InputError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import registry_page
from srns.dashboard.parts.one_child import show_left_open
from srns.dashboard.parts.shown_table import in_language
from srns.languages.messages import _, mark, translated
from srns.languages.numbers import grouped
from srns.panels import registry_panels
from srns.panels.courses import story_of, timeline
from srns.panels.filters import LABELS
from srns.panels.panel import Panel
from srns.panels.registry_panels import RegistryView
from srns.panels.verdict_tables import evidence
from srns.registry.page_tables import FILTERS

_FIRST, _ONE_CHILD = mark("Overview"), mark("One child")
PARTS: dict[str, Callable[[RegistryView], None]] = {
    _FIRST: lambda view: _draw_counts(registry_panels.response(view)),
    mark("Histology"): lambda view: _draw_counts(registry_panels.remission_by(view, "histology")),
    mark("Maintenance"): lambda view: _draw_counts(registry_panels.remission_by(view, "regimen")),
    mark("Times"): lambda view: _show_times(view),
    mark("Definitions"): lambda view: _draw_counts(registry_panels.remission_by_definition(view)),
    _ONE_CHILD: lambda view: _show_child(view),
}
_NO_GROUPS = mark("No groups")
_TIMES = {
    mark("To remission"): registry_panels.waiting,
    mark("Of remission"): registry_panels.lasting,
}
_PRINTED = {"group": "group", "response": "response", "n": "children", "of": "of",
            "percent": "%", "low": "low", "high": "high"}  # fmt: skip


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
    """Draw the choice of definition, strategy and filters, which stand in the address."""
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
                bind="query-params",
            )
            for name in FILTERS
            if len(offered[name]) > 1
        }
    filters = {name: groups for name, groups in chosen.items() if groups}
    return RegistryView(registry, registry.definitions[definition], strategy, filters)


def _draw_counts(panel: Panel) -> None:
    for sentence in panel.sentences:
        st.header(escape(sentence))
    _draw(panel)
    shown = panel.table[list(_PRINTED)].rename(columns=_PRINTED)
    _draw_table(shown.astype(dict.fromkeys(("%", "low", "high"), float)), panel.title)


def _draw(panel: Panel) -> None:
    assert panel.draw is not None
    drawn = {**specification(panel.draw), "description": panel.caption}
    st.vega_lite_chart(drawn, width="stretch", key=f"registry_{panel.name}")


def _draw_table(table: pd.DataFrame, what: str) -> None:
    decimals = {
        translated(name): st.column_config.NumberColumn(format="%.1f")
        for name in ("%", "low", "high")
        if name in table
    }
    st.dataframe(
        in_language(table),
        hide_index=True,
        column_config=decimals,
        alt=_("Data behind the figure {name}").format(name=what),
    )


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
    _draw(panel)
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
        of_one = registry_panels.view_of_child(view, typed.strip())
    except InputError as error:
        st.warning(escape(str(error)))
        return
    patient = of_one.patients[0]
    _draw(timeline(of_one, patient=patient))
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
    _draw_table(panel.table, panel.title)
