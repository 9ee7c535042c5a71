"""Import settings (recipe) of a workbook: questions, column by column view, download and reuse."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from srns.cohort.errors import RecipeError
from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort, PendingImport
from srns.privacy.masked_samples import samples
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe


def offer_saved_settings() -> None:
    """Draw the upload of import settings saved from an earlier data cut."""
    with st.expander("Reuse saved import settings"):
        st.file_uploader(
            "Import settings (.toml)", type=["toml"], key="recipe", on_change=_load_settings
        )
        error = st.session_state.get("recipe_refused")
        if error:
            st.error(escape(error))
        elif session.state().saved_recipe:
            st.caption("The next workbook will be read with these settings.")


def _load_settings() -> None:
    here = session.state()
    upload = st.session_state["recipe"]
    st.session_state["recipe_refused"] = ""
    here.saved_recipe = None
    if upload is None:
        return
    try:
        here.saved_recipe = read_recipe(upload.getvalue())
    except RecipeError as error:
        st.session_state["recipe_refused"] = str(error)
        return
    if here.pending:
        workbook_import.read_by_recipe(here.pending.name, here.pending.opened, here.saved_recipe)


def ask_questions() -> PendingImport | None:
    """Draw the questions only a person can answer; return the workbook until they are answered."""
    pending = session.state().pending
    if pending is None:
        return None
    questions = pending.recipe.open_questions
    st.subheader(escape(pending.name))
    st.write(
        f"This workbook does not follow the template. Below is how it will be read; "
        f"{count(len(questions), 'question')} only you can answer."
    )
    with st.form("questions"):
        for number, question in enumerate(questions):
            st.radio(
                escape(question.asks),
                question.options,
                index=None,
                key=f"answer_{number}",
                format_func=escape,
                help=escape(question.why),
            )
            st.caption(f"Why we ask: {escape(question.why)}.")
        st.form_submit_button("Read the workbook", on_click=_submit_answers, type="primary")
    if st.session_state.get("unanswered"):
        st.warning("Answer every question: nothing is guessed.")
    st.subheader("How each column will be read")
    figures_and_tables.data_table(
        "recipe_columns", columns_table(pending.recipe, samples(pending.opened))
    )
    return pending


def _submit_answers() -> None:
    here = session.state()
    if here.pending is None:
        return
    answers = {
        question.id: st.session_state.get(f"answer_{number}") or ""
        for number, question in enumerate(here.pending.recipe.open_questions)
    }
    recipe = here.pending.recipe.answered(answers)
    st.session_state["unanswered"] = bool(recipe.open_questions)
    if not recipe.open_questions:
        workbook_import.read_by_recipe(here.pending.name, here.pending.opened, recipe)


def show(loaded: LoadedCohort) -> None:
    """Draw the import settings of the open workbook, and their download."""
    if loaded.recipe is None:
        return
    st.download_button(
        "Download import settings for the next data cut",
        write_recipe(loaded.recipe),
        f"{loaded.name.rpartition('.')[0] or loaded.name}.toml",
        "application/toml",
        on_click="ignore",
    )
    if loaded.recipe.tables:
        with st.expander("How each column was read"):
            figures_and_tables.data_table("recipe_columns", columns_table(loaded.recipe))


def columns_table(
    recipe: Recipe, examples: Mapping[tuple[str, str, str], str] | None = None
) -> pd.DataFrame:
    """List the columns of the workbook, one a row: what each means, and why.

    Parameters
    ----------
    examples
        Sample cells as typed, by sheet, first heading of the table and heading.
    """
    rows = [
        (
            table.sheet,
            column.heading,
            (examples or {}).get((table.sheet, table.first_heading, column.heading), ""),
            column.means,
            column.unit,
            "" if column.day is None else str(column.day),
            column.why,
        )
        for table in recipe.tables
        for column in table.columns
        if column.heading
    ]
    columns = ["sheet", "heading", "examples", "means", "unit", "day", "because"]
    table = pd.DataFrame(rows, columns=columns)
    return table if examples else table.drop(columns="examples")
