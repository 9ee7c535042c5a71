"""Meaning of one column, proposed from its heading and its cells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from srns.cohort.dictionary import PATIENTS, find_column, may_mean
from srns.cohort.terms import find_drug
from srns.languages.messages import Sentence
from srns.languages.sentences import joined, list_or, sentence, term
from srns.workbook.headings.deciding import find_other_origin, may_be_result, names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.answered_results import list_results
from srns.workbook.recipe.column_candidate import ColumnCandidate, ask_for_day, visit_of
from srns.workbook.recipe.column_evidence import (
    Asker,
    fits,
    holds_mostly_dates,
    holds_only_dates,
)
from srns.workbook.recipe.listed_days import LISTABLE, part_days
from srns.workbook.recipe.match_headings import Guess, identifies
from srns.workbook.recipe.model import ANSWERED, LEAVE_OUT, NO_VALUE, UNKNOWN, ColumnRecipe
from srns.workbook.recipe.propose_ages import propose_age_and_sex
from srns.workbook.recipe.propose_by_cells import (
    by_unit,
    by_words,
    diagnosis,
    list_of_drugs,
    only_dates,
    other_dates,
    tells_events,
    tells_lesions,
    unnamed_dates,
)
from srns.workbook.recipe.propose_dates import (
    ask_whether_sampled,
    propose_date,
    propose_days_of,
)
from srns.workbook.recipe.propose_drug_sheet import propose_dates_of_drug
from srns.workbook.recipe.propose_events import propose_event
from srns.workbook.recipe.propose_infusions import propose_marks
from srns.workbook.recipe.propose_strips import by_strips
from srns.workbook.recipe.propose_units import propose_numbers
from srns.workbook.recipe.propose_visits import ask_for_visit, find_visit_side
from srns.workbook.recipe.unit_columns import find_measured, find_of_unit
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

_FIRST = re.compile(
    r"\b(1st|first|start|started|erste[rn]?|première|1ère|1re|primera|1[aª]|primeira|prima|ilk)\b"
    r"|(#|\bno\.?) ?1\b|^1\.|首次|第一次|初回",
    re.I,
)
_INDEX_DATE = find_column("Patients", "index_date")
_SOME_AGE = "age (when is not said)"
_ORDER = ("Labs", "Infusions", "Treatments", "Events", "Patients", "Diary")


def propose_column(
    asker: Asker, guesses: Sequence[Guess], tab: str, dated: bool, table_day: int | None
) -> ColumnRecipe:
    """Propose what a column means; a column that nothing explains is ignored.

    Parameters
    ----------
    guesses
        Columns of the dictionary that its heading may mean.
    tab
        The sheet of the dictionary that the workbook's sheet is named after; empty for none.
    dated
        Whether the table has a column for the day.
    table_day
        The day that the sheet's name gives, from day 0; None where it gives none.
    """
    if parted := part_days(asker):
        listed = _propose(ColumnCandidate(parted, guesses, tab, dated, table_day))
        if parse_heading(clean(asker.heading)).column == "Infusions.date":
            listed = replace(listed, means="Infusions.date")
        if listed.means in LISTABLE:
            asker.questions.update(parted.questions)
            return replace(
                listed, why=joined([listed.why, sentence("some cells list several days")], "; ")
            )
    return _propose(ColumnCandidate(asker, guesses, tab, dated, table_day))


def _propose(column: "ColumnCandidate") -> ColumnRecipe:
    return next(proposed for propose in _PROPOSALS if (proposed := propose(column)) is not None)


def propose_meaning(
    asker: Asker, one: Guess, dated: bool, table_day: int | None = None
) -> ColumnRecipe:
    """Propose unit and day of a column whose meaning is known; ask what its cells leave open.

    Parameters
    ----------
    one
        The column of the dictionary that it is.
    dated, table_day
        As in `propose_column`.
    """
    column = ColumnCandidate(asker, (one,), "", dated, table_day)
    return _as_guessed(column, one) or propose_numbers(asker, one)


def _identifying(column: ColumnCandidate) -> ColumnRecipe | None:
    if not identifies(column.heading):
        return None
    return ColumnRecipe(
        column.heading, "ignore", why=sentence("may identify a child: never stored")
    )


def _oral_course(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose a course for doses of cyclophosphamide by mouth, which are no infusions."""
    parsed = parse_heading(clean(column.heading))
    if parsed.quantity != "oral cyclophosphamide" or not column.dated:
        return None
    return ColumnRecipe(
        column.heading,
        "Treatments.dose",
        unit=parsed.unit,
        drug="oral cyclophosphamide",
        why=sentence("doses by mouth: a drug course, and no infusions"),
    )


def _first_infusion(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose the index date for a column such as '1st CYC' that holds dates."""
    infusions = {"Infusions"} >= {one.sheet.name for one in column.guesses if one.whole}
    if not infusions:
        return None
    asker = column.asker
    named = parse_heading(clean(column.heading)).quantity.split()
    if (
        ("cyclophosphamide" in named or "cyclophosphamide" in map(find_drug, column.drug_words))
        and _FIRST.search(column.heading) is not None
        and bool(asker.filled)
        and fits(_INDEX_DATE, asker.values)
    ):
        index_date = Guess(PATIENTS, _INDEX_DATE, None, None, False)
        return propose_date(asker, index_date, "Patients.index_date")
    return None


def _infusion_days(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose the days of infusions for dates under a heading of their doses, as "CYC pulses"."""
    doses = "cyclophosphamide_mg_m2"
    if not any(one.whole and one.column.id == doses for one in column.guesses):
        return None
    if column.tab == "Infusions" or not holds_only_dates(column.asker.values):
        return None
    return propose_days_of(column.asker, "Infusions.date")


def _event(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose the days of an event that the heading names, as in a list of children."""
    if column.tab == "Events":
        return None
    return propose_event(column.asker, dated=column.dated)


def _dates_of_drug(column: ColumnCandidate) -> ColumnRecipe | None:
    if column.tab == "Treatments":
        return None
    return propose_dates_of_drug(column.asker, column.drug_words)


def _by_heading(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose the best column of the dictionary that heading and cells agree on."""
    ranked = sorted(
        (one for one in column.guesses if one.column.kind != "patient"),
        key=lambda one: _rank(one, column),
    )
    # Of words that are not understood none makes a note or a source of what may be a result.
    measured = any(map(_is_result, ranked))
    ranked = [
        one for one in ranked if one.whole or not (_is_result(one) or _is_text(one, measured))
    ]
    fitting = [one for one in ranked if fits(one.column, column.asker.values)]
    # A known heading over odd cells is read, so that each odd cell is named as a problem.
    for one in fitting or [one for one in ranked if one.whole]:
        if proposed := _as_guessed(column, one):
            return proposed
    return None


def _is_text(one: Guess, measured: bool) -> bool:
    """Return whether a column holds text about a result that its heading names."""
    return measured and one.column.kind == "text"


def _is_result(one: Guess) -> bool:
    """Return whether a column holds results, of which every word must be understood."""
    return one.sheet.name == "Labs" and one.column.kind not in ("date", "day", "patient", "text")


def _rank(one: Guess, column: ColumnCandidate) -> tuple[bool, bool, int]:
    """Return what sorts guesses: whole headings first, then the sheet that the table is of."""
    preferred = column.tab or ("" if column.dated else "Patients")
    return (not one.whole, one.sheet.name != preferred, _ORDER.index(one.sheet.name))


def _as_guessed(column: ColumnCandidate, one: Guess) -> ColumnRecipe | None:
    """Propose one guess; None for a doubtful one of a result whose day nothing gives."""
    asker = column.asker
    if one.column.id in ("date", "day") and one.sheet.name != "Patients":
        if not one.whole:
            ask_whether_sampled(asker)
        # "Day" heads a diary's dates as well as counted days; the cells tell which.
        means = "date" if holds_mostly_dates(asker.values) else one.column.id
        return propose_date(asker, one, means)
    if column.tab == "Infusions" and one.column.id == "dose":
        return _infused_dose(column)
    if one.sheet.name == "Infusions" and _holds_no_number(column):
        return None
    if _lacks_a_day(column, one):
        if one.column.quantity is None or not one.whole:
            return None
        _ask_when(column)
        if find_visit_side(asker.heading):
            return propose_numbers(asker, one)
    if one.column.kind == "date":
        return propose_date(asker, one, f"{one.sheet.name}.{one.column.id}")
    return propose_numbers(asker, one)


def _ask_when(column: ColumnCandidate) -> None:
    """Ask for the day of the visit that the heading names, or of the column where it names none."""
    if visit := find_visit_side(column.heading):
        ask_for_visit(column.asker, visit)
    else:
        ask_for_day(column)


def _infused_dose(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose cyclophosphamide for a dose by body surface on a sheet of infusions."""
    if parse_heading(clean(column.heading)).unit != "mg/m2":
        return None
    return ColumnRecipe(
        column.heading,
        "Infusions.cyclophosphamide_mg_m2",
        unit="mg/m2",
        why=sentence("a dose in mg/m2 on a sheet of infusions"),
    )


def _holds_no_number(column: ColumnCandidate) -> bool:
    """Return whether a column holds words only, such as yes and no."""
    filled = column.asker.filled
    return bool(filled) and not any(any(map(str.isdigit, str(value))) for value in filled)


def _lacks_a_day(column: ColumnCandidate, one: Guess) -> bool:
    """Return whether something measured or given at a visit has no day from anywhere."""
    if one.sheet.name not in ("Labs", "Infusions") or one.day is not None:
        return False
    elsewhere = find_other_origin(parse_heading(clean(column.heading)))
    return bool(elsewhere) or not (column.dated or column.table_day is not None)


def _ambiguous(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask which column is meant by a heading such as 'Age'."""
    choices, parsed = may_mean(clean(column.heading)), parse_heading(clean(column.heading))
    # "Age at menarche" is the age at something that is not known here.
    if not choices and parsed.quantity == _SOME_AGE and not parsed.unexplained:
        choices = may_mean("age")
    if not choices:
        return None
    labels = [term(choice.label) for choice in choices]
    column.asker.ask(
        "which",
        sentence(
            "Sheet {sheet}: which column is '{heading}'?",
            sheet=column.asker.region.tab,
            heading=column.heading,
        ),
        (*labels, LEAVE_OUT),
        sentence("it could be {listed}", listed=list_or(labels)),
    )
    return ColumnRecipe(column.heading, f"Patients.{choices[0].id}", why=ANSWERED)


def _undecided(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask about a column that may hold a result that decides, or whose words leave it open."""
    parsed = parse_heading(clean(column.heading))
    partly = {one.column.id for one in column.guesses if _is_result(one) and not one.whole}
    if not (may_be_result(parsed) or partly):
        return None
    if not column.asker.filled:
        return ColumnRecipe(column.heading, "ignore", why=NO_VALUE)
    if by_cells := _of_stated_units(column):
        return by_cells
    options = list_results(parsed, partly)
    if not column.dated and column.table_day is None and visit_of(column) is None:
        _ask_when(column)
    column.asker.ask(
        "which",
        _ask_what_it_holds(column, parsed.quantity),
        (*options, LEAVE_OUT),
        sentence("words that are not understood: {listed}", listed=", ".join(parsed.unexplained))
        if parsed.unexplained
        else sentence("the heading alone does not decide it"),
    )
    return ColumnRecipe(column.heading, "ignore", day=visit_of(column), why=ANSWERED)


def _of_stated_units(column: ColumnCandidate) -> ColumnRecipe | None:
    """Propose what the units in the cells say, where every cell of protein of urine has one."""
    measured = find_measured(column.heading)
    units = [part_cell(value).unit for value in column.asker.filled]
    stated = [find_of_unit(measured, unit) for unit in units if unit]
    undated = not column.dated and column.table_day is None
    if len(measured) < 2 or undated or not stated or len(stated) < len(units):
        return None
    kind, unit = next(one for one in stated if one)
    return ColumnRecipe(
        column.heading, f"Labs.{kind.id}", unit=unit, why=sentence("each cell states its own unit")
    )


def _ask_what_it_holds(column: ColumnCandidate, seems: str) -> Sentence:
    sheet, heading = column.asker.region.tab, column.heading
    if not seems:
        return sentence("Sheet {sheet}: what does '{heading}' hold?", sheet=sheet, heading=heading)
    return sentence(
        "Sheet {sheet}: what does '{heading}' hold? It seems to be {quantity}.",
        sheet=sheet,
        heading=heading,
        quantity=term(seems),
    )


def _named_another(column: ColumnCandidate) -> ColumnRecipe | None:
    """Leave out, by its name, what is understood and is no column of the dictionary."""
    parsed = parse_heading(clean(column.heading))
    dated = parsed.quantity.startswith("date of")
    if not names_another(parsed) or (column.drug_words and not dated):
        return None
    return ColumnRecipe(
        column.heading,
        "ignore",
        why=sentence("another quantity: {quantity}", quantity=term(parsed.quantity)),
    )


def _drug_in_heading(column: ColumnCandidate) -> ColumnRecipe | None:
    if not column.drug_words:
        return None
    why = sentence(
        "mentions {drug}, but matches no column of the data dictionary", drug=column.drug_words[0]
    )
    return ColumnRecipe(column.heading, "note", why=why)


def _unknown(column: ColumnCandidate) -> ColumnRecipe:
    return ColumnRecipe(column.heading, "ignore", why=UNKNOWN)


_PROPOSALS: tuple[Callable[[ColumnCandidate], ColumnRecipe | None], ...] = (
    _identifying,
    _oral_course,
    list_of_drugs,
    propose_marks,
    _first_infusion,
    _infusion_days,
    lambda column: propose_age_and_sex(column.asker, dated=column.dated),
    _event,
    _dates_of_drug,
    by_strips,
    _by_heading,
    _ambiguous,
    _undecided,
    by_unit,
    by_words,
    tells_events,
    only_dates,
    diagnosis,
    tells_lesions,
    _named_another,
    unnamed_dates,
    other_dates,
    _drug_in_heading,
    _unknown,
)
"""What a column may be, in the order in which it is tried; the last one always answers."""
