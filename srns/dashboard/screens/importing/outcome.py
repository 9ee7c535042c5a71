"""What was read from the open workbook: one sentence, day 0 where it is open, the ledger."""

import streamlit as st

from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables, table_views
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort
from srns.workbook.closing_sentence import closing_sentence
from srns.workbook.read_workbook import Reading


def show_summary(loaded: LoadedCohort) -> None:
    """Draw the name of the open workbook, what was read from it, and where to go next."""
    reading = loaded.reading
    st.subheader(escape(loaded.name))
    if loaded.note:
        st.warning(
            "**Up/c series simulated.** The paper shows Up/c only as a figure. The data of Table "
            "1 and the text are real; every Up/c, and every albumin except on day 0, was simulated "
            "so that the paper's definition yields the paper's responses. Draw no clinical "
            "conclusions."
        )
    if reading.cohort is None:
        errors = sum(problem.severity == "error" for problem in reading.problems)
        said = (
            f"{count(errors, 'problem')} to fix in Excel. Correct the cells listed below, save the "
            "workbook, and open it here again."
        )
        if session.state().pending is not None:
            said += (
                " Or choose below what each column holds: no verdict is possible without Up/c, "
                "24-hour protein or the dipstick."
            )
        st.error(said)
        return
    st.success(escape(closing_sentence(reading)), icon=":material/task_alt:")
    if reading.errors:
        st.warning(
            f"{count(len(reading.errors), 'problem')} to fix in Excel, listed below. "
            "A result that cannot be read is unknown on its day, and a row whose day or child "
            f"cannot be read is left out; all others are judged. {reading.unknown_words}"
        )
    with st.container(horizontal=True):
        st.page_link("pages/child.py", label="See each child's timeline", icon="📈")
        st.page_link("pages/cohort.py", label="See how many children responded", icon="👥")


def ask_day_zero(loaded: LoadedCohort) -> None:
    """Ask what day 0 is, where the workbook leaves it open; with the children who have each."""
    origins = loaded.reading.origins
    if loaded.reading.cohort is not None or not origins or session.state().pending is None:
        return
    st.subheader("What is day 0?")
    st.write(
        "No child has an infusion or an index date, so the workbook does not say from when days, "
        "times and responses count. Choose below, or add an index date to the sheet Patients."
    )
    labels = {f"{name} ({number} children)": name for name, number in origins.items()}
    chosen = st.radio(
        "Day 0", [*labels, "none of these: I will add an index date"], index=None, key="ask_day_0"
    )
    if chosen in labels:
        st.button(
            "Read the workbook from this day",
            on_click=workbook_import.choose_day_zero,
            args=(labels[chosen],),
            type="primary",
        )


def show_ledger(reading: Reading) -> None:
    """Draw how many of the filled cells were used, ignored and rejected."""
    ledger = reading.ledger
    st.subheader("Cells read, ignored, rejected")
    figures_and_tables.metrics_row(
        [
            ("filled cells", ledger.cells),
            ("read", ledger.used),
            ("ignored", ledger.ignored),
            ("rejected", ledger.failed),
        ]
    )
    unused = table_views.ledger_table(ledger.entries)
    if len(unused):
        with st.expander(f"{count(len(unused), 'cell')} not read, with the reason"):
            figures_and_tables.data_table("cells_not_read", unused)
