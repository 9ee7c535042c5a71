"""Cells that cannot be read as typed, answered many at once."""

import hashlib

import streamlit as st

from srns.dashboard.markdown_text import escape_label
from srns.dashboard.parts.progress import with_progress
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import LoadedCohort
from srns.languages.messages import _, in_language, mark, ngettext, translated
from srns.workbook.recipe.corrections import Misreading, find_misreadings
from srns.workbook.recipe.model import Correction

NONE, ONE_BY_ONE = mark("no: they stay unknown"), mark("one by one")


def offer(loaded: LoadedCohort) -> None:
    """Draw a question for each kind of cell that is likely to mean something, and read again."""
    pending = session.state().pending
    if pending is None or not loaded.reading.readable:
        return
    found = find_misreadings(pending.opened, loaded.reading.problems)
    if not found:
        return
    cells = sum(len(one.problems) for one in found)
    st.header(_("Cells that may mean something else ({n})").format(n=cells))
    chosen: list[Correction] = []
    for one in found:
        chosen += _ask(one)
    if st.button(
        ngettext("Read {n} cell as answered", "Read {n} cells as answered", len(chosen)).format(
            n=len(chosen)
        ),
        disabled=not chosen,
        type="primary" if chosen else "secondary",
        key="read_corrected",
        help=_("Kept in the import settings: each cell with what it holds and how it is read."),
    ):
        with_progress(lambda report: workbook_import.correct(chosen, report))
        st.rerun()


def _ask(one: Misreading) -> list[Correction]:
    """Draw the question about cells of one kind; return what was answered."""
    readings = [
        _("yes: {found} is {meaning}").format(found=one.found[0], meaning=each)
        for each in one.readings[0]
    ]
    several = [ONE_BY_ONE] if len(one.problems) > 1 else []
    example = _("{found} in {place}").format(found=one.found[0], place=one.problems[0].place)
    answer = _draw(
        ngettext(
            "{n} cell with {kind}, such as {example}",
            "{n} cells with {kind}, such as {example}",
            len(one.problems),
        ).format(n=len(one.problems), kind=in_language(one.kind), example=example),
        [*readings, *several, NONE],
        f"{one.kind} {one.problems[0].place}",
    )
    if answer in readings:
        return list(one.corrections(readings.index(answer)))
    return _ask_each(one) if answer == ONE_BY_ONE else []


def _ask_each(one: Misreading) -> list[Correction]:
    chosen: list[Correction] = []
    for problem, found, readings in zip(one.problems, one.found, one.readings, strict=True):
        answer = _draw(f"{problem.place}: {found}", [*readings, "unknown"], problem.place)
        if answer in readings:
            chosen.append(Correction(problem.place, found, str(answer)))
    return chosen


def _draw(asks: str, options: list[str], about: str) -> str | None:
    return st.radio(
        escape_label(asks),
        options,
        index=None,
        horizontal=True,
        format_func=lambda words: escape_label(translated(words)),
        key=f"correct_{hashlib.sha256(about.encode()).hexdigest()[:12]}",
    )
