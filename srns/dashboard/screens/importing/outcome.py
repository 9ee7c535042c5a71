"""What was read from the open workbook: one sentence, day 0 where it is open, the ledger."""

from collections.abc import Sequence

import streamlit as st

from srns.cohort.wording import plural
from srns.dashboard.markdown_text import escape
from srns.dashboard.parts import figures_and_tables
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort
from srns.languages import counted
from srns.languages.messages import _, in_language, mark, ngettext, translated
from srns.panels.panel import table_panel
from srns.workbook.closing_sentence import closing_sentence
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading
from srns.workbook.template.deciding_results import NO_URINE
from srns.workbook.template.origins import NO_DAY_ZERO

NO_ORIGIN = mark("none of these: I will add an index date")


def show_summary(loaded: LoadedCohort) -> None:
    """Draw the name of the open workbook, what was read from it, and where to go next."""
    reading = loaded.reading
    st.header(escape(loaded.name))
    if loaded.note:
        st.warning(
            _(
                "**Up/c series simulated.** The paper shows Up/c only as a figure. The data of "
                "Table 1 and the text are real; every Up/c, and every albumin except on day 0, "
                "was simulated so that the paper's definition yields the paper's responses. Draw "
                "no clinical conclusions."
            )
        )
    if reading.cohort is None:
        errors = problems_to_fix(loaded)
        if asks_day_zero(loaded) and not any(one.stops for one in errors):
            st.info(
                _(
                    "The workbook was read. One thing is open: it has neither an index date nor "
                    "an infusion, so it does not say from which day to count. Choose day 0 below, "
                    "and the children are judged."
                ),
                icon=":material/help:",
            )
            _show_what_is_left_out(reading, errors)
        else:
            st.error(_why_no_cohort(loaded))
        return
    st.success(escape(in_language(closing_sentence(reading))), icon=":material/task_alt:")
    _show_what_is_left_out(reading, reading.errors)
    with st.container(horizontal=True):
        st.page_link(
            "pages/child.py", label=_("See each child's timeline"), icon=":material/timeline:"
        )
        st.page_link(
            "pages/cohort.py", label=_("See how many children responded"), icon=":material/groups:"
        )


def _show_what_is_left_out(reading: Reading, errors: Sequence[Problem]) -> None:
    """Draw what becomes of the cells that cannot be read, where there are any."""
    if not errors:
        return
    st.warning(
        " ".join(
            (
                _to_fix(len(errors)),
                _(
                    "A result that cannot be read is unknown on its day, and a row whose day "
                    "or child cannot be read is left out; all others are judged."
                ),
                in_language(reading.unknown_words),
            )
        )
    )


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
    said = [
        _to_fix(len(errors)),
        _("Correct the cells, save the workbook, and open it here again."),
    ]
    if asks_day_zero(loaded):
        said.append(_("Day 0 is open, too: choose it below."))
    elif session.state().pending is not None:
        # What stops nothing is in the way only where no urine result was read.
        if any(one.found == NO_URINE for one in errors) or not any(one.stops for one in errors):
            said.append(
                _(
                    "Or choose below which column holds Up/c, 24-hour protein or the dipstick: "
                    "without any of them no verdict is possible."
                )
            )
        else:
            said.append(_("Or change below what a column holds."))
    return " ".join(said)


def _to_fix(n: int) -> str:
    return ngettext(
        "{n} problem to fix in Excel, listed below.",
        "{n} problems to fix in Excel, listed below.",
        n,
    ).format(n=n)


def ask_day_zero(loaded: LoadedCohort) -> None:
    """Ask what day 0 is, where the workbook leaves it open; with the children who have each."""
    if not asks_day_zero(loaded):
        return
    origins = loaded.reading.origins
    st.header(_("What is day 0?"))
    st.write(
        _(
            "No child has an infusion or an index date, so the workbook does not say from when "
            "days, times and responses count. Choose below, or add an index date to the sheet "
            "Patients."
        )
    )
    labels = {f"{name} ({plural(n, 'child', 'children')})": name for name, n in origins.items()}
    chosen = st.radio(
        _("Day 0"),
        [*labels, NO_ORIGIN],
        index=None,
        key="ask_day_0",
        format_func=lambda label: (
            f"{translated(labels[label])} ({counted.children(origins[labels[label]])})"
            if label in labels
            else translated(label)
        ),
    )
    if chosen in labels:
        st.button(
            _("Read the workbook from this day"),
            on_click=workbook_import.choose_day_zero,
            args=(labels[chosen],),
            type="primary",
        )


def show_ledger(reading: Reading) -> None:
    """Draw how many of the filled cells were used, ignored and rejected."""
    ledger = reading.ledger
    st.header(_("Cells read, ignored, rejected"))
    figures_and_tables.metrics_row(
        [
            (_("filled cells"), ledger.cells),
            (_("read"), ledger.used),
            (_("ignored"), ledger.ignored),
            (_("rejected"), ledger.failed),
        ]
    )
    unused = ledger.ignored + ledger.failed
    if unused:
        figures_and_tables.collapsed_table(
            ngettext(
                "{n} cell not read, with the reason",
                "{n} cells not read, with the reason",
                unused,
            ).format(n=unused),
            "cells_not_read",
            lambda: table_panel("cells_not_read", ledger.unused),
        )
