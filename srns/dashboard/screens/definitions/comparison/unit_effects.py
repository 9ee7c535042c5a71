"""Samples whose answer depends on the unit, because a definition prints rounded thresholds in two.

A result is judged in the unit it was reported in; 20 mg/mmol is printed beside 0.2 mg/mg, which is
22.6 mg/mmol.
"""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.change_results import unit_results
from srns.analysis.definitions.comparison import Comparison
from srns.analysis.definitions.comparison_report import all_unit_flips, all_verdicts_by_unit
from srns.dashboard.markdown_text import count, escape, join
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.definitions.comparison.all_definitions import names_of
from srns.dashboard.state import session
from srns.dashboard.state.filters import View


def show_unit_effects(view: View, comparison: Comparison) -> None:
    """Draw how many samples and verdicts depend on the reporting unit."""
    st.subheader("Effect of the reporting unit")
    children = tuple(view.patients)
    flips = session.cached(("unit flips", children), lambda: all_unit_flips(comparison))
    verdicts = session.cached(
        ("verdicts by unit", children), lambda: all_verdicts_by_unit(comparison)
    )
    st.write(escape(describe_unit_effects(comparison, flips, verdicts)))
    table = unit_effect_table(comparison, flips)
    figures_and_tables.collapsed_table(
        "Samples affected", "unit_effects", table, view, lambda: unit_results(flips, verdicts)
    )


def describe_unit_effects(
    comparison: Comparison, samples: pd.DataFrame, children: pd.DataFrame
) -> str:
    """Return how many samples, and which children, would change with the unit."""
    units = dict.fromkeys(comparison.cohort.labs.query("analyte == 'upcr'")["unit"])
    if samples.empty:
        return (
            f"No sample of this cohort (Up/c in {join(list(units)) or 'no unit'}) would be judged "
            "differently in another unit that a definition prints. Affected would be values from "
            "20.0 to 22.6 and from 200 to 226 mg/mmol, and from 0.177 to 0.2 and 1.77 to 2 mg/mg."
        )
    samples = samples.drop_duplicates(["patient", "day"])
    text = f"{count(len(samples), 'sample')} would be judged differently in another printed unit."
    if children.empty:
        return text + " No child's verdict changes with it."
    return f"{text} The verdict changes in {join(list(dict.fromkeys(children['patient'])))}."


def unit_effect_table(comparison: Comparison, table: pd.DataFrame) -> pd.DataFrame:
    """List the samples that would be judged differently in another unit, one a row."""
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "day": table["day"],
            "Up/c as reported": table["reported"],
            "cell": table["cell"],
            "definition": table["definition"].map(names_of(comparison)),
            "response": table["response"],
            "in its own unit": table["in_its_unit"] + ": " + table["its_answer"],
            "converted": table["converted_to"] + ": " + table["other_answer"],
        }
    )
