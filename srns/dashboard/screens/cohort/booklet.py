"""The booklet: the printed pages of all children shown, as one PDF, made on request."""

import datetime

import streamlit as st

from srns.dashboard.parts import figures_and_tables, made_file
from srns.dashboard.state import session
from srns.dashboard.state.access_checks import checked_fragment
from srns.languages.current import current_language
from srns.languages.messages import _, ngettext
from srns.panels.view import View
from srns.report.child_pdf import booklet_pdf

MOST = 200
"""Children of a booklet; a page takes a third of a second, in which the server serves nobody."""


@checked_fragment
def offer_booklet(view: View) -> None:
    """Draw the button that makes the booklet, its progress, and then its download."""
    children = len(view.patients)
    with st.popover(_("Booklet"), key="booklet", on_change="rerun", type="tertiary",
                    icon=":material/print:") as it:  # fmt: skip
        if not it.open:
            return
        if children > MOST:
            st.write(
                _(
                    "A booklet here has at most {most} children, and {n} are shown. "
                    "Filter them, or run srns booklet."
                ).format(most=MOST, n=children)
            )
            return
        st.write(
            ngettext(
                "One page for each of {n} child, with contents.",
                "One page for each of {n} children, with contents.",
                children,
            ).format(n=children)
        )
        overrides = session.state().overrides
        code = current_language()
        key = (code, view.definition.sha256, view.units.name, overrides, view.notes, *view.patients)
        if note := made_file.english_file_note():
            st.caption(note)
        if st.button(_("Make the booklet (PDF)"), key="make_booklet"):
            made_file.keep("booklet", key, "children.pdf", "application/pdf", _make(view))
        made_file.offer_download("booklet", key)


def _make(view: View) -> bytes:
    """Return the booklet, and show meanwhile how many pages are drawn."""
    bar = st.progress(0.0, _("Drawing the pages …"))

    def report(done: int, of: int) -> None:
        bar.progress(done / of, _("{done} of {of} pages drawn").format(done=done, of=of))

    made = booklet_pdf(
        view.classification,
        figures_and_tables.stamp_of(view),
        printed_on=datetime.date.today(),
        progress=report,
    )
    bar.empty()
    return made
