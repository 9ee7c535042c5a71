"""What was understood of a workbook: the recipe and the ledger, line by line."""

from srns.workbook.read_workbook import Reading
from srns.workbook.recipe.model import ColumnRecipe, Recipe


def say_understood(recipe: Recipe, reading: Reading) -> list[str]:
    """Say how each table lies, what each column means, what was asked and what was left out."""
    said = []
    for table in recipe.tables:
        lies = f"{table.sheet}!{table.first_heading}: children are {table.children_are}"
        lies += f", all of child {table.patient}" if table.patient else ""
        said.append(lies + (f", all of day {table.day}" if table.day is not None else ""))
        said += [f"{table.sheet} {_say_column(column)}" for column in table.columns]
    said += [question.asks for question in recipe.questions]
    entries = reading.ledger.entries
    return said + (sorted(set(entries["reason"]) - {""}) if len(entries) else [])


def _say_column(column: ColumnRecipe) -> str:
    unit = f" in {column.unit}" if column.unit else ""
    day = f" on day {column.day}" if column.day is not None else ""
    return f"{column.heading}: {column.means}{unit}{day} ({column.why})"
