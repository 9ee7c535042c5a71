"""Near misses of a child: what would have led to a better response."""

from collections.abc import Sequence

import streamlit as st

from srns.cohort.terms import COMPLETE
from srns.dashboard.markdown_text import escape
from srns.languages.messages import _
from srns.rules.near_misses import NearMiss


def show_near_misses(misses: Sequence[NearMiss], response: str) -> None:
    """Draw the near misses, or that there is none where a better response exists."""
    if misses:
        listed = "\n".join(f"- {escape(miss.words)}" for miss in misses)
        st.markdown(_("Near misses:") + "\n" + listed)
    elif response != COMPLETE:
        st.caption(_("No single change would have led to a better response."))
