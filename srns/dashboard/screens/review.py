"""Review of a saved cohort: who reviewed which child on which version, and comments."""

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.filters import View
from srns.dashboard.state.session import SHARED, OpenedSnapshot
from srns.sharing import reviews
from srns.sharing.permissions import EDITOR


def require_saved() -> OpenedSnapshot:
    """Return the saved cohort that is open, or say what to do next and stop the page."""
    here = session.state()
    if here.opened is None or here.loaded is None or here.loaded.origin != SHARED:
        st.info(
            "Only a saved cohort can be reviewed. Save this one on the page Share, or open its "
            "link."
        )
        st.page_link("pages/share.py", label="Save or share a cohort")
        st.stop()
    return here.opened


def show(view: View, opened: OpenedSnapshot) -> None:
    """Draw the reviews and comments and, for editors, the form to add to them."""
    state = reviews.review_state(saved_view.store(), opened.access, view.classification, view.basis)
    done = int((state["since"] == "nothing changed").sum())
    st.write(f"{done} of {len(state)} children are reviewed and unchanged since.")
    figures_and_tables.data_table("reviews", _review_table(state), view)
    if opened.access.may(EDITOR):
        _draw_form(view, opened)
    listed = reviews.list_marks(saved_view.store(), opened.access)
    comments = listed[(listed["kind"] == reviews.COMMENT) & listed["patient"].isin(view.patients)]
    if len(comments):
        st.subheader("Comments")
        for row in comments.to_dict(orient="records"):
            st.markdown(
                f"**Child {escape(row['patient'])}**, version {row['number']}, "
                f"{escape(row['who'])}, {row['created_at'][:10]}: {escape(row['body'])}"
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


def _draw_form(view: View, opened: OpenedSnapshot) -> None:
    st.subheader("Review a child")
    patient = st.selectbox("Child", view.patients, key="review_child") or view.patients[0]
    verdict = view.classification.verdicts.set_index("patient").loc[patient]
    st.write(f"**{escape(verdict['response'])}**: {escape(verdict['reason'])}")
    sha256 = opened.snapshot.sha256
    st.button(
        "Mark this child as reviewed",
        key="mark_reviewed",
        on_click=lambda: saved_view.attempt(
            lambda: reviews.mark_reviewed(saved_view.store(), opened.access, sha256, patient)
        ),
    )
    with st.form("comment_form", border=False):
        st.text_area(
            "Comment (no names, dates or record numbers)", key="comment", max_chars=reviews.LONGEST
        )
        st.form_submit_button(
            "Add comment",
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
