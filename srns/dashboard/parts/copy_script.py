"""Button "Copy as Python": the script of a panel, from the front door, into the clipboard."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from srns.analysis.custom_grouping import read_custom_grouping
from srns.dashboard.state import session
from srns.dashboard.state.session import OWN, PAPER, UPLOAD, LoadedCohort, State
from srns.dashboard.state.url_state import may_tell, told_words
from srns.languages.messages import _
from srns.panels.catalogue import PANELS
from srns.panels.panel import Panel
from srns.panels.script import PanelQuestion, script_of
from srns.rules.basis import Basis

ANY_FILE = "cohort.xlsx"
"""What the script of a cohort that is not the visitor's own upload calls the workbook."""
_JS = """
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  const said = parentElement.querySelector("[role=status]");
  const byHand = () => {
    const box = document.createElement("textarea");
    box.value = data.script;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    button.focus();
    return done;
  };
  button.onclick = async () => {
    let done = true;
    try { await navigator.clipboard.writeText(data.script); } catch { done = byHand(); }
    said.textContent = done ? data.copied : data.refused;
  };
}
"""
_CSS = """
button { font: inherit; color: inherit; background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 0.5rem);
  padding: 0.25rem 0.75rem; }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
div { font: var(--st-base-font-size, 1rem)/1.6 var(--st-font); color: var(--st-text-color); }
"""
_HTML = '<div><button type="button"></button> <span role="status"></span></div>'
_COPY = component("srns_copy_script", html=_HTML, css=_CSS, js=_JS)


def offer(panel: Panel, key: str) -> None:
    """Draw the button and the script; nothing for a table that is no panel of the cohort."""
    here = session.state()
    if panel.name not in PANELS or here.loaded is None or here.loaded.reading.cohort is None:
        return
    asked = question_of(panel)
    if asked is None:
        st.caption(
            _(
                "No script: the name of the grouping or of the selection may be a name of a "
                "person. Give it another one."
            )
        )
        return
    script = script_of(asked)
    words = {
        "label": _("Copy as Python"),
        "copied": _("Copied."),
        "refused": _("The browser does not let a page copy: mark the text."),
    }
    _COPY(data={"script": script, **words}, key=f"{key}_copy_script")
    st.code(script, language="python", wrap_lines=True)


def question_of(panel: Panel) -> PanelQuestion | None:
    """Return what a panel shows as a script asks for it; None where a name may not be told."""
    here = session.state()
    loaded = here.loaded
    if loaded is None:
        return None
    if here.selected and here.group_name and not may_tell(here.group_name):
        return None
    options = _options(panel.options)
    if options is None:
        return None
    return PanelQuestion(
        panel.name,
        tuple(options.items()),
        **_files_of(loaded),
        **_definitions_of(here),
        overrides="overrides.toml" if here.overrides else "",
        basis=basis_told(here),
        units=here.units,
        filters=tuple(
            (name, tuple(told_words(name, values))) for name, values in here.filters.items()
        ),
        selected=tuple(told_words("selected", here.selected)),
        only_selected=here.only_selected,
        group_name=here.group_name if here.selected else "",
    )


def _files_of(loaded: LoadedCohort) -> dict[str, Any]:
    """Return the names of the files of a cohort; of one that somebody shared, what it may be."""
    if loaded.origin == PAPER:
        return {}
    if loaded.origin != UPLOAD:
        return {"files": (ANY_FILE,)}
    recipe = f"{loaded.name.rpartition('.')[0] or loaded.name}.toml" if loaded.recipe else ""
    files = loaded.files or (loaded.name,)
    return {"files": files, "recipe": recipe, "redcap": loaded.dictionary}


def _definitions_of(here: State) -> dict[str, Any]:
    """Return the definition in use, and the visitor's own where it is only compared."""
    if here.own is None:
        return {"definition": here.definition}
    own = f"{here.own.id}.toml"
    if here.definition == OWN:
        return {"definition": own}
    return {"definition": here.definition, "also": (own,)}


def basis_told(here: State) -> Basis:
    """Return the basis with a day 0 as it may be told."""
    (origin,) = told_words("day_zero", [here.basis.day_zero]) or [here.basis.day_zero]
    return replace(here.basis, day_zero=origin)


def _options(options: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the options as they may be told; None where a grouping's own words may not."""
    told = dict(options)
    if "patient" in told:
        (told["patient"],) = told_words("patient", [told["patient"]])
    own = read_custom_grouping(told["by"]) if isinstance(told.get("by"), str) else None
    typed = [own.name, *(group for group, _ in own.groups)] if own is not None else []
    return told if all(map(may_tell, typed)) else None
