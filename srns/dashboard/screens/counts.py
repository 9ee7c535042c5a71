"""How are the counts that may be told of a cohort laid out to be read at one glance?"""

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import inert
from srns.dashboard.parts import figures_and_tables
from srns.privacy.small_counts import EVERYONE, MASKED, Release


def show(release: Release) -> None:
    """Show one small table for each grouping, and every count to download."""
    st.info(inert(release.sentence))
    if release.counts.empty:
        return
    for by, counts in release.counts.groupby("by", sort=False):
        st.subheader("All children" if by == EVERYONE else f"By {by}")
        if (counts["children"] == MASKED).all():
            of = " and ".join(f"about {size}" for size in _sizes(counts))
            st.write(f"Every count is masked: too few children ({of}) to tell of any of them.")
            continue
        st.table(_across(counts), border="horizontal", hide_index=True, alt=f"counts by {by}")
    with st.expander("Every count, to download"):
        figures_and_tables.listing("counts", release.counts)


def _sizes(counts: pd.DataFrame) -> list[str]:
    return list(counts.drop_duplicates("group")["of"])


def _across(counts: pd.DataFrame) -> pd.DataFrame:
    """Lay the responses side by side, a group a row."""
    rows = []
    for group, one in counts.groupby("group", sort=False):
        shown = [
            f"{row['children']} ({row['percent']} %)" if row["percent"] else row["children"]
            for row in one.to_dict(orient="records")
        ]
        rows.append([inert(group), one["of"].iloc[0], *shown])
    return pd.DataFrame(rows, columns=["group", "children", *counts["response"].unique()])
