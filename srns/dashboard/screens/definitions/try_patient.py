"""Try a patient: type samples, and see what the definition in force says of them."""

import pandas as pd
import streamlit as st

from srns.charts.theme import letter
from srns.cohort.errors import SampleError
from srns.cohort.quantities import ALBUMIN, UPCR
from srns.cohort.typed_samples import CHILD, read_samples
from srns.dashboard.markdown_text import inert
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.near_misses import near_misses

START = (
    (0, "8", "1.2"),
    (30, "0.15", "3.7"),
    (45, "0.18", "3.8"),
    (61, "0.23", "3.9"),
)
"""A first patient to change: two good samples, and a third that just misses."""


def try_a_patient(definition: Definition) -> None:
    """Offer a small table to type in, and judge it at once."""
    st.subheader("Try a patient")
    st.caption(
        "Type samples as a laboratory prints them: 0.15, <0.3, 22 mg/mmol, 38 g/L. Day 0 is the "
        "first infusion; day 0 and before is baseline. Nothing is stored."
    )
    typed = st.data_editor(
        pd.DataFrame(START, columns=["day", "upcr", "albumin"]).astype({"day": "Int64"}),
        key="trial",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        alt="Samples to try",
        column_config={
            "day": st.column_config.NumberColumn("Day", step=1),
            "upcr": st.column_config.TextColumn(f"{UPCR.label} ({UPCR.canonical_unit}, or typed)"),
            "albumin": st.column_config.TextColumn(f"Albumin ({ALBUMIN.canonical_unit}, or typed)"),
        },
    )
    try:
        cohort = read_samples({str(key): value for key, value in row.items()}
                              for row in typed.to_dict("records"))  # fmt: skip
    except SampleError as error:
        for sentence in str(error).splitlines():
            st.error(inert(sentence))
        return
    say_trial(classify(cohort, definition))


def say_trial(found: Classification) -> None:
    """Say the verdict, the runs and the near misses."""
    verdict = found.verdicts.iloc[0]
    response = str(verdict["response"])
    st.markdown(f"**{letter(response)} · {response}.** {inert(verdict['reason'])}")
    misses = near_misses(found, CHILD)
    if misses:
        st.markdown("Near misses:\n" + "\n".join(f"- {inert(miss.words)}" for miss in misses))
    elif response != "complete remission" and len(found.occasions):
        st.caption("No single change would have made a better response.")
    trace = found.occasions
    if len(trace):
        st.dataframe(
            pd.DataFrame(
                {
                    "day": trace["day"],
                    "Up/c": trace["upcr_text"] + " " + trace["upcr_unit"],
                    "albumin": (trace["albumin_text"] + " " + trace["albumin_unit"]).str.strip(),
                    "the verdict rests on it": trace["evidence"].map({True: "yes", False: ""}),
                    "what it lacked": trace["lacked"],
                    "state": trace["state"],
                }
            ),
            hide_index=True,
            alt="The samples typed, with what each lacked",
            key="trial_trace",
        )
