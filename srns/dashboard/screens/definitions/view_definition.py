"""Definition in use: wording beside the source's quotes, worked cases."""

import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.languages.messages import _, mark, translated
from srns.languages.sentences import with_capital
from srns.panels.definition_gaps import cases_of
from srns.rules.cases import load_cases
from srns.rules.definition import Definition
from srns.rules.definition_wording import Term, list_terms, methods_paragraph

WORDINGS = {
    "verbatim": mark("quotes are the source's own words."),
    "condensed": mark("quotes are condensed to the source's numbers and symbols."),
}


def show_definition(definition: Definition) -> None:
    """Draw a definition in words beside its quotes."""
    if session.state().definition == session.OWN:
        st.info(
            _(
                "Your own definition is used on all pages of this session. It is not stored, and "
                "an address cannot reopen it: keep the file."
            )
        )
    st.header(escape(definition.label))
    source = escape(definition.source)
    st.caption(
        f"{source} · [doi {escape(definition.doi)}](https://doi.org/{definition.doi})"
        if definition.doi
        else source
    )
    read = f"{with_capital(translated(definition.certainty))}; " if definition.certainty else ""
    st.caption(with_capital(f"{read}{translated(WORDINGS[definition.wording])}"))
    if definition.unverified:
        st.warning(_("Not verified: {why}").format(why=escape(translated(definition.unverified))))
    if definition.notes:
        st.info(escape(translated(definition.notes)))
    for term in list_terms(definition):
        _show_term(term)
    if definition.relapse is None:
        st.caption(_("This definition has no criterion for relapse; only recorded relapses count."))
    with st.popover(_("Sentence for the paper"), key="sentence", on_change="rerun") as it:
        if it.open:
            st.write(escape(methods_paragraph(definition)))
            st.caption(
                _("Version {version} · SHA-256 of the file: {sha256}").format(
                    version=definition.version, sha256=definition.sha256
                )
            )


def show_cases(definition: Definition) -> None:
    """Draw the worked cases of a published definition, classified now."""
    if session.state().definition == session.OWN or not load_cases(definition.id):
        st.write(_("An own definition has no worked cases."))
        return
    panel = session.cached("worked cases", lambda: cases_of(definition))
    agree = int((panel.table["agrees"] == "yes").sum())
    st.write(
        _("Worked cases: {n} of {of} classified as expected").format(n=agree, of=len(panel.table))
    )
    st.caption(
        _(
            "Invented children, with the verdict derived by hand from the quotes. Samples are "
            "Up/c / albumin, in mg/mg and g/dL unless another unit is given."
        )
    )
    figures_and_tables.data_table(panel)


def _show_term(term: Term) -> None:
    """Draw one term: the quote from the source beside our interpretation."""
    with st.container(border=True):
        st.markdown(f"**{escape(with_capital(term.name))}**")
        quote, ours = st.columns(2, gap="large")
        with quote:
            st.caption(_("Source"))
            st.markdown(f"“{escape(term.quote)}”" if term.quote else _("Not stated."))
        with ours:
            st.caption(_("Our interpretation"))
            st.write(escape(term.words))
        for remark in term.remarks:
            (st.warning if remark.startswith("Not verified") else st.info)(escape(remark))
