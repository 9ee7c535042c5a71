"""How courses become regimens: the rules a visitor may change, and who cannot be placed."""

import streamlit as st

from srns.analysis.regimens.periods import RULES, Periods, RegimenRules
from srns.analysis.tables.printed_table import names
from srns.dashboard.markdown_text import inert


def choose_rules() -> RegimenRules:
    """Choose how long a gap is bridged and an overlap is a change."""
    with st.expander("Rules by which courses become regimens"):
        bridge = st.number_input(
            "A gap of one drug is bridged up to (days)", 0, 365, RULES.bridge_days, key="bridge"
        )
        overlap = st.number_input(
            "Two drugs together are a change, not a combination, up to (days)",
            0, 365, RULES.overlap_days, key="overlap",
        )  # fmt: skip
    return RegimenRules(bridge_days=int(bridge), overlap_days=int(overlap))


def say_not_placed(periods: Periods) -> None:
    """Say who cannot be placed in time, and why."""
    said = st.container()  # keeps its place, so that nothing below moves
    if periods.not_placed:
        listed = [f"{patient} ({reason})" for patient, reason in periods.not_placed.items()]
        said.warning(
            "Not placed in time, so not in the figure and not in the rates: "
            f"{inert(names(listed))}. Start and stop days on the sheet Treatments would place them."
        )
