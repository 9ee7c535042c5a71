"""Review of a saved cohort: who reviewed which child on which version, and comments."""

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.session import SHARED, OpenedSnapshot
from srns.languages.messages import _
from srns.panels.panel import table_panel
from srns.panels.view import View
from srns.sharing import reviews
from srns.sharing.permissions import EDITOR


def opened_for_review() -> OpenedSnapshot | None:
    """Return the saved cohort that is open; None if none is, because only such can be reviewed."""
    here = session.state()
    if here.opened is None or here.loaded is None or here.loaded.origin != SHARED:
        return None
    return here.opened


def reviewed_children(view: View) -> frozenset[str] | None:
    """Return the children that are reviewed and unchanged since; None if none can be reviewed."""
    opened = opened_for_review()
    if opened is None:
        return None
    state = _state_of(view, opened)
    return frozenset(state.loc[state["since"] == reviews.UNCHANGED, "patient"])


def show_review(view: View, patient: str) -> None:
    """Draw, behind a button, the review of this child, its comments and the state of all."""
    opened = opened_for_review()
    with st.popover(_("Review"), key="review", on_change="rerun") as it:
        if not it.open:
            return
        if opened is None:
            st.write(_("Only a saved cohort can be reviewed. Save this one, or open its link."))
            st.page_link("pages/share.py", label=_("Save or share a cohort"))
            return
        state = _state_of(view, opened)
        done = int((state["since"] == reviews.UNCHANGED).sum())
        st.write(
            _("{n} of {of} children are reviewed and unchanged since.").format(
                n=done, of=len(state)
            )
        )
        if opened.access.may(EDITOR):
            _draw_form(opened, patient)
        _show_comments(opened, patient)
        figures_and_tables.data_table(table_panel("reviews", _review_table(state)), view)


def _state_of(view: View, opened: OpenedSnapshot) -> pd.DataFrame:
    return reviews.review_state(saved_view.store(), opened.access, view.classification, view.basis)


def _show_comments(opened: OpenedSnapshot, patient: str) -> None:
    listed = reviews.list_marks(saved_view.store(), opened.access)
    mine = listed[(listed["kind"] == reviews.COMMENT) & (listed["patient"] == patient)]
    for row in mine.to_dict(orient="records"):
        st.markdown(
            _("Version {number}, {who}, {day}: {comment}").format(
                number=row["number"],
                who=escape(row["who"]),
                day=row["created_at"][:10],
                comment=escape(row["body"]),
            )
        )


def _review_table(state: pd.DataFrame) -> pd.DataFrame:
    """Return the review table with readable headings; cells are empty for a child not reviewed."""
    version = state["version"].map(lambda number: "" if pd.isna(number) else str(int(number)))
    return state.assign(version=version).rename(
        columns={
            "patient": "child",
            "reviewed_by": "reviewed by",
            "version": "version",
            "since": "changed since",
        }
    )


def _draw_form(opened: OpenedSnapshot, patient: str) -> None:
    sha256 = opened.snapshot.sha256
    st.button(
        _("Mark this child as reviewed"),
        key="mark_reviewed",
        on_click=lambda: saved_view.attempt(
            lambda: reviews.mark_reviewed(saved_view.store(), opened.access, sha256, patient)
        ),
    )
    with st.form("comment_form", border=False):
        st.text_area(
            _("Comment (no names, dates or record numbers)"),
            key="comment",
            max_chars=reviews.LONGEST,
        )
        st.form_submit_button(
            _("Add comment"),
            on_click=lambda: saved_view.attempt(lambda: _add_comment(opened, patient)),
        )


def _add_comment(opened: OpenedSnapshot, patient: str) -> None:
    """Add the comment of the form, and empty the form once it is stored."""
    reviews.add_comment(
        saved_view.store(),
        opened.access,
        opened.snapshot.sha256,
        patient,
        st.session_state["comment"],
        confirmed=session.state().confirmed_words,
    )
    st.session_state["comment"] = ""
