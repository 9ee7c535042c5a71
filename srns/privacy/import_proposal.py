"""Proposal for an import: how a workbook would be read, and what in it could identify a child.

It is worked out once, where that can be spared, and written for the process that serves everybody.
"""

import dataclasses
import json
from typing import Any

from srns.languages.sentences import as_plain, from_plain
from srns.privacy.find_identifiers import Private, find_private
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe
from srns.workbook.recipe.propose import in_template_shape, propose, reads_more
from srns.workbook.recipe.workbook_layout import WorkbookLayout


@dataclasses.dataclass(frozen=True)
class ImportProposal:
    """How a workbook would be read.

    Attributes
    ----------
    recipe
        How it is read, or, where it is read as it is, how it would be by a recipe.
    as_it_is
        Whether it is in the template's layout and a recipe would not read more of it.
    private
        What should be removed before it is shared.
    """

    recipe: Recipe
    as_it_is: bool
    private: tuple[Private, ...]

    @property
    def asks_nothing(self) -> bool:
        """Whether the workbook can be read at once."""
        return self.as_it_is or bool(self.recipe.tables and not self.recipe.open_questions)


def propose_import(layout: WorkbookLayout, name: str) -> ImportProposal:
    """Return how a workbook of this name would be read."""
    recipe = propose(layout, name)
    as_it_is = in_template_shape(layout) and not reads_more(layout, recipe)
    return ImportProposal(recipe, as_it_is, find_private(layout.workbook))


def write_proposal(proposal: ImportProposal) -> bytes:
    """Write a proposal in one line."""
    private = [dataclasses.astuple(one) for one in proposal.private]
    recipe = proposal.recipe
    said = [list(map(as_plain, texts)) for texts in _texts(recipe)]
    return json.dumps([write_recipe(recipe), said, proposal.as_it_is, private]).encode()


def read_proposal(written: bytes) -> ImportProposal:
    """Read a proposal, and check every part of it; nothing in it can run code.

    Raises
    ------
    ValueError
        Where it is anything but a proposal.

    Examples
    --------
    >>> read_proposal(b'["", true]')
    Traceback (most recent call last):
        ...
    ValueError: no proposal for an import
    """
    try:
        document = json.loads(written)
        match document:
            case [str(recipe), list(said), bool(as_it_is), list(private)]:
                found = tuple(map(_read_private, private))
                return ImportProposal(_read_said(recipe, said), as_it_is, found)
    except (ValueError, RecursionError) as error:
        raise ValueError("no proposal for an import") from error
    raise ValueError("no proposal for an import")


def _texts(recipe: Recipe) -> list[list[str]]:
    """Return the texts of a recipe that people read: of each question, then of each table."""
    asked = [[one.asks, one.why, *one.options] for one in recipe.questions]
    return asked + [[column.why for column in table.columns] for table in recipe.tables]


def _read_said(written: str, said: list[Any]) -> Recipe:
    """Return a recipe whose texts can be shown in any language; what differs stays as written."""
    recipe = read_recipe(written.encode())
    texts = [
        [_same(text, from_plain(each)) for text, each in zip(known, one, strict=True)]
        for known, one in zip(_texts(recipe), said, strict=True)
    ]
    of_tables = texts[len(recipe.questions) :]
    questions = tuple(
        dataclasses.replace(one, asks=asks, why=why, options=tuple(options))
        for one, (asks, why, *options) in zip(recipe.questions, texts, strict=False)
    )
    tables = tuple(
        dataclasses.replace(
            table,
            columns=tuple(
                dataclasses.replace(column, why=why)
                for column, why in zip(table.columns, reasons, strict=True)
            ),
        )
        for table, reasons in zip(recipe.tables, of_tables, strict=True)
    )
    return dataclasses.replace(recipe, tables=tables, questions=questions)


def _same(text: str, said: object) -> str:
    return said if isinstance(said, str) and said == text else text


def _read_private(fields: Any) -> Private:
    match fields:
        case [str(kind), str(sheet), list(cells), str(found), str(why), str(happens)]:
            if all(isinstance(cell, str) for cell in cells):
                return Private(kind, sheet, tuple(cells), found, why, happens)
    raise ValueError("no finding")
