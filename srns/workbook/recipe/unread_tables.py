"""Problems of a table and its columns that a recipe does not read, or cannot."""

from srns.languages.sentences import list_or, sentence, term
from srns.workbook.problems import Problem
from srns.workbook.recipe.apply_column import ColumnReader
from srns.workbook.recipe.detect_tables import Region
from srns.workbook.recipe.match_headings import guess
from srns.workbook.recipe.model import UNKNOWN
from srns.workbook.values.drug_columns import find_drug_told


def refuse_unitless(region: Region, reader: ColumnReader, number: int) -> Problem:
    """Return the error of a column that holds a quantity in a unit that nothing says."""
    units = reader.kind.quantity.common_units if reader.kind.quantity else ()
    return Problem(
        "error",
        region.tab,
        region.heading_cell(number),
        sentence(
            "the column '{heading}', which means {what}, and no unit of it",
            heading=reader.column.heading,
            what=term(reader.kind.label),
        ),
        list_or([f"'{unit}'" for unit in units]),
        sentence("Set its unit in the recipe."),
    )


def query_unread_table(region: Region) -> Problem:
    """Return the query of a table of which only children, days and notes are known."""
    return Problem(
        "query",
        region.tab,
        region.first,
        sentence("a table in which only the patient and the day were recognized"),
        sentence("a column with a known heading, such as 'Up/c (mg/mg)'"),
        sentence(
            "Use known headings, or set their meaning in the recipe. A list with one test a row "
            "needs columns for the patient, the date, the test and the result."
        ),
    )


def note_ignored(region: Region, number: int, reason: str) -> Problem:
    """Return the note of a column that is not read, and why; a query where it may hold results."""
    heading = region.headings[number]
    result = next((one.column.label for one in guess(heading) if one.column.quantity), "")
    asked = bool(result) and reason == UNKNOWN
    found = sentence("the column '{heading}'", heading=heading)
    if asked:
        found = sentence(
            "the column '{heading}', which mentions {what}", heading=heading, what=term(result)
        )
        remedy = sentence(
            "If it holds results, set its meaning and its day in the recipe; for now it is ignored."
        )
    elif reason:
        remedy = sentence("No action needed: it is ignored ({reason}).", reason=reason)
    else:
        remedy = sentence("No action needed: it is ignored, as the recipe says.")
    return Problem(
        "query" if asked else "note",
        region.tab,
        region.heading_cell(number),
        found,
        sentence("a column that the recipe reads"),
        remedy,
    )


def query_drug_in_note(region: Region, number: int) -> Problem | None:
    """Return the query of a column that goes into the notes, and is named for a drug that it tells.

    No course comes of it: the child counts as if the drug had not been given.
    """
    heading = region.headings[number]
    drug = find_drug_told(heading, region.column(number))
    if not drug:
        return None
    return Problem(
        "query",
        region.tab,
        region.heading_cell(number),
        sentence("the column '{heading}', kept as a note", heading=heading),
        sentence("courses of {drug} with their days", drug=drug),
        sentence(
            "Type them in a sheet with the patient, the drug, its start and its end: no course of "
            "{drug} is read from here.",
            drug=drug,
        ),
    )
