"""Who looked at which child, on which version, and what did they say?"""

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.filters import View
from srns.dashboard.state.session import SHARED, Opened
from srns.sharing import reviews
from srns.sharing.permissions import EDITOR


def require_saved() -> Opened:
    """Give the saved cohort that is open, or say what to do next and stop the page there."""
    here = session.state()
    if here.opened is None or here.held is None or here.held.origin != SHARED:
        st.info(
            "Reviews belong to a saved cohort. Save this one on the page Share, or open its link."
        )
        st.page_link("pages/share.py", label="Save or share a cohort")
        st.stop()
    return here.opened


def show(view: View, opened: Opened) -> None:
    """Show who looked at whom, and let whoever may add to it."""
    state = reviews.review_state(saved_view.store(), opened.access, view.classification)
    done = int((state["since"] == "nothing changed").sum())
    st.write(f"{done} of {len(state)} children were reviewed and have not changed since.")
    figures_and_tables.listing("reviews", _in_words(state), view)
    if opened.access.may(EDITOR):
        _offer(view, opened)
    listed = reviews.list_marks(saved_view.store(), opened.access)
    words = listed[(listed["kind"] == reviews.COMMENT) & listed["patient"].isin(view.patients)]
    if len(words):
        st.subheader("Comments")
        for row in words.to_dict(orient="records"):
            st.markdown(
                f"**Child {inert(row['patient'])}**, version {row['number']}, "
                f"{inert(row['who'])}, {row['created_at'][:10]}: {inert(row['body'])}"
            )


def _in_words(state: pd.DataFrame) -> pd.DataFrame:
    """Give the table as people read it: no number, no day, where nobody has looked yet."""
    version = state["version"].map(lambda number: "" if pd.isna(number) else str(int(number)))
    return state.assign(version=version).rename(
        columns={
            "patient": "child",
            "reviewed_by": "reviewed by",
            "version": "on version",
            "since": "changed since",
        }
    )


def _offer(view: View, opened: Opened) -> None:
    st.subheader("Mark a child")
    patient = st.selectbox("Child", view.patients, key="review_child") or view.patients[0]
    verdict = view.classification.verdicts.set_index("patient").loc[patient]
    st.write(f"**{inert(verdict['response'])}**: {inert(verdict['reason'])}")
    sha256 = opened.snapshot.sha256
    st.button(
        "I have looked at this child, on this version",
        key="mark_reviewed",
        on_click=lambda: saved_view.attempt(
            lambda: reviews.mark_reviewed(saved_view.store(), opened.access, sha256, patient)
        ),
    )
    with st.form("comment_form", clear_on_submit=True, border=False):
        st.text_area(
            "Comment (no names, dates or record numbers)", key="comment", max_chars=reviews.LONGEST
        )
        st.form_submit_button(
            "Leave the comment",
            on_click=lambda: saved_view.attempt(
                lambda: reviews.add_comment(
                    saved_view.store(), opened.access, sha256, patient, st.session_state["comment"]
                )
            ),
        )
