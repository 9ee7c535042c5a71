"""The trace of visits: what each visit met or lacked, with its values and cells."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from srns.cohort.dipstick import GRADES
from srns.cohort.quantities import ALBUMIN, BOUNDS, DIPSTICK, URINE_TESTS, Quantity, show_result
from srns.cohort.terms import NONE, NOT_EVALUABLE, NOT_IN_REMISSION, UNCLASSIFIED, UNKNOWN
from srns.languages.messages import mark
from srns.languages.sentences import joined, sentence, term
from srns.rules.course import states_at_visits
from srns.rules.definition import how_often
from srns.rules.judgement import Judgement
from srns.rules.runs import runs
from srns.rules.series import Series
from srns.rules.truth import Clause
from srns.rules.verdict import Tested

UNREADABLE = mark("unreadable")
"""What is shown for a result that is there but cannot be read."""


def trace_occasions(judgement: Judgement) -> pd.DataFrame:
    """Return every visit with what it met or lacked; see `Classification.occasions`."""
    found, judged = judgement.found, judgement.judged
    labs = judgement.cohort.labs
    patients = judgement.cohort.patients["patient"].to_numpy()
    verdict = judgement.outcomes["response"].to_numpy()
    paired = found.paired >= 0
    evidence = rests_on(judgement)
    rests_on_response = evidence & (judged.response[found.visits.child] >= 0)
    before = np.where(verdict == NOT_EVALUABLE, UNKNOWN, NOT_IN_REMISSION).astype(object)
    before[verdict == UNCLASSIFIED] = UNKNOWN
    return pd.DataFrame(
        {
            "patient": patients[found.visits.child],
            "day": found.visits.day,
            **_shown_urine(judgement, labs),
            **_shown("albumin", ALBUMIN, found.albumin, labs, judgement, found.paired),
            "albumin_day": pd.array(
                np.where(paired, found.albumin.day[found.paired], np.nan)
                if len(found.albumin)
                else np.full(len(paired), np.nan),
                dtype="Int64",
            ),
            "evidence": evidence,
            "lacked": np.where(rests_on_response, "", _lacked(judgement)),
            "state": states_at_visits(found, judgement.course.changes, before),
        }
    )


def _shown_urine(judgement: Judgement, labs: pd.DataFrame) -> dict[str, object]:
    """Return the columns of every urine test; those of Up/c are always there."""
    visits = judgement.found.visits
    nothing = np.full(len(visits), -1)
    columns: dict[str, object] = {}
    for name, quantity in URINE_TESTS.items():
        series = visits.of_test.get(name)
        if series is not None:
            at = np.where(series.measured, np.arange(len(series)), -1)
            columns |= _shown(name, quantity, series, labs, judgement, at)
        elif name == "upcr":
            other = next(iter(visits.of_test.values()))
            columns |= _shown(name, quantity, other, labs, judgement, nothing)
    return columns


def _shown(
    name: str,
    quantity: Quantity,
    series: Series,
    labs: pd.DataFrame,
    judgement: Judgement,
    at: np.ndarray,
) -> dict[str, object]:
    """Return value, bound, unit, text and cell of each result; empty if nothing is paired.

    `text` is as reported, `shown` with the unit in the system of units in use.
    """
    cells, unreadable = labs["cell"].to_numpy(), labs["value"].isna().to_numpy()
    units = np.array([*quantity.units, ""], dtype=object)
    bounds = np.array([*BOUNDS, ""], dtype=object)
    there = at >= 0
    place = at[there]
    value = np.full(len(at), np.nan)
    value[there] = series.value[place]
    unit = np.full(len(at), len(units) - 1)
    unit[there] = series.unit[place]
    bound = np.full(len(at), len(bounds) - 1)
    bound[there] = series.bound[place]
    cell = np.full(len(at), "", dtype=object)
    cell[there] = cells[series.row[place]]
    shown = _show_grade if quantity is DIPSTICK else show_result
    texts = np.full(len(at), "", dtype=object)
    texts[there] = _each_once(shown, value[there].tolist(), bounds[bound[there]])
    printed = _in_units(name, quantity, judgement, texts, value, units[unit], bounds[bound])
    for spot in np.flatnonzero(there)[unreadable[series.row[place]]].tolist():
        texts[spot] = printed[spot] = UNREADABLE
    return {
        name: value,
        f"{name}_bound": bounds[bound],
        f"{name}_unit": units[unit],
        f"{name}_text": texts,
        f"{name}_shown": printed,
        f"{name}_cell": cell,
    }


def _in_units(
    name: str,
    quantity: Quantity,
    judgement: Judgement,
    texts: np.ndarray,
    value: np.ndarray,
    unit: np.ndarray,
    bound: np.ndarray,
) -> np.ndarray:
    """Return each result with its unit in the system of units in use; "" where there is none."""
    units = judgement.units
    limits = judgement.definition.limit_numbers(name, units)

    def shown(text: str, number: float, reported: str, sign: str) -> str:
        if not text or reported == units.unit_of(quantity, reported) or np.isnan(number):
            return f"{text} {reported}".rstrip()
        return units.show(quantity, number, reported, sign, limits)

    printed = np.full(len(texts), "", dtype=object)
    there = texts != ""
    printed[there] = _each_once(
        shown, texts[there], value[there].tolist(), unit[there], bound[there]
    )
    return printed


def _each_once(shown: Callable[..., str], *columns: Iterable[object]) -> list[str]:
    """Return what is shown for each row; of the same words and numbers many results are made."""
    rows = list(zip(*columns, strict=True))
    known = {row: shown(*row) for row in set(rows)}
    return [known[row] for row in rows]


def rests_on(judgement: Judgement) -> np.ndarray:
    """Mark the visits that each verdict rests on.

    A response rests on the visits of its run; *no response* on all visits, since none met a limit;
    *unclassified* on the first visit in a gap; *not evaluable* on the possible run.
    """
    found, judged = judgement.found, judgement.judged
    child, place = found.visits.child, np.arange(len(found.visits))
    verdict = judgement.outcomes["response"].to_numpy()[child]
    marked = (place >= judged.first[child]) & (place <= judged.decided[child])
    marked &= judged.response[child] >= 0
    marked |= verdict == NONE
    marked |= (verdict == UNCLASSIFIED) & (place == judged.gap[child])
    open_run = (judged.open[child] < 0) & (place == judged.possible_gap[child])
    for number, tested in enumerate(judged.tested):
        run = tested.possible
        within = (place >= run.first[child]) & (place <= run.decided[child])
        open_run |= (judged.open[child] == number) & within
    return marked | ((verdict == NOT_EVALUABLE) & open_run)


def _lacked(judgement: Judgement) -> np.ndarray:
    """Return, for each visit, which limits of each response it did not meet."""
    found = judgement.found
    columns = [_lacked_of(tested, judgement).tolist() for tested in judgement.judged.tested]
    texts = np.full(len(found.visits), "", dtype=object)
    texts[:] = _each_once(_of_all, *columns)
    return texts


def _of_all(*lacked: str) -> str:
    """Return in one text what a visit lacked for every response."""
    return joined(lacked, "; ")


def _lacked_of(tested: Tested, judgement: Judgement) -> np.ndarray:
    """Return what each visit lacked for one response; equal combinations are worded once."""
    response, visits = tested.response, judgement.found.visits
    met = tested.met.certain
    run_start, enough = runs(visits, met, response)
    counted = np.where(met, np.arange(len(visits)) - run_start + 1, 0)
    short = met & ~enough & (tested.timing.at is None)
    wanted = response.occasions or (response.days or (1, 1))[0]
    codes = np.where(short, np.minimum(counted, wanted), 0)
    wordings: list[list[str]] = []
    for clause in tested.clauses:
        answer = np.where(clause.truth.certain, 0, np.where(clause.truth.possible, 1, 2))
        words, which = _wordings(clause, judgement)
        wordings.append(words)
        codes = (codes * 3 + answer) * len(words) + np.where(answer > 0, which, 0)
    distinct, place = np.unique(codes, return_inverse=True)
    texts = [_worded(int(code), tested, wordings) for code in distinct]
    return np.array(texts, dtype=object)[place] if texts else np.full(0, "", dtype=object)


def _wordings(clause: Clause, judgement: Judgement) -> tuple[list[str], np.ndarray]:
    """Return the ways to word a clause, and which of them each visit takes by its result's unit."""
    units, found = judgement.units, judgement.found
    usual = clause.words_in(units)
    if clause.limit is None or len(clause.limit.printed) == 1:
        return [usual], np.zeros(len(found.visits), dtype=np.int64)
    by_unit = [clause.words_in(units, unit) for unit in clause.limit.quantity.units]
    words = list(dict.fromkeys([usual, *by_unit]))
    of_unit = np.array([words.index(each) for each in by_unit])
    if clause.of_albumin:
        there, unit = found.paired >= 0, np.zeros(len(found.visits), dtype=np.int64)
        unit[there] = found.albumin.unit[found.paired[there]]
    else:
        series = found.visits.of_test[clause.test]
        there, unit = series.measured, np.where(series.measured, series.unit, 0)
    return words, np.where(there, of_unit[unit], 0)


def _worded(code: int, tested: Tested, wordings: list[list[str]]) -> str:
    name = tested.response.name
    parts: list[str] = []
    for words in reversed(wordings):
        code, which = divmod(code, len(words))
        code, answer = divmod(code, 3)
        if answer:
            parts.insert(0, _unmet(words[which], unknown=answer == 1))
    if code:
        parts.append(sentence("visit {n} of {visits}", n=code, visits=how_often(tested.response)))
    if not parts:
        return sentence("{response}: nothing lacking", response=term(name))
    return sentence("{response}: {lacked}", response=term(name), lacked=joined(parts))


def _unmet(words: str, *, unknown: bool) -> str:
    if unknown:
        return sentence("unknown whether {limit}", limit=words)
    return sentence("not {limit}", limit=words)


def _show_grade(value: float, bound: str = "") -> str:
    return {"<=": "≤", ">=": "≥"}.get(bound, bound) + GRADES[round(value)]
