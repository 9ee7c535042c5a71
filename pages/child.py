"""Clinical course of one child, and the evidence for its verdict."""

import streamlit as st

from srns.dashboard.parts.page_frame import show
from srns.dashboard.screens.child import (
    choose_child,
    evidence,
    override,
    printed_page,
    review,
    timeline,
)
from srns.dashboard.state.filters import require_view
from srns.languages.messages import _


def draw() -> None:
    """Draw the child that is chosen among those that the filters leave."""
    view = require_view()
    patient = choose_child.choose_child(view)
    left, right = st.columns([5, 3], gap="medium")
    with left:
        timeline.show_timeline(view, patient)
    with right:
        evidence.show_evidence(view, patient)
        override.show_override_form(view, patient)
        review.show_review(view, patient)
        printed_page.offer_page(view, patient)


show(_("Clinical course of one child"), draw)
