"""Shared summary of a cohort: rounded counts only, no child."""

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.panels.panel import table_panel
from srns.privacy.small_counts import EVERYONE, MASKED, Release


def show(release: Release) -> None:
    """Draw one small table for each grouping, and all counts for download."""
    st.info(escape(release.sentence))
    if release.counts.empty:
        return
    for by, counts in release.counts.groupby("by", sort=False):
        st.subheader("All children" if by == EVERYONE else f"By {by}")
        if (counts["children"] == MASKED).all():
            sizes = " and ".join(f"about {size}" for size in _group_sizes(counts))
            st.write(f"Every count is masked because there are too few children ({sizes}).")
            continue
        st.table(_cross(counts), border="horizontal", hide_index=True, alt=f"Counts by {by}")
    with st.expander("Download all counts"):
        figures_and_tables.data_table(table_panel("counts", release.counts))


def _group_sizes(counts: pd.DataFrame) -> list[str]:
    return list(counts.drop_duplicates("group")["of"])


def _cross(counts: pd.DataFrame) -> pd.DataFrame:
    """Cross-tabulate group (rows) and response (columns)."""
    rows = []
    for group, one in counts.groupby("group", sort=False):
        shown = [
            f"{row['children']} ({row['percent']} %)" if row["percent"] else row["children"]
            for row in one.to_dict(orient="records")
        ]
        rows.append([escape(group), one["of"].iloc[0], *shown])
    return pd.DataFrame(rows, columns=["group", "children", *counts["response"].unique()])
