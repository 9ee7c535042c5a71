"""Trial patient: type samples and see the verdict of the definition in use."""

import pandas as pd
import streamlit as st

from srns.charts.theme import letter
from srns.cohort.errors import SampleError
from srns.cohort.quantities import ALBUMIN, UPCR
from srns.cohort.typed_samples import CHILD, read_samples
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts.near_misses import show_near_misses
from srns.dashboard.parts.shown_table import in_language
from srns.languages.messages import _, translated
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
"""An example to change: two samples that meet remission, and a third that just misses."""


def try_patient(definition: Definition) -> None:
    """Draw an editable table of samples and its verdict."""
    st.caption(
        _(
            "Type results as the laboratory reports them: 0.15, <0.3, 22 mg/mmol, 38 g/L. Day 0 is "
            "the first infusion; day 0 and earlier is baseline. Nothing is stored."
        )
    )
    typed = st.data_editor(
        pd.DataFrame(START, columns=["day", "upcr", "albumin"]).astype({"day": "Int64"}),
        key="trial",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        alt=_("Samples to try"),
        column_config={
            "day": st.column_config.NumberColumn(_("Day"), step=1),
            "upcr": st.column_config.TextColumn(
                _("Up/c ({unit}, or type the unit)").format(unit=UPCR.canonical_unit)
            ),
            "albumin": st.column_config.TextColumn(
                _("Albumin ({unit}, or type the unit)").format(unit=ALBUMIN.canonical_unit)
            ),
        },
    )
    try:
        cohort = read_samples({str(key): value for key, value in row.items()}
                              for row in typed.to_dict("records"))  # fmt: skip
    except SampleError as error:
        for sentence in str(error).splitlines():
            st.error(escape(sentence))
        return
    show_trial(classify(cohort, definition))


def show_trial(found: Classification) -> None:
    """Draw the verdict, the near misses and what each sample did not meet."""
    verdict = found.verdicts.iloc[0]
    response = str(verdict["response"])
    st.markdown(
        f"**{letter(response)} · {translated(response)}.** {escape(translated(verdict['reason']))}"
    )
    trace = found.occasions
    if len(trace):
        show_near_misses(near_misses(found, CHILD), response)
        st.dataframe(
            in_language(
                pd.DataFrame(
                    {
                        "day": trace["day"],
                        "Up/c": trace["upcr_text"] + " " + trace["upcr_unit"],
                        "albumin": (
                            trace["albumin_text"] + " " + trace["albumin_unit"]
                        ).str.strip(),
                        "decides the verdict": trace["evidence"].map({True: "yes", False: ""}),
                        "criterion not met": trace["lacked"],
                        "state": trace["state"],
                    }
                )
            ),
            hide_index=True,
            alt=_("The samples, with the criteria that each did not meet"),
            key="trial_trace",
        )
