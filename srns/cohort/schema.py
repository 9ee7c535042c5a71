"""Columns and sheets of the data dictionary, and a function to declare each kind of column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from srns.cohort import terms
from srns.cohort.quantities import Quantity, find_unit

Kind = Literal[
    "patient",
    "text",
    "number",
    "quantity",
    "dipstick",
    "date",
    "day",
    "term",
    "drug",
    "number or words",
]


@dataclass(frozen=True)
class Column:
    """One column of one sheet.

    Attributes
    ----------
    id
        Name in the tables.
    label
        Name as people read it: the header without the unit.
    kind
        What its cells hold.
    description
        Meaning, in one sentence.
    required
        Whether it must be filled in every row that has any value.
    synonyms
        Other headers that mean the same.
    unit, other_units
        Unit of a number, and other spellings of it. The unit of a quantity is in the header.
    possible, usual
        Lowest and highest number: outside `possible` is an error, outside `usual` a query.
    quantity
        What is measured, if the kind is `quantity`.
    spellings
        The vocabulary, if the kind is `term`: folded spelling to word.
    strict
        Whether a word outside the vocabulary is an error; if not, it is queried and kept.
    example
        Example of a cell.
    """

    id: str
    label: str
    kind: Kind
    description: str
    required: bool = False
    synonyms: tuple[str, ...] = ()
    unit: str = ""
    other_units: tuple[str, ...] = ()
    possible: tuple[float, float] | None = None
    usual: tuple[float, float] | None = None
    quantity: Quantity | None = None
    spellings: Mapping[str, str] | None = None
    strict: bool = True
    example: str | float = ""

    @property
    def header(self) -> str:
        """The header in the template, with the unit in brackets.

        >>> Column("age", "age", "number", "Age on that day.", unit="years").header
        'age (years)'
        """
        unit = self.quantity.canonical_unit if self.quantity else self.unit
        return f"{self.label} ({unit})" if unit else self.label

    @property
    def words(self) -> tuple[str, ...]:
        """The vocabulary, each word once, in its order."""
        return tuple(dict.fromkeys(self.spellings.values())) if self.spellings else ()

    def find_unit(self, text: str) -> str | None:
        """Return the unit that a header states, or None if the column has no such unit."""
        if self.quantity:
            return find_unit(self.quantity, text)
        folded = {terms.fold(unit) for unit in (self.unit, *self.other_units)}
        return self.unit if terms.fold(text) in folded else None

    def possible_in(self, unit: str) -> tuple[float, float] | None:
        """Return the range outside which a number is an error."""
        return self.quantity.possible_in(unit) if self.quantity else self.possible

    def usual_in(self, unit: str) -> tuple[float, float] | None:
        """Return the range outside which a number is queried."""
        return self.quantity.usual_in(unit) if self.quantity else self.usual


@dataclass(frozen=True)
class Sheet:
    """One sheet with its columns.

    Attributes
    ----------
    name
        Name in the template.
    required
        Whether a workbook must have it.
    description
        What one row is.
    columns
        Columns, in the order of the template.
    one_of
        At least one of these columns must be present, and filled in every row.
    synonyms
        Other names of the sheet.
    bounds
        Whether its plain numbers may be typed with a bound, as in ``≥6``; the table then has a
        column ``<id>_bound``.
    or_sheet
        Name of a sheet that may stand in the place of a required one.
    """

    name: str
    required: bool
    description: str
    columns: tuple[Column, ...]
    one_of: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    bounds: bool = False
    or_sheet: str = ""


def date_column(
    identity: str, label: str, meaning: str, *synonyms: str, example: str = ""
) -> Column:
    """Declare a column of dates."""
    return Column(identity, label, "date", meaning, synonyms=synonyms, example=example)


def day_column(identity: str, label: str, meaning: str, *synonyms: str) -> Column:
    """Declare a column of whole days from the index date."""
    return Column(
        identity,
        label,
        "day",
        meaning,
        synonyms=synonyms,
        unit="days",
        other_units=("d", "day"),
        possible=(-20000, 20000),
    )


def text_column(
    identity: str, label: str, meaning: str, *synonyms: str, example: str = ""
) -> Column:
    """Declare a column of free text."""
    return Column(identity, label, "text", meaning, synonyms=synonyms, example=example)


def number_column(
    identity: str,
    label: str,
    unit: str,
    meaning: str,
    possible: tuple[float, float],
    *synonyms: str,
    other_units: tuple[str, ...] = (),
    usual: tuple[float, float] | None = None,
    example: str | float = "",
) -> Column:
    """Declare a column of plain numbers in one unit."""
    return Column(
        identity,
        label,
        "number",
        meaning,
        synonyms=synonyms,
        unit=unit,
        other_units=other_units,
        possible=possible,
        usual=usual,
        example=example,
    )


def term_column(
    identity: str,
    label: str,
    meaning: str,
    spellings: Mapping[str, str],
    *synonyms: str,
    required: bool = False,
    strict: bool = True,
    example: str = "",
) -> Column:
    """Declare a column with a vocabulary."""
    return Column(
        identity,
        label,
        "term",
        meaning,
        required,
        synonyms,
        spellings=spellings,
        strict=strict,
        example=example,
    )


def quantity_column(
    quantity: Quantity, meaning: str, *synonyms: str, example: str | float = ""
) -> Column:
    """Declare a column of a measured quantity, with its unit in the header."""
    return Column(
        quantity.analyte,
        quantity.label,
        "quantity",
        meaning,
        synonyms=synonyms,
        quantity=quantity,
        example=example,
    )
