"""How a visitor answers the questions of a recipe, sees what it says, and keeps it."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from srns.cohort.errors import RecipeError
from srns.dashboard.markdown_text import count, inert
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session
from srns.dashboard.state.session import Held, Waiting
from srns.privacy.masked_samples import samples
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe


def offer_earlier() -> None:
    """Take the recipe of an earlier data cut."""
    with st.expander("Read it as last time: open the recipe of an earlier data cut"):
        st.file_uploader("Recipe (.toml)", type=["toml"], key="recipe", on_change=_take_earlier)
        said = st.session_state.get("recipe_refused")
        if said:
            st.error(inert(said))
        elif session.state().earlier_recipe:
            st.caption("The next workbook is read by this recipe.")


def _take_earlier() -> None:
    here = session.state()
    upload = st.session_state["recipe"]
    st.session_state["recipe_refused"] = ""
    here.earlier_recipe = None
    if upload is None:
        return
    try:
        here.earlier_recipe = read_recipe(upload.getvalue())
    except RecipeError as error:
        st.session_state["recipe_refused"] = str(error)
        return
    if here.waiting:
        session.read_by_recipe(here.waiting.name, here.waiting.opened, here.earlier_recipe)


def ask() -> Waiting | None:
    """Ask what only a person can decide; gives the workbook while there is something to ask."""
    waiting = session.state().waiting
    if waiting is None:
        return None
    questions = waiting.recipe.open_questions
    st.subheader(inert(waiting.name))
    st.write(
        f"This workbook has its own shape. How it will be read stands below; "
        f"{count(len(questions), 'question')} only you can answer."
    )
    with st.form("questions"):
        for number, question in enumerate(questions):
            st.radio(
                inert(question.asks),
                question.options,
                index=None,
                key=f"answer_{number}",
                format_func=inert,
                help=inert(question.why),
            )
            st.caption(f"Why it is asked: {inert(question.why)}.")
        st.form_submit_button("Read the workbook", on_click=_answer, type="primary")
    if st.session_state.get("unanswered"):
        st.warning("Answer every question; nothing is guessed.")
    st.subheader("How it will be read, column by column")
    figures_and_tables.listing(
        "recipe_columns", columns_table(waiting.recipe, samples(waiting.opened))
    )
    return waiting


def _answer() -> None:
    here = session.state()
    if here.waiting is None:
        return
    answers = {
        question.id: st.session_state.get(f"answer_{number}") or ""
        for number, question in enumerate(here.waiting.recipe.open_questions)
    }
    recipe = here.waiting.recipe.answered(answers)
    st.session_state["unanswered"] = bool(recipe.open_questions)
    if not recipe.open_questions:
        session.read_by_recipe(here.waiting.name, here.waiting.opened, recipe)


def show(held: Held) -> None:
    """Show by which recipe a workbook was read, and let the visitor keep it."""
    if held.recipe is None:
        return
    st.download_button(
        "Download the recipe for the next data cut",
        write_recipe(held.recipe),
        f"{held.name.rpartition('.')[0] or held.name}.toml",
        "application/toml",
        on_click="ignore",
    )
    if held.recipe.tables:
        with st.expander("How this workbook was read, column by column"):
            figures_and_tables.listing("recipe_columns", columns_table(held.recipe))


def columns_table(
    recipe: Recipe, typed: Mapping[tuple[str, str, str], str] | None = None
) -> pd.DataFrame:
    """Give one row per column of the workbook: what it means, and why.

    Parameters
    ----------
    typed
        A few cells as they were typed, by sheet, first heading of the table and heading.
    """
    rows = [
        (
            table.sheet,
            column.heading,
            (typed or {}).get((table.sheet, table.first_heading, column.heading), ""),
            column.means,
            column.unit,
            "" if column.day is None else str(column.day),
            column.why,
        )
        for table in recipe.tables
        for column in table.columns
        if column.heading
    ]
    columns = ["sheet", "heading", "such as", "means", "unit", "day", "because"]
    table = pd.DataFrame(rows, columns=columns)
    return table if typed else table.drop(columns="such as")
