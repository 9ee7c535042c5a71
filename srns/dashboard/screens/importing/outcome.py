"""What was read from the open workbook: one sentence, day 0 where it is open, the ledger."""

import streamlit as st

from srns.cohort.wording import plural
from srns.dashboard.markdown_text import count, escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort
from srns.panels.panel import table_panel
from srns.workbook.closing_sentence import closing_sentence
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading
from srns.workbook.template.deciding_results import NO_URINE
from srns.workbook.template.origins import NO_DAY_ZERO

_DAY_ZERO_ALONE = (
    "The workbook was read. One thing is open: it has neither an index date nor an infusion, so it "
    "does not say from which day to count. Choose day 0 below, and the children are judged."
)


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
        if asks_day_zero(loaded) and not problems_to_fix(loaded):
            st.info(_DAY_ZERO_ALONE, icon=":material/help:")
        else:
            st.error(_why_no_cohort(loaded))
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


def asks_day_zero(loaded: LoadedCohort) -> bool:
    """Return whether the page asks what day 0 is: the workbook leaves it open and offers some."""
    reading = loaded.reading
    offers = reading.cohort is None and bool(reading.origins)
    return offers and session.state().pending is not None


def problems_to_fix(loaded: LoadedCohort) -> list[Problem]:
    """Return the errors without the open day 0, where the page asks about that."""
    asked = asks_day_zero(loaded)
    return [one for one in loaded.reading.errors if not (asked and one.found == NO_DAY_ZERO)]


def _why_no_cohort(loaded: LoadedCohort) -> str:
    """Return what stands in the way of any verdict, and where to answer it."""
    errors = problems_to_fix(loaded)
    said = f"{count(len(errors), 'problem')} to fix in Excel, listed below. Correct the cells, "
    said += "save the workbook, and open it here again."
    if asks_day_zero(loaded):
        return f"{said} Day 0 is open, too: choose it below."
    if session.state().pending is None:
        return said
    # What stops nothing is in the way only where no urine result was read.
    if any(one.found == NO_URINE for one in errors) or not any(one.stops for one in errors):
        return (
            f"{said} Or choose below which column holds Up/c, 24-hour protein or the dipstick: "
            "without any of them no verdict is possible."
        )
    return f"{said} Or change below what a column holds."


def ask_day_zero(loaded: LoadedCohort) -> None:
    """Ask what day 0 is, where the workbook leaves it open; with the children who have each."""
    if not asks_day_zero(loaded):
        return
    origins = loaded.reading.origins
    st.subheader("What is day 0?")
    st.write(
        "No child has an infusion or an index date, so the workbook does not say from when days, "
        "times and responses count. Choose below, or add an index date to the sheet Patients."
    )
    labels = {
        f"{name} ({plural(number, 'child', 'children')})": name for name, number in origins.items()
    }
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
    unused = ledger.ignored + ledger.failed
    if unused:
        figures_and_tables.collapsed_table(
            f"{count(unused, 'cell')} not read, with the reason",
            "cells_not_read",
            lambda: table_panel("cells_not_read", ledger.unused),
        )
