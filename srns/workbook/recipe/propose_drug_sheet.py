"""Sheets and columns named for one drug: their dates are days of that drug, and of no other."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from srns.languages.sentences import sentence
from srns.workbook.recipe.column_evidence import Asker, is_date
from srns.workbook.recipe.model import LEAVE_OUT, SAMPLED, ColumnRecipe, Question
from srns.workbook.recipe.propose_dates import propose_days_of
from srns.workbook.recipe.region import Region
from srns.workbook.values.drug_names import find_named_drug
from srns.workbook.values.drug_periods import part_day
from srns.workbook.values.drug_text import is_given_daily
from srns.workbook.values.partial_dates import read_partial_date

DRUG_DAYS = "days of a drug"
"""Kind of the question whether dates are days of the drug they are named for; part of ids."""
_END = re.compile(
    r"\b(?:stop(?:ped)?|end(?:ed)?|until|till|ende|bis|fin|arrêt|fim)\b|\bto$", re.IGNORECASE
)
_FROM = re.compile(r"\b(?:from|since|ab|von|seit|depuis|desde|dal)\b", re.IGNORECASE)
CYCLOPHOSPHAMIDE = "cyclophosphamide"


def propose_days_of_drug(
    columns: list[ColumnRecipe], region: Region, drug: str, questions: dict[str, Question]
) -> None:
    """Read the dates and doses of a sheet named for a drug as courses of that drug.

    Doses of a drug that is taken daily, each with its day, continue until the next dose; of any
    other drug each day is a course. Dates alone are asked about. A table that holds anything else
    that is measured or given stays as it is.
    """
    dates = _find(columns, _dates_row)
    doses = _find(columns, lambda one: one.means == "Treatments.dose")
    starts = _find(columns, lambda one: one.means.startswith("Treatments.start"))
    if any(map(_says_more, columns)) or not (dates or starts):
        return
    if not starts and len(dates) == len(doses) == 1 and is_given_daily(drug):
        columns[doses[0]] = replace(columns[doses[0]], drug=drug, why=_why(drug))
        return
    for number in [] if starts else dates:
        when = "day" if columns[number].means.endswith("day") else "date"
        columns[number] = replace(columns[number], means=f"Treatments.start_{when}")
        asker = Asker(region, number, questions)
        asker.withdraw(SAMPLED)
        if not doses:
            _ask(asker, drug)
    for number in _find(columns, lambda one: one.means.startswith("Treatments.")):
        columns[number] = replace(columns[number], drug=drug, why=_why(drug))


def _find(columns: Sequence[ColumnRecipe], holds: Callable[[ColumnRecipe], bool]) -> list[int]:
    return [number for number, one in enumerate(columns) if holds(one)]


def _says_more(column: ColumnRecipe) -> bool:
    """Return whether a column holds what is no day and no dose of the one drug."""
    measured = column.means.startswith(("Labs.", "Diary.", "Infusions.c", "Infusions.m"))
    return measured or bool(column.drug) or column.means == "Treatments.drug"


def propose_dates_of_drug(asker: Asker, words: list[str]) -> ColumnRecipe | None:
    """Propose the days of a drug for a column that is named for it and holds dates alone.

    Some cells may say that it was never given, or goes on, or remark something behind the date.

    Parameters
    ----------
    words
        The words of the heading that name a drug.
    """
    drug = find_named_drug(_FROM.sub(" ", _END.sub(" ", asker.heading))) if words else ""
    days = [day for value in asker.filled if (day := part_day(value)[0]) != ""]
    if drug in ("", CYCLOPHOSPHAMIDE) or not days or not all(map(_is_day, days)):
        return None
    if _END.search(asker.heading):
        found = propose_days_of(asker, "Treatments.stop_date")
        return replace(
            found,
            drug=drug,
            why=sentence("dates under '{heading}', the end of a drug", heading=asker.heading),
        )
    _ask(asker, drug)
    found = propose_days_of(asker, "Treatments.start_date")
    return replace(
        found,
        drug=drug,
        why=sentence("dates under '{heading}', which names a drug", heading=asker.heading),
    )


def _is_day(value: object) -> bool:
    """Return whether a cell holds a date, or one that is known in part."""
    return is_date(value) or (isinstance(value, str) and read_partial_date(value) is not None)


def _dates_row(column: ColumnRecipe) -> bool:
    return column.means in ("date", "day", "Infusions.date", "Infusions.day") and not column.part


def _ask(asker: Asker, drug: str) -> None:
    asker.ask(
        DRUG_DAYS,
        sentence(
            "Sheet {sheet}: does '{heading}' hold the days on which {drug} was given or begun?",
            sheet=asker.region.tab,
            heading=asker.heading,
            drug=drug,
        ),
        (sentence("yes"), LEAVE_OUT),
        sentence("it holds dates, and is named for the drug alone"),
    )


def _why(drug: str) -> str:
    return sentence("the sheet is named for {drug}", drug=drug)
