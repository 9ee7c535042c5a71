"""What only a person can decide about an uploaded workbook, and reading it as decided."""

import hashlib

import streamlit as st

from srns.dashboard.markdown_text import escape, escape_label
from srns.dashboard.parts.progress import with_progress
from srns.dashboard.screens.importing import sheet_preview
from srns.dashboard.state import session, workbook_import
from srns.dashboard.state.session import PendingImport
from srns.languages.messages import _, in_language, ngettext
from srns.workbook.recipe.question_groups import QuestionGroup, group_questions

_MANY = 8


def ask(pending: PendingImport) -> None:
    """Draw the questions, the sheets with a choice above each column, and what reads them."""
    recipe = pending.recipe
    st.header(escape(pending.name))
    if not recipe.tables:
        st.warning(
            _(
                "No column was recognized that names the child. Choose what the columns hold, "
                "above each of them, the child first."
            )
        )
    elif recipe.questions:
        st.write(
            ngettext(
                "This workbook does not follow the template. Below is how it will be read; {n} "
                "question only you can answer.",
                "This workbook does not follow the template. Below is how it will be read; {n} "
                "questions only you can answer.",
                len(recipe.open_questions),
            ).format(n=len(recipe.open_questions))
        )
    else:
        st.write(_("Below is how it will be read. Change what a column holds above it."))
    ask_questions(pending)
    _offer_reading(pending)
    st.header(_("What each column holds"))
    sheet_preview.show_sheets(pending)


def ask_questions(pending: PendingImport) -> None:
    """Draw the questions, answered or not; those that one answer may settle together."""
    for group in group_questions(pending.recipe):
        with st.container(border=len(group.questions) > 1, gap="small"):
            if len(group.questions) > 1:
                _ask_all(group)
            else:
                _ask_one(group, 0)


def _key(text: str) -> str:
    return f"answer_{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _ask_one(group: QuestionGroup, number: int) -> None:
    question = group.questions[number]
    _draw(
        in_language(question.asks),
        group.options,
        question.answer,
        _key(question.id),
        _("Why we ask: {why}.").format(why=in_language(question.why)),
        (question.id,),
    )


def _ask_all(group: QuestionGroup) -> None:
    """Draw one answer for all questions of a group, and each of them where they are to differ."""
    identities = tuple(question.id for question in group.questions)
    key = _key("; ".join(identities))
    listed = "; ".join(in_language(question.asks) for question in group.questions)
    number = len(group.questions)
    st.markdown(
        _("**{n} questions of one kind.** {questions}").format(n=number, questions=escape(listed))
    )
    _draw(
        _("The same answer to all {n}").format(n=number),
        group.options,
        group.common_answer,
        key,
        listed,
        identities,
    )
    if st.toggle(_("Answer one by one"), key=f"{key}_split"):
        for place in range(number):
            _ask_one(group, place)


def _draw(
    asks: str,
    options: tuple[str, ...],
    answer: str,
    key: str,
    why: str,
    identities: tuple[str, ...],
) -> None:
    """Draw one question: few options beside each other, many in a list."""
    st.session_state[key] = next((one for one in options if one == answer), None)
    if len(options) > _MANY:
        st.selectbox(
            escape_label(asks),
            options,
            index=None,
            format_func=in_language,
            key=key,
            help=escape(why),
            on_change=_answer,
            args=(key, identities),
            placeholder=_("Choose"),
        )
        return
    st.radio(
        escape_label(asks),
        options,
        index=None,
        format_func=lambda option: escape_label(in_language(option)),
        key=key,
        help=escape(why),
        on_change=_answer,
        args=(key, identities),
        horizontal=True,
    )


def _answer(key: str, identities: tuple[str, ...]) -> None:
    pending, answer = session.state().pending, st.session_state.get(key)
    if pending is not None and answer:
        answers = dict.fromkeys(identities, str(answer))
        workbook_import.change_recipe(pending.recipe.answered(answers))


def _offer_reading(pending: PendingImport) -> None:
    """Draw the button that reads the workbook; and one that leaves out what is not decided."""
    still_open = len(pending.recipe.open_questions)
    with st.container(horizontal=True):
        wanted = st.button(_("Read the workbook"), type="primary", icon=":material/play_arrow:")
        rest = still_open > 0 and st.button(
            _("Read it, and leave out what is not decided ({n})").format(n=still_open),
            help=_("Every question that is open is answered with its last option."),
        )
    if wanted and still_open:
        st.warning(
            _("Answer every question: nothing is guessed. Or leave out what is not decided.")
        )
    elif wanted or rest:
        if rest:
            workbook_import.change_recipe(pending.recipe.with_rest_left_out())
        with_progress(workbook_import.read_pending)
        st.rerun()
