"""The tables of the comparison page: who changes, how far the definitions agree, what tips it."""

import pandas as pd
import streamlit as st

from srns.analysis.definitions.comparison import (
    Comparison,
    compare,
    date_differences,
    differences,
    headline,
    pairwise_agreement,
    reclassification,
)
from srns.analysis.definitions.comparison_report import all_unit_flips, all_verdicts_by_unit
from srns.analysis.definitions.differences import explain_date, explain_difference
from srns.charts.definition_matrix import PICKED, cells_of
from srns.charts.theme import letter
from srns.cohort.terms import COMPLETE
from srns.dashboard.markdown_text import count, inert, join
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.parts.choose_patient import say_override
from srns.dashboard.state import saved_view, session
from srns.dashboard.state.filters import View
from srns.rules.classification import Classification

MATRIX = "definition_matrix"
OTHER = "compared_with"
READABLE = 24
"""So many changes are said in sentences; more than that nobody reads."""


def comparison_of(view: View) -> Comparison:
    """Judge the children that the filters leave by every definition, the visitor's own included."""
    return session.remembered(
        ("comparison", tuple(view.patients)),
        lambda: compare(view.cohort, list(session.known_definitions().values())),
    )


def names_of(comparison: Comparison) -> dict[str, str]:
    """Say what each definition is called, by its id."""
    return {definition.id: definition.name for definition in comparison.definitions}


def those_who_change_first(comparison: Comparison) -> list[str]:
    """Give the children, those whom some definition calls otherwise first."""
    changing = set(comparison.changing)
    return sorted(comparison.matrix.index, key=lambda patient: patient not in changing)


def matrix_cells(view: View, comparison: Comparison, patients: list[str]) -> pd.DataFrame:
    """Lay the matrix of these children out."""
    overridden = {
        (patient, each.definition.id)
        for each in comparison.classifications
        for patient in each.overrides
    }
    return cells_of(
        comparison.matrix.loc[patients],
        comparison.onset_days.loc[patients],
        view.definition.id,
        names_of(comparison),
        overridden,
    )


def take_pick() -> None:
    """Take over which cell of the matrix was clicked."""
    picked = st.session_state[f"{MATRIX}_chart"]["selection"].get(PICKED, [])
    if not picked:
        return
    cell = picked[0]
    here = session.state()
    here.patient = str(cell["patient"])
    here.notices = []
    if cell["definition"] != session.definition_in_force().id:
        st.session_state[OTHER] = cell["definition"]


def choose_other(view: View, comparison: Comparison, key: str, label: str) -> str:
    """Choose one of the other definitions."""
    names = names_of(comparison)
    others = [each for each in names if each != view.definition.id]
    if st.session_state.get(key) not in others:
        st.session_state.pop(key, None)
    return st.selectbox(label, others, key=key, format_func=lambda each: names[each])


def show_child(view: View, comparison: Comparison, patient: str, other: str) -> None:
    """Show one child under two definitions: both verdicts, what decides, both traces."""
    one, second = comparison.under(view.definition.id), comparison.under(other)
    child = list(view.patients).index(patient)
    why = explain_difference(one, second, child) or explain_date(one, second, child)
    if why:
        st.info(inert(why))
    else:
        st.caption("Both give the same response, from the same day.")
    for column, each in zip(st.columns(2, gap="large"), (one, second), strict=True):
        with column:
            verdict = each.verdicts.set_index("patient").loc[patient]
            response = str(verdict["response"])
            st.markdown(
                f"**{inert(each.definition.name)}**  \n"
                f"**{letter(response)} · {response}.** {inert(verdict['reason'])}"
            )
            say_override(each, patient)
    figures_and_tables.listing("traces", two_traces(one, second, patient), view)


def two_traces(one: Classification, other: Classification, patient: str) -> pd.DataFrame:
    """List a child's occasions with what each lacked under two definitions."""
    first, second = (
        each.occasions[each.occasions["patient"] == patient].reset_index(drop=True)
        for each in (one, other)
    )
    columns: dict[str, object] = {
        "day": first["day"],
        "Up/c": first["upcr_text"] + " " + first["upcr_unit"],
        "Up/c cell": first["upcr_cell"],
        "albumin": (first["albumin_text"] + " " + first["albumin_unit"]).str.strip(),
    }
    for trace, each in ((first, one), (second, other)):
        columns[f"{each.definition.name}: what it lacked"] = [
            lacked if lacked else ("● the verdict rests on it" if evidence else "")
            for lacked, evidence in zip(trace["lacked"], trace["evidence"], strict=True)
        ]
    paired_otherwise = (first["albumin_cell"] != second["albumin_cell"]).any()
    if paired_otherwise:
        columns["albumin there"] = (
            second["albumin_text"] + " " + second["albumin_unit"]
        ).str.strip()
    columns["albumin cell"] = first["albumin_cell"]
    return pd.DataFrame(columns)


def say_changes(table: pd.DataFrame) -> None:
    """Say each change in a sentence, as far as they can be read; the table has them all."""
    for row in table.head(READABLE).to_dict("records"):
        if "there" in row:
            change = f"{letter(row['in force'])} → {letter(row['there'])}"
        else:
            change = f"day {row['day in force']} → day {row['day there']}"
        st.markdown(
            f"- **Child {inert(row['patient'])}, {inert(row['definition'])}: {change}.** "
            f"{inert(row['why'])}"
        )
    if len(table) > READABLE:
        st.caption(f"{len(table) - READABLE} more stand in the table.")
    if table.empty:
        st.caption("Nobody.")


def who_changes(view: View, comparison: Comparison) -> pd.DataFrame:
    """List who is called otherwise than by the definition in force, and why."""
    table = session.remembered(
        ("differences", tuple(view.patients)), lambda: differences(comparison, view.definition.id)
    )
    names = names_of(comparison)
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "definition": table["definition"].map(names),
            "in force": table["reference_response"],
            "there": table["response"],
            "why": table["why"],
        }
    )


def who_is_dated_otherwise(view: View, comparison: Comparison) -> pd.DataFrame:
    """List who reaches the same remission on another day, and why."""
    table = session.remembered(
        ("dates", tuple(view.patients)), lambda: date_differences(comparison, view.definition.id)
    )
    return pd.DataFrame(
        {
            "patient": table["patient"],
            "definition": table["definition"].map(names_of(comparison)),
            "response": table["response"],
            "day in force": table["reference_onset_day"],
            "day there": table["onset_day"],
            "why": table["why"],
        }
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


def say_counts(counts: pd.DataFrame) -> str:
    """Say which definitions find how many remissions, the most common count first."""
    if counts.empty:
        return "No definition that is compared knows a complete remission."
    parts = []
    for (n, of), rows in sorted(
        counts.groupby(["n", "of"]), key=lambda group: (-len(group[1]), group[0])
    ):
        names = list(rows["group"])
        who = join(names) if len(names) <= 3 else f"{len(names)} of {len(counts)} definitions"
        low, high = rows["low"].iloc[0], rows["high"].iloc[0]
        parts.append(f"{n} of {of} (exact 95 % interval {low:.1f} to {high:.1f} %) by {who}")
    return f"Complete remission: {'; '.join(parts)}."


def reclassified(view: View, comparison: Comparison, other: str) -> pd.DataFrame:
    """Cross-tabulate the definition in force with another."""
    table = reclassification(comparison, view.definition.id, other)
    return pd.DataFrame(
        {
            "by the definition in force": table["from"],
            "by the other": table["to"],
            "": [
                "same" if start == end else "changes"
                for start, end in zip(table["from"], table["to"], strict=True)
            ],
            "n": table["n"],
            "children": [", ".join(patients) for patients in table["patients"]],
        }
    )


@saved_view.part
def show_reclassification(view: View, comparison: Comparison) -> None:
    """Cross-tabulate the definition in force with another that is chosen here."""
    towards = choose_other(view, comparison, "reclassified_to", "From the one in force to")
    figures_and_tables.listing("reclassification", reclassified(view, comparison, towards), view)


def agreement_table(comparison: Comparison) -> pd.DataFrame:
    """List the agreement of every two definitions."""
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
            "why nothing is given": table["why_missing"],
        }
    )


def say_agreement(table: pd.DataFrame) -> str:
    """Say how many pairs of definitions agree on every child, and which agree least."""
    if table.empty or not table["children"].iloc[0]:
        return "There is nothing to compare."
    whole = int((table["same response"] == table["children"]).sum())
    least = table.iloc[int(table["same response"].astype(int).argmin())]
    text = f"{whole} of {count(len(table), 'pair')} of definitions agree on every child."
    if whole == len(table):
        return text
    return text + (
        f" {least['definition']} and {least['other definition']} agree least: on "
        f"{least['same response']} of {least['children']}."
    )


def say_unit_flips(comparison: Comparison) -> str:
    """Say how many samples, and whether any child, change with the unit."""
    flips, children = all_unit_flips(comparison), all_verdicts_by_unit(comparison)
    units = dict.fromkeys(comparison.cohort.labs.query("analyte == 'upcr'")["unit"])
    if flips.empty:
        return (
            f"No sample of this cohort (Up/c in {join(list(units)) or 'no unit'}) is judged "
            "otherwise in another unit that a definition prints. Values from 20.0 to 22.6 and from "
            "200 to 226 mg/mmol would be, as would 0.177 to 0.2 and 1.77 to 2 mg/mg."
        )
    samples = flips.drop_duplicates(["patient", "day"])
    text = f"{count(len(samples), 'sample')} would be judged otherwise in another printed unit."
    if children.empty:
        return text + " No child's verdict changes with it."
    return f"{text} The verdict changes in {join(list(dict.fromkeys(children['patient'])))}."


def unit_flip_table(comparison: Comparison) -> pd.DataFrame:
    """List the samples that are judged otherwise in another unit."""
    table = all_unit_flips(comparison)
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
