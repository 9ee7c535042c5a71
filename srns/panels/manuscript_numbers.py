"""Numbers of a manuscript held against the data: the paper's own, and the visitor's."""

from collections.abc import Sequence
from pathlib import Path

from srns.analysis.statements.check import (
    VERDICTS,
    CheckedStatement,
    check_statements,
    count_verdicts,
    statement_table,
)
from srns.app_files import PAPER_STATEMENTS, PAPER_WORKBOOK
from srns.cohort.statements import Statement
from srns.languages.sentences import sentence, term
from srns.panels.panel import Panel, panel_of
from srns.panels.view import Once, View
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.workbook.read_workbook import read_workbook
from srns.workbook.statements_file import read_statements

OF_PAPER = "Haddad et al. (2021) against its own Table 1"
OF_VISITOR = "The manuscript against the workbook"


def paper_statements(view: View, *, verdicts: Sequence[str] = ()) -> Panel:
    """Hold each number of the founding paper against its own Table 1."""
    checked = paper_checked(view.definition, view.once)
    return statements_panel("paper_statements", checked, OF_PAPER, verdicts)


def own_statements(
    view: View,
    *,
    statements: str | Path | bytes | Sequence[Statement],
    verdicts: Sequence[str] = (),
) -> Panel:
    """Hold the numbers of a manuscript against the children shown."""
    if isinstance(statements, str | Path | bytes):
        statements = read_statements(statements)
    checked = check_statements(tuple(statements), view.cohort, view.classification)
    return statements_panel("own_statements", checked, OF_VISITOR, verdicts)


def paper_checked(definition: Definition, once: Once) -> list[CheckedStatement]:
    """Check the paper's statements against its own Table 1, under a definition."""

    def make() -> list[CheckedStatement]:
        cohort = read_workbook(PAPER_WORKBOOK).cohort
        if cohort is None:
            return []
        judged = classify(cohort, definition)
        return check_statements(read_statements(PAPER_STATEMENTS), cohort, judged)

    return once("the paper's statements", make)


def statements_panel(
    name: str, checked: Sequence[CheckedStatement], title: str, verdicts: Sequence[str] = ()
) -> Panel:
    """List statements with their verdicts, those that differ first.

    Parameters
    ----------
    verdicts
        Only statements of these; empty: all.
    """
    chosen = [each for each in checked if not verdicts or each.verdict in verdicts]
    ordered = sorted(chosen, key=lambda each: VERDICTS.index(each.verdict))
    table, whole = panel_of(statement_table(ordered, title), name), statement_table(checked, title)
    counts = count_verdicts(checked)
    said = tuple(
        sentence("{verdict}: {n}", verdict=term(verdict), n=n) for verdict, n in counts.items()
    )
    return Panel(
        name, table.title, table.table, "", said, table.notes, results=lambda: whole.results
    )
