"""Shared summary of a cohort: rounded counts only, no child."""

from functools import reduce

import pandas as pd
import streamlit as st

from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.shown_table import print_table
from srns.languages.lists import join_and
from srns.languages.messages import _, translated
from srns.panels.panel import table_panel
from srns.privacy.small_counts import EVERYONE, MASKED, Release


def show(release: Release) -> None:
    """Draw one small table for each grouping, and all counts for download."""
    st.info(escape(release.sentence))
    if release.counts.empty:
        return
    for by, counts in release.counts.groupby("by", sort=False):
        st.header(
            _("All children") if by == EVERYONE else _("By {group}").format(group=translated(by))
        )
        if (counts["children"] == MASKED).all():
            sizes = [_("about {n}").format(n=size) for size in _group_sizes(counts)]
            st.write(
                _("Every count is masked because there are too few children ({sizes}).").format(
                    sizes=reduce(lambda first, last: join_and((first, last)), sizes)
                )
            )
            continue
        print_table(_cross(counts), _("Counts by {group}").format(group=translated(by)))
    with st.expander(_("Download all counts")):
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
        rows.append([translated(group), one["of"].iloc[0], *shown])
    return pd.DataFrame(rows, columns=["group", "children", *counts["response"].unique()])
