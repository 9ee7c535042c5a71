"""Import settings (recipe) of a workbook: what each column holds, download and reuse."""

import pandas as pd
import streamlit as st

from srns.cohort.errors import RecipeError
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.screens.importing import decisions, sheet_preview
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort, PendingImport
from srns.languages.messages import _
from srns.panels.panel import table_panel
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe


def offer_saved_settings() -> None:
    """Draw the upload of import settings saved from an earlier data cut."""
    with st.expander(_("Reuse saved import settings")):
        st.file_uploader(
            _("Import settings (.toml)"), type=["toml"], key="recipe", on_change=_load_settings
        )
        error = st.session_state.get("recipe_refused")
        if error:
            st.error(escape(error))
        elif session.state().saved_recipe:
            st.caption(_("The next workbook will be read with these settings."))


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
    if here.pending and not here.pending.is_read and here.saved_recipe.tables:
        workbook_import.change_recipe(here.saved_recipe)
        if not here.saved_recipe.open_questions:
            workbook_import.read_pending()


def show(loaded: LoadedCohort, pending: PendingImport | None) -> None:
    """Draw how the open workbook was read, where it can be changed, and the settings' download."""
    if loaded.recipe is not None:
        offer_download(loaded.recipe, loaded.name)
    if pending is not None:
        label = _("How each column was read; change it here")
        with st.expander(label, key="preview_shown", on_change="rerun") as it:
            if it.open:
                decisions.ask_questions(pending)
                sheet_preview.show_sheets(pending, loaded.reading.problems)
    elif loaded.recipe is not None and loaded.recipe.tables:
        with st.expander(_("How each column was read")):
            listed = table_panel("recipe_columns", columns_table(loaded.recipe))
            figures_and_tables.data_table(listed)


def offer_download(recipe: Recipe, name: str) -> None:
    """Draw the download of the import settings."""
    st.download_button(
        _("Download import settings for the next data cut"),
        write_recipe(recipe),
        f"{name.rpartition('.')[0] or name}.toml",
        "application/toml",
        on_click="ignore",
        icon=":material/download:",
    )


def columns_table(recipe: Recipe) -> pd.DataFrame:
    """List the columns of the workbook, one a row: what each means, and why."""
    rows = [
        (
            table.sheet,
            column.heading,
            column.means,
            column.unit,
            "" if column.day is None else str(column.day),
            column.why,
        )
        for table in recipe.tables
        for column in table.columns
        if column.heading
    ]
    return pd.DataFrame(rows, columns=["sheet", "heading", "means", "unit", "day", "because"])
