"""Do the numbers of a text agree with the table they were counted from?"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from srns.analysis.proportions.intervals import exact_interval
from srns.analysis.statements.evaluate import Counted, FieldSummary, Knowledge, compute, know
from srns.analysis.statements.parse import Expression, parse
from srns.analysis.statements.printed_numbers import Claim, NumberCheck, both, hold, read_claim
from srns.analysis.tables.censored_values import Bounded
from srns.analysis.tables.printed_table import PrintedTable, names, show_rounded
from srns.cohort.errors import ExpressionError
from srns.cohort.statements import Statement
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification

AGREES = "agrees"
DIFFERS = "differs"
CANNOT_TELL = "cannot tell"
NOT_STATED = "not stated"
NO_NUMBER = "no number can check"
MISTAKE = "mistake"
VERDICTS = (DIFFERS, CANNOT_TELL, AGREES, NOT_STATED, NO_NUMBER, MISTAKE)


@dataclass(frozen=True)
class Checked:
    """One statement with what the table gives.

    Attributes
    ----------
    found
        What the table gives, in words; empty where nothing can be computed.
    verdict
        One of `VERDICTS`.
    why
        What decides it where it does not simply agree; the mistake in the computation where it
        cannot be understood.
    """

    statement: Statement
    found: str
    verdict: str
    why: str = ""


def check_statements(
    statements: Iterable[Statement], cohort: Cohort, classification: Classification
) -> list[Checked]:
    """Hold each statement against the cohort.

    A mistake in one statement's computation is that statement's verdict, and stops no other.
    """
    known = know(cohort, classification)
    return [_check(statement, known) for statement in statements]


def _check(statement: Statement, known: Knowledge) -> Checked:
    if not statement.how.strip():
        return Checked(statement, "", NO_NUMBER)
    try:
        expression = parse(statement.how)
        found = compute(expression, known)
        shown = _show(expression, found)
        if not statement.value.strip():
            return Checked(statement, shown, NOT_STATED)
        claim = read_claim(statement.value, children=expression.asks == "children")
        answer = _hold_counted(claim, found) if isinstance(found, Counted) else _hold(claim, found)
    except ExpressionError as error:
        place = f"{statement.place}: " if statement.place else ""
        return Checked(statement, "", MISTAKE, f"{place}{error}")
    verdict = {True: AGREES, False: DIFFERS, None: CANNOT_TELL}[answer.agrees]
    return Checked(statement, shown, verdict, " ".join([answer.why, _unsure(found)]).strip())


def _show(expression: Expression, found: Counted | FieldSummary) -> str:
    if isinstance(found, FieldSummary):
        return _show_spread(found)
    who = names(found.who()) or "none"
    if expression.asks == "children":
        return who
    (n, at_most), (of, of_at_most) = found.n, found.of
    numbers = f"{_between(n, at_most)} of {_between(of, of_at_most)}"
    if not found.decided or not of:
        return f"{numbers}: {who}"
    percent = f"{show_rounded(100 * n / of, 0)} %"
    if expression.asks == "count":  # what the cohort is made of estimates nothing
        return f"{numbers} ({percent}): {who}"
    low, high = exact_interval(n, of)
    ends = f"95 % interval {100 * low:.1f}–{100 * high:.1f}"
    if expression.asks == "percent":
        return f"{percent} ({numbers}; {ends}): {who}"
    return f"{numbers} ({percent}; {ends}): {who}"


def _between(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _show_spread(found: FieldSummary) -> str:
    if found.middle is None or found.low is None or found.high is None:
        return "nothing recorded"
    without = f"; none in {names(found.without)}" if found.without else ""
    after = f"n = {found.n}{without}"
    floor = max(0.0, found.low.high) if not found.low.known else 0.0
    if found.asks != "median":
        return f"{found.middle.show(None, 0)}; {after}"
    ends = f"{found.low.show(None, floor)}–{found.high.show(None, floor)}"
    return f"{found.middle.show(None, floor)} ({ends}); {after}"


def _hold_counted(claim: Claim, found: Counted) -> NumberCheck:
    if claim.children is not None:
        return _hold_children(claim.children, found)
    if claim.low is not None:
        raise ExpressionError("found a range; expected a count, a share or a percentage.")
    (n, at_most), (of, of_at_most) = found.n, found.of
    answers = []
    if claim.number is not None:
        answers.append(hold(claim.number, Bounded(n, at_most)))
    if claim.of is not None:
        answers.append(hold(claim.of, Bounded(of, of_at_most), "of"))
    if claim.percent is not None:
        if not of_at_most:
            return NumberCheck(None, "There is no child to give a percentage of.")
        least = 100 * n / max(of_at_most, 1)
        most = 100 * min(at_most / max(of, 1), 1)
        answers.append(hold(claim.percent, Bounded(least, most), "percent"))
    return both(answers)


def _hold_children(stated: tuple[str, ...], found: Counted) -> NumberCheck:
    strangers = [child for child in stated if child not in found.patients]
    if strangers:
        raise ExpressionError(
            f"found the child '{strangers[0]}'; expected children of the cohort or 'none'."
        )
    certain, unsure = set(found.who()), set(found.who(unsure=True))
    extra = [child for child in stated if child not in certain | unsure]
    lacking = [child for child in found.who() if child not in stated]
    if extra or lacking:
        parts = [f"stated but not found: {names(extra)}" if extra else "",
                 f"found but not stated: {names(lacking)}" if lacking else ""]  # fmt: skip
        said = "; ".join(part for part in parts if part)
        return NumberCheck(False, f"{said[:1].upper()}{said[1:]}.")
    return NumberCheck(None if unsure else True)


def _hold(claim: Claim, found: FieldSummary) -> NumberCheck:
    if claim.of is not None or claim.percent is not None:
        raise ExpressionError("found a share; expected a number or a median with its range.")
    if found.middle is None or found.low is None or found.high is None:
        return NumberCheck(None, "It is recorded for no child.")
    parts = (
        (claim.number, found.middle, "" if claim.low is None else found.asks),
        (claim.low, found.low, "lowest"),
        (claim.high, found.high, "highest"),
    )
    answer = both([hold(stated, value, what) for stated, value, what in parts if stated])
    if answer.agrees is not False and found.unsure:
        return NumberCheck(None, answer.why)
    return answer


def _unsure(found: Counted | FieldSummary) -> str:
    unsure = list(found.unsure) if isinstance(found, FieldSummary) else found.who(unsure=True)
    return f"Nobody can tell of {names(unsure)}." if unsure else ""


def count_verdicts(checked: Iterable[Checked]) -> dict[str, int]:
    """Count how many statements have each verdict; those that none has are left out."""
    found = [each.verdict for each in checked]
    return {verdict: found.count(verdict) for verdict in VERDICTS if verdict in found}


def statement_table(checked: Iterable[Checked], title: str) -> PrintedTable:
    """List the statements with what was stated, what the table gives, and the verdict."""
    rows = [
        {
            "verdict": each.verdict,
            "the text says": each.statement.says,
            "stated": each.statement.value,
            "the table gives": each.found,
            "why": " ".join(part for part in (each.why, each.statement.note) if part),
            "section": each.statement.section,
            "the other passage": each.statement.against,
            "computed as": each.statement.how,
        }
        for each in checked
    ]
    columns = [
        "verdict",
        "the text says",
        "stated",
        "the table gives",
        "why",
        "section",
        "the other passage",
        "computed as",
    ]
    notes = (
        "A stated number agrees when the computed one rounds to it, to the digits printed. Shares "
        "carry exact (Clopper–Pearson) 95 % intervals. Cannot tell: what is not recorded could "
        "decide either way.",
    )
    printed = pd.DataFrame(rows, columns=columns)
    may_be_empty = ("section", "the other passage")
    used = [name for name in columns if name not in may_be_empty or (printed[name] != "").any()]
    return PrintedTable("statements", title, printed[used], notes)
