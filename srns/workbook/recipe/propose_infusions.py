"""Days of infusions: a table of them alone, or a date column beside that of the samples."""

import re
from dataclasses import replace

from srns.cohort.terms import find_drug
from srns.languages.sentences import sentence
from srns.workbook.headings.heading import parse_heading
from srns.workbook.recipe.column_candidate import ColumnCandidate
from srns.workbook.recipe.column_evidence import Asker
from srns.workbook.recipe.model import LEAVE_OUT, ColumnRecipe, Question
from srns.workbook.recipe.region import Region
from srns.workbook.values.drug_names import find_named_drug
from srns.workbook.values.text import clean
from srns.workbook.values.yes_no import is_given, read_yes_no

CYCLOPHOSPHAMIDE = "cyclophosphamide"
_WHOLE = re.compile(r"\b(?:total|sum|overall|gesamt\w*|insgesamt)\b", re.IGNORECASE)
"""What says that a dose is of more than one infusion."""
_OTHER_UNITS = ("mg", "g", "mg/kg")
_MEASURED = ("Labs.", "Diary.", "Infusions.c", "Infusions.m", "Treatments.", "Events.")
INFUSION_DAYS = "infusion days"
"""Kind of the question whether a table of days lists infusions; part of stored ids."""


MARKS = "marks"
"""Kind of the question whether marks tell of infusions on the days of their rows."""


def propose_marks(column: ColumnCandidate) -> ColumnRecipe | None:
    """Ask whether marks under a heading of cyclophosphamide are infusions of the days of the rows.

    So are its doses in a unit in which they are not read, such as mg. Their days would be lost in a
    note: from the first of them the days of a child are counted.
    """
    asker = column.asker
    heading = parse_heading(clean(column.heading))
    said = heading.quantity
    named = CYCLOPHOSPHAMIDE in {*said.split(), *map(find_drug, column.drug_words)}
    whole = heading.statistic not in ("", "given") or _WHOLE.search(column.heading)
    doses = heading.unit in _OTHER_UNITS and not whole
    marks = [is_given(value) if doses else read_yes_no(value) for value in asker.filled]
    if not (named and column.dated) or "oral" in said or None in marks or not any(marks):
        return None
    place = {"sheet": asker.region.tab, "text": clean(asker.filled[marks.index(True)])}
    if doses:
        asked = sentence(
            "Sheet {sheet}: does a dose such as '{text}' in '{heading}' say that cyclophosphamide "
            "was infused on the day of its row?",
            heading=column.heading,
            **place,
        )
        grounds = sentence("the heading names the drug, and its doses are not in mg/m²")
        why = sentence("a dose is an infusion of its row's day; its amount is read in mg/m² alone")
    else:
        asked = sentence(
            "Sheet {sheet}: does a mark such as '{text}' in '{heading}' say that cyclophosphamide "
            "was infused on the day of its row?",
            heading=column.heading,
            **place,
        )
        grounds = sentence("the heading names the drug, and its cells are marks")
        why = sentence("a mark is an infusion of its row's day")
    asker.ask(MARKS, asked, (sentence("yes"), LEAVE_OUT), grounds)
    return ColumnRecipe(column.heading, "Infusions.date", why=why)


def propose_infusion_days(
    columns: list[ColumnRecipe],
    region: Region,
    tab: str,
    questions: dict[str, Question],
) -> None:
    """Read a table that holds nothing but children and dates as days of infusions.

    On a sheet of another name it is asked: the infusions may be of another drug.
    """
    read = [n for n, one in enumerate(columns) if one.means not in ("patient", "ignore", "note")]
    if len(read) != 1 or columns[read[0]].means not in ("date", "day"):
        return
    number = read[0]
    column = columns[number]
    says = parse_heading(clean(column.heading)).column in ("Infusions.date", "Infusions.day")
    says |= find_named_drug(clean(region.tab)) == CYCLOPHOSPHAMIDE
    if tab != "Infusions" and not says:
        return
    columns[number] = replace(column, means=f"Infusions.{column.means}")
    if tab != "Infusions":
        asker = Asker(region, number, questions)
        asker.ask(
            INFUSION_DAYS,
            sentence(
                "Sheet {sheet}: are these the days of the cyclophosphamide infusions?",
                sheet=region.tab,
            ),
            (sentence("yes"), LEAVE_OUT),
            sentence("the table holds children and dates, and no dose"),
        )


def part_infusion_dates(columns: list[ColumnRecipe]) -> None:
    """Let a date of infusions date these alone where another column dates the samples.

    So it does in a table of children, in which nothing is measured on the day of its row.
    """
    dated = [n for n, one in enumerate(columns) if one.means == "date" and one.day is None]
    own = {n: parse_heading(clean(columns[n].heading)).column or "" for n in dated}
    others = {n: at for n, at in own.items() if at in ("Infusions.date", "Events.date")}
    if len(others) == len(dated) and not _are_of_children(columns):
        return
    for number, means in others.items():
        columns[number] = replace(columns[number], means=means)


def _are_of_children(columns: list[ColumnRecipe]) -> bool:
    """Return whether a table tells of children, and of nothing on the day of its row."""
    of_children = any(one.means.startswith("Patients.") for one in columns)
    others = (one for one in columns if not (one.event or one.drug))
    return of_children and not any(one.means.startswith(_MEASURED) for one in others)
