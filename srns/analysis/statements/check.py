"""Checks of manuscript numbers against the values computed from the cohort."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from srns.analysis.results_data.rows import Cells, Row, Subject, as_table
from srns.analysis.results_data.source_cells import cells_of_profile
from srns.analysis.statements.evaluate import (
    Counted,
    FieldSummary,
    PatientFacts,
    compute,
    patient_facts,
)
from srns.analysis.statements.parse import parse
from srns.analysis.statements.printed_numbers import (
    Claim,
    NumberCheck,
    combine,
    compare_number,
    read_claim,
)
from srns.analysis.statements.statement_results import (
    STATED,
    claimed,
    computed_rows,
    show_computed,
    verdict_rows,
)
from srns.analysis.tables.censored_values import Bounded
from srns.analysis.tables.printed_table import PrintedTable, names
from srns.cohort.errors import ExpressionError
from srns.cohort.statements import Statement
from srns.cohort.tables import Cohort
from srns.languages.sentences import run_on, sentence
from srns.rules.classification import Classification

AGREES = "agrees"
DIFFERS = "differs"
CANNOT_TELL = "cannot tell"
NOT_STATED = "not stated"
NO_NUMBER = "no number can check"
MISTAKE = "mistake"
VERDICTS = (DIFFERS, CANNOT_TELL, AGREES, NOT_STATED, NO_NUMBER, MISTAKE)


@dataclass(frozen=True)
class CheckedStatement:
    """One statement with its computed value and verdict.

    Attributes
    ----------
    computed
        The computed value in words; empty if nothing can be computed.
    verdict
        One of `VERDICTS`.
    why
        The reason, unless it simply agrees; for an invalid formula, the error message.
    rows
        The stated and the computed value as rows, with the children and cells behind them.
    """

    statement: Statement
    computed: str
    verdict: str
    why: str = ""
    rows: tuple[Row, ...] = ()


def check_statements(
    statements: Iterable[Statement], cohort: Cohort, classification: Classification
) -> list[CheckedStatement]:
    """Check each statement against the cohort.

    An invalid formula is reported as the verdict of that statement and does not affect the others.
    """
    facts = patient_facts(cohort, classification)
    cells_of = cells_of_profile(cohort, classification, facts.table)
    return [
        _check(statement, Subject(STATED, f"{place}. {statement.says}"), facts, cells_of)
        for place, statement in enumerate(statements, 1)
    ]


def _check(
    statement: Statement,
    about: Subject,
    facts: PatientFacts,
    cells_of: Callable[[str], Cells],
) -> CheckedStatement:
    stated = tuple(claimed(about, statement.value))
    if not statement.how.strip():
        return CheckedStatement(statement, "", NO_NUMBER, rows=stated)
    try:
        expression = parse(statement.how)
        computed = compute(expression, facts)
        found = computed_rows(about, expression, computed, cells_of)
        shown, rows = show_computed(expression, found), (*stated, *found)
        if not statement.value.strip():
            return CheckedStatement(statement, shown, NOT_STATED, rows=rows)
        claim = read_claim(statement.value, children=expression.operation == "children")
        answer = (
            _compare_count(claim, computed)
            if isinstance(computed, Counted)
            else _compare_summary(claim, computed)
        )
    except ExpressionError as error:
        place = f"{statement.place}: " if statement.place else ""
        return CheckedStatement(statement, "", MISTAKE, f"{place}{error}", stated)
    verdict = {True: AGREES, False: DIFFERS, None: CANNOT_TELL}[answer.agrees]
    why = " ".join([answer.why, _undetermined(computed)]).strip()
    return CheckedStatement(statement, shown, verdict, why, rows)


def _compare_count(claim: Claim, computed: Counted) -> NumberCheck:
    if claim.children is not None:
        return _compare_children(claim.children, computed)
    if claim.low is not None:
        raise ExpressionError("found a range; expected a count, a share or a percentage.")
    (n, at_most), (of, of_at_most) = computed.n, computed.of
    answers = []
    if claim.number is not None:
        answers.append(compare_number(claim.number, Bounded(n, at_most)))
    if claim.of is not None:
        answers.append(compare_number(claim.of, Bounded(of, of_at_most), "of"))
    if claim.percent is not None:
        if not of_at_most:
            return NumberCheck(None, sentence("There are no children in the denominator."))
        least = 100 * n / max(of_at_most, 1)
        most = 100 * min(at_most / max(of, 1), 1)
        answers.append(compare_number(claim.percent, Bounded(least, most), "percent"))
    return combine(answers)


def _compare_children(stated: tuple[str, ...], computed: Counted) -> NumberCheck:
    strangers = [child for child in stated if child not in computed.patients]
    if strangers:
        raise ExpressionError(
            f"found the child '{strangers[0]}'; expected children of the cohort or 'none'."
        )
    certain, unsure = set(computed.patient_names()), set(computed.patient_names(unsure=True))
    extra = [child for child in stated if child not in certain | unsure]
    lacking = [child for child in computed.patient_names() if child not in stated]
    if extra or lacking:
        said = {"extra": names(extra), "lacking": names(lacking)}
        if not lacking:
            return NumberCheck(False, sentence("Stated but not computed: {extra}.", **said))
        if not extra:
            return NumberCheck(False, sentence("Computed but not stated: {lacking}.", **said))
        return NumberCheck(
            False,
            sentence(
                "Stated but not computed: {extra}; computed but not stated: {lacking}.", **said
            ),
        )
    return NumberCheck(None if unsure else True)


def _compare_summary(claim: Claim, computed: FieldSummary) -> NumberCheck:
    if claim.of is not None or claim.percent is not None:
        raise ExpressionError("found a share; expected a number or a median with its range.")
    if computed.middle is None or computed.low is None or computed.high is None:
        return NumberCheck(None, sentence("Not recorded for any child."))
    parts = (
        (claim.number, computed.middle, "" if claim.low is None else computed.operation),
        (claim.low, computed.low, "lowest"),
        (claim.high, computed.high, "highest"),
    )
    answer = combine(
        [compare_number(stated, value, what) for stated, value, what in parts if stated]
    )
    if answer.agrees is not False and computed.unsure:
        return NumberCheck(None, answer.why)
    return answer


def _undetermined(computed: Counted | FieldSummary) -> str:
    if isinstance(computed, FieldSummary):
        undetermined = list(computed.unsure)
    else:
        undetermined = computed.patient_names(unsure=True)
    if not undetermined:
        return ""
    return sentence("Undetermined for {children}.", children=names(undetermined))


def count_verdicts(checked: Iterable[CheckedStatement]) -> dict[str, int]:
    """Count the statements by verdict, without verdicts that do not occur."""
    found = [row.verdict for row in checked]
    return {verdict: found.count(verdict) for verdict in VERDICTS if verdict in found}


def statement_table(checked: Iterable[CheckedStatement], title: str) -> PrintedTable:
    """Tabulate the statements with the stated value, the computed value and the verdict."""
    checked = list(checked)
    found = [row for each in checked for row in each.rows]
    rows = [
        {
            "verdict": row.verdict,
            "statement": row.statement.says,
            "stated value": row.statement.value,
            "computed value": row.computed,
            "why": run_on((row.why, row.statement.note)),
            "section": row.statement.section,
            "conflicting passage": row.statement.against,
            "formula": row.statement.how,
        }
        for row in checked
    ]
    columns = [
        "verdict",
        "statement",
        "stated value",
        "computed value",
        "why",
        "section",
        "conflicting passage",
        "formula",
    ]
    notes = (
        sentence(
            "A stated number agrees if the computed value rounds to it at the printed precision. "
            "Proportions have exact (Clopper–Pearson) 95 % intervals; those of a response are of "
            "the children at risk, without those in remission at start. Cannot tell: missing data "
            "could decide either way."
        ),
    )
    printed = pd.DataFrame(rows, columns=columns)
    optional = ("section", "conflicting passage")
    used = [name for name in columns if name not in optional or (printed[name] != "").any()]
    results = as_table([*verdict_rows(count_verdicts(checked)), *found])
    return PrintedTable("statements", title, printed[used], notes, results)
