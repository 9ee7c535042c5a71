"""Question who the child of each row is, where no heading says it."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass

from srns.languages.messages import Sentence
from srns.languages.sentences import list_and, nsentence, sentence
from srns.workbook.headings.deciding import may_be_ratio, may_be_result, names_another
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_evidence import drop_missing, is_date
from srns.workbook.recipe.days_across import CELLS
from srns.workbook.recipe.lower_headings import names_visit
from srns.workbook.recipe.match_headings import NUMBERED_CHILD, Guess, names_child
from srns.workbook.recipe.model import LEAVE_OUT, Question, name_question
from srns.workbook.recipe.region import Region
from srns.workbook.values.result_text import part_cell
from srns.workbook.values.text import clean

CHILD = "child"
"""Kind of the question who the child is; part of stored ids."""
OF_THE_SHEET = sentence("the name of the sheet")
OF_THE_TABLE_ABOVE = sentence("yes: the child of the table above")
OF_THE_ROW = sentence("each row is another child")
UNHEADED = sentence("the cells without a heading")
_DECIDING = {"upcr", "dipstick", "protein_24h", "albumin"}
_SHOWN = 3
_FEWEST_CHILDREN = 3


@dataclass(frozen=True)
class NamedBy:
    """What names the child unless a person chooses a column: the sheet, or one of its columns."""

    patient: str = ""
    column: int | None = None


def find_results(guesses: Sequence[Sequence[Guess]]) -> frozenset[str]:
    """Return the results of a table that may decide a verdict."""
    results = {
        one.column.id for each in guesses for one in each if one.whole and one.sheet.name == "Labs"
    }
    return frozenset(results & _DECIDING)


def ask_for_child(
    region: Region,
    guesses: Sequence[Sequence[Guess]],
    questions: MutableMapping[str, Question],
    *,
    repeated: bool,
    dated: bool,
    unknown: bool = False,
) -> NamedBy | None:
    """Ask what names the child, of a table that holds results; None where nothing may.

    Any column may, whose heading is not known to mean anything else; so may the name of the sheet,
    where no column does, rows are dated, or several sheets have the same results. In a table
    without days each row may be another child, as where the children's numbers were taken out.
    Cells such as "Pt 1" in a column without a heading are not asked about.

    Parameters
    ----------
    repeated
        Whether another sheet has the same results and names no child either.
    dated
        Whether the rows of the table have a day, so that a child has several of them.
    unknown
        Whether it is asked though no heading says that there are results.
    """
    unheaded = _find_unheaded(region, dated=dated)
    if unheaded is not None:
        if not all(map(_is_child, drop_missing(region.column(unheaded)))):
            why = sentence("they hold {listed}", listed=_first_values(region, unheaded))
            _ask(region, questions, [UNHEADED], why)
        return NamedBy(column=unheaded)
    if not unknown and not _may_hold_results(region, guesses):
        return None
    choices = _find_choices(region, guesses, dated=dated)
    of_sheet = (repeated or dated or not choices) and not names_visit(region.tab)
    if not choices and not of_sheet:
        return None
    options = _list_options(region, choices, dated=dated, of_sheet=of_sheet)
    _ask(region, questions, options, _evidence(region, choices, repeated=repeated))
    return NamedBy(patient=clean(region.tab) if of_sheet else "")


def _may_hold_results(region: Region, guesses: Sequence[Sequence[Guess]]) -> bool:
    below_days = any(heading.startswith(CELLS) for heading in region.headings)
    decides = bool(find_results(guesses)) or any(map(_may_decide, region.headings))
    return below_days or decides


def _list_options(
    region: Region, choices: Sequence[int], *, dated: bool, of_sheet: bool
) -> list[str]:
    """Return what may name the child, the likely ones first."""
    options = list(dict.fromkeys(region.headings[number] for number in choices))
    if of_sheet:
        # In a cumulative report the unknown columns are other tests.
        options.insert(0 if dated and region.turned else len(options), OF_THE_SHEET)
    if not (dated or region.turned or len(region.rows) < _FEWEST_CHILDREN):
        apart = bool(choices) and _count(region, choices[0]) == len(region.rows)
        options.insert(len(options) if apart else 0, OF_THE_ROW)
    return options


def ask_which_column(
    region: Region, columns: Sequence[int], questions: MutableMapping[str, Question]
) -> None:
    """Ask which of several columns names the child, where their headings all say so.

    Parameters
    ----------
    columns
        The likeliest first.
    """
    counts = [
        sentence(
            "'{heading}' tells {n} apart",
            heading=region.headings[number],
            n=_count(region, number),
        )
        for number in columns
    ]
    why = sentence("in {n} rows {counts}", n=len(region.rows), counts=list_and(counts))
    _ask(region, questions, [region.headings[number] for number in columns], why)


def ask_whether_above(region: Region, child: str, questions: MutableMapping[str, Question]) -> None:
    """Ask whether a second table of the same results is about the child of the one above it."""
    why = sentence("it has the results of the table above again, and names no child")
    key = name_question(CHILD, region.tab, region.first)
    asks = sentence(
        "Sheet {sheet}: is the table from {cell} on about '{child}', too?",
        sheet=region.tab,
        cell=region.first,
        child=child,
    )
    questions[key] = Question(key, asks, (OF_THE_TABLE_ABOVE, LEAVE_OUT), why)


def ask_as_elsewhere(region: Region, questions: MutableMapping[str, Question]) -> NamedBy | None:
    """Ask whether a column names the child of which that is asked in another table, too."""
    offered = {
        option
        for one in questions.values()
        if one.id.startswith(f"{CHILD}: ")
        for option in one.options
    } - {OF_THE_ROW, OF_THE_SHEET, OF_THE_TABLE_ABOVE, UNHEADED, LEAVE_OUT}
    choices = [heading for heading in dict.fromkeys(region.headings) if heading in offered]
    if not choices:
        return None
    why = sentence("another table has a column of the same heading")
    _ask(region, questions, choices, why)
    return NamedBy()


def _find_choices(region: Region, guesses: Sequence[Sequence[Guess]], *, dated: bool) -> list[int]:
    """Return the columns that may name the child, the likely ones first."""
    unknown = [
        number
        for number, heading in enumerate(region.headings)
        if heading and not guesses[number] and not heading.startswith(CELLS)
    ]
    choices = [
        number
        for number in unknown
        if region.has_day_of_row(number) and _may_name(region.column(number))
    ]
    return sorted(
        choices,
        key=lambda n: (_holds_fractions(region, n), _is_unlikely(region, n, dated=dated)),
    )


def _ask(
    region: Region, questions: MutableMapping[str, Question], options: Sequence[str], why: str
) -> None:
    if list(options) == [UNHEADED]:
        asks = sentence(
            "Sheet {sheet}: do the cells without a heading, from {cell} on, name the child?",
            sheet=region.tab,
            cell=_below(region),
        )
    elif list(options) == [OF_THE_SHEET]:
        asks = ask_of_sheet(region.tab, region.tab)
    else:
        asks = ask_column_of_child(region.tab)
    key = name_question(CHILD, region.tab, region.first)
    questions[key] = Question(key, asks, (*options, LEAVE_OUT), why)


def ask_of_sheet(sheet: str, child: str) -> Sentence:
    """Return the question whether the name of a sheet is the child of its rows."""
    return sentence(
        "Sheet {sheet}: is '{child}' the child of all its rows?", sheet=sheet, child=child
    )


def ask_column_of_child(sheet: str) -> Sentence:
    """Return the question which column names the child."""
    return sentence("Sheet {sheet}: which column names the child?", sheet=sheet)


def _may_decide(heading: str) -> bool:
    """Return whether a heading may name a urine result, though not all of it is understood.

    Of one that is not understood at all, a unit of protein/creatinine ratios says so.
    """
    parsed = parse_heading(clean(heading))
    return may_be_ratio(parsed) or (may_be_result(parsed) and not names_another(parsed))


def _below(region: Region) -> str:
    return region.value_cell(0, 0) if region.rows else region.first


def _find_unheaded(region: Region, *, dated: bool) -> int | None:
    """Return the first column, if it has no heading and may name a child in each row."""
    if not region.headings or region.headings[0] or not region.rows:
        return None
    values = drop_missing(region.column(0))
    filled = 2 * len(values) > len(region.rows)
    apart = dated or len(set(values)) == len(values)
    return 0 if filled and apart and _may_name(values) else None


def _is_child(value: object) -> bool:
    return names_child(value) or NUMBERED_CHILD.fullmatch(clean(value)) is not None


def _may_name(values: Sequence[object]) -> bool:
    filled = drop_missing(values)
    return bool(filled) and not any(map(is_date, filled))


def _count(region: Region, number: int) -> int:
    return len({clean(value) for value in drop_missing(region.column(number))})


def _holds_fractions(region: Region, number: int) -> bool:
    """Return whether a column holds fractions, as results do and hardly any child's number."""
    numbers = (part_cell(value).number for value in drop_missing(region.column(number)))
    return any(one is not None and one % 1 for one in numbers)


def _is_unlikely(region: Region, number: int, *, dated: bool) -> bool:
    """Return whether a column is unlikely to name children.

    One value for all rows does not tell them apart. In dated rows, of which a child has several, a
    number of its own in each row is that of the row; in other tables it is that of the child.
    """
    different = _count(region, number)
    return different == 1 or (different == len(region.rows)) == dated


def _evidence(region: Region, choices: Sequence[int], *, repeated: bool) -> str:
    """Return what speaks for each choice: how many different values it has."""
    if not choices:
        if repeated:
            return sentence(
                "no heading names a child, and neither does another sheet with the same headings"
            )
        return sentence("no heading names a child")
    counts = [f"'{region.headings[number]}' {_count(region, number)}" for number in choices]
    return nsentence(
        "no heading says it; the table holds results. Different values, in {n} row: {counts}",
        "no heading says it; the table holds results. Different values, in {n} rows: {counts}",
        len(region.rows),
        counts=list_and(counts),
    )


def _first_values(region: Region, number: int) -> str:
    different = dict.fromkeys(clean(value) for value in drop_missing(region.column(number)))
    values = list(different)[:_SHOWN]
    return list_and([f"'{one}'" for one in values])
