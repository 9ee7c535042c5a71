"""Complete remission by definition, and agreement between definitions."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.comparison import Comparison, headline, pairwise_agreement
from srns.analysis.definitions.comparison_results import headline_results, pair_results
from srns.charts.proportions import proportions
from srns.cohort.paper_numbers import show_percent, with_decimals
from srns.cohort.terms import COMPLETE
from srns.dashboard.markdown_text import count, escape, join
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.definitions.comparison.all_definitions import names_of
from srns.dashboard.state.filters import View


def show_remission_counts(view: View, comparison: Comparison) -> None:
    """Draw complete remission by definition."""
    st.subheader("Complete remission by definition")
    counts = remission_counts(comparison)
    title = "Complete remission by definition, exact 95 % intervals"
    figures_and_tables.figure(
        "remission_by_definition",
        lambda: proportions(counts, title, view.definition, view.notes),
        describe_counts(counts),
        counts,
        view,
        depends_on=tuple(names_of(comparison)),
        results=lambda: headline_results(comparison),
    )


def show_agreement(view: View, comparison: Comparison) -> None:
    """Draw the agreement of all pairs of definitions."""
    st.subheader("Agreement between definitions")
    table = agreement_table(comparison)
    st.write(escape(describe_agreement(table)))
    figures_and_tables.collapsed_table(
        "All pairs of definitions", "agreement", table, view, lambda: pair_results(comparison)
    )


def remission_counts(comparison: Comparison) -> pd.DataFrame:
    """Count complete remission by definition, as `srns.charts.proportions` draws it."""
    table = headline(comparison)
    table = table[table["outcome"] == COMPLETE]
    return pd.DataFrame(
        {
            "group": table["name"],
            "response": table["outcome"],
            "n": table["n"],
            "of": table["of"],
            "percent": table["percent"],
            "low": table["low"],
            "high": table["high"],
            "children": [", ".join(patients) for patients in table["patients"]],
        }
    ).reset_index(drop=True)


def describe_counts(counts: pd.DataFrame) -> str:
    """Return a sentence on the counts of complete remission, the most common count first."""
    if counts.empty:
        return "None of the definitions compared has a complete remission."
    parts = []
    for (n, of), rows in sorted(
        counts.groupby(["n", "of"]), key=lambda group: (-len(group[1]), group[0])
    ):
        names = list(rows["group"])
        who = join(names) if len(names) <= 3 else f"{len(names)} of {len(counts)} definitions"
        low, high = rows["low"].iloc[0], rows["high"].iloc[0]
        interval = (
            f" (exact 95 % interval {with_decimals(low, 1)} to {show_percent(high)})" if of else ""
        )
        parts.append(f"{n} of {of}{interval} by {who}")
    return f"Complete remission: {'; '.join(parts)}."


def agreement_table(comparison: Comparison) -> pd.DataFrame:
    """List the agreement of all pairs of definitions, one pair a row."""
    table, names = pairwise_agreement(comparison), names_of(comparison)
    return pd.DataFrame(
        {
            "definition": table["one"].map(names),
            "other definition": table["other"].map(names),
            "children": table["n"],
            "same response": table["agree"],
            "percent": table["percent"].astype(float).round(1),
            "Cohen's kappa": table["kappa"].astype(float).round(2),
            "low": table["low"].astype(float).round(2),
            "high": table["high"].astype(float).round(2),
            "why not calculated": table["why_missing"],
        }
    )


def describe_agreement(table: pd.DataFrame) -> str:
    """Return how many pairs agree on all children, and which pair agrees least."""
    if table.empty or not table["children"].iloc[0]:
        return "There is nothing to compare."
    perfect = int((table["same response"] == table["children"]).sum())
    least = table.iloc[int(table["same response"].astype(int).argmin())]
    text = f"{perfect} of {count(len(table), 'pair')} of definitions agree on all children."
    if perfect == len(table):
        return text
    return text + (
        f" {least['definition']} and {least['other definition']} agree least: on "
        f"{least['same response']} of {least['children']}."
    )
