"""Reasons for a verdict: what each visit met or lacked, and one sentence per child."""

import numpy as np
import pandas as pd

from srns.cohort.quantities import ALBUMIN, BOUNDS, UPCR, Quantity, show_result
from srns.cohort.terms import NONE, NOT_EVALUABLE, NOT_IN_REMISSION, UNCLASSIFIED, UNKNOWN
from srns.cohort.wording import join_words
from srns.rules.course import states_at_visits
from srns.rules.judgement import Judgement
from srns.rules.occasions import Series
from srns.rules.runs import is_long_enough, run_starts
from srns.rules.verdict import Clause, Tested


def trace_occasions(judgement: Judgement) -> pd.DataFrame:
    """Return every visit with what it met or lacked; see `Classification.occasions`."""
    found, judged = judgement.found, judgement.judged
    cells = judgement.cohort.labs["cell"].to_numpy()
    patients = judgement.cohort.patients["patient"].to_numpy()
    verdict = judgement.outcomes["response"].to_numpy()
    paired = found.paired >= 0
    evidence = _evidence(judgement)
    rests_on_response = evidence & (judged.response[found.urine.child] >= 0)
    before = np.where(verdict == NOT_EVALUABLE, UNKNOWN, NOT_IN_REMISSION).astype(object)
    before[verdict == UNCLASSIFIED] = UNKNOWN
    return pd.DataFrame(
        {
            "patient": patients[found.urine.child],
            "day": found.urine.day,
            **_shown("upcr", UPCR, found.urine, cells),
            **_shown("albumin", ALBUMIN, found.albumin, cells, found.paired),
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


def _shown(
    name: str, quantity: Quantity, series: Series, cells: np.ndarray, at: np.ndarray | None = None
) -> dict[str, object]:
    """Return value, bound, unit, text and cell of each result; empty if nothing is paired."""
    units = np.array([*quantity.units, ""], dtype=object)
    bounds = np.array([*BOUNDS, ""], dtype=object)
    if at is None:
        at = np.arange(len(series))
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
    texts = [
        show_result(number, sign) if known else ""
        for number, sign, known in zip(value, bounds[bound], there, strict=True)
    ]
    return {
        name: value,
        f"{name}_bound": bounds[bound],
        f"{name}_unit": units[unit],
        f"{name}_text": np.array(texts, dtype=object),
        f"{name}_cell": cell,
    }


def _evidence(judgement: Judgement) -> np.ndarray:
    """Mark the visits that each verdict rests on.

    A response rests on the visits of its run; *no response* on all visits, since none met a limit;
    *unclassified* on the first visit in a gap; *not evaluable* on the possible run.
    """
    found, judged = judgement.found, judgement.judged
    child, place = found.urine.child, np.arange(len(found.urine))
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
    texts = np.full(len(found.urine), "", dtype=object)
    for tested in judgement.judged.tested:
        lacked = _lacked_of(tested, found.urine)
        texts = np.where(texts == "", lacked, texts + "; " + lacked)
    return texts


def _lacked_of(tested: Tested, urine: Series) -> np.ndarray:
    """Return what each visit lacked for one response; equal combinations are worded once."""
    response = tested.response
    run_start = run_starts(urine, tested.met.certain, response.max_days_between)
    counted = np.where(tested.met.certain, np.arange(len(urine)) - run_start + 1, 0)
    short = tested.met.certain & ~is_long_enough(urine, run_start, response)
    codes = np.where(short, np.minimum(counted, response.occasions), 0)
    for clause in tested.clauses:
        answer = np.where(clause.truth.certain, 0, np.where(clause.truth.possible, 1, 2))
        codes = codes * 3 + answer
    distinct, place = np.unique(codes, return_inverse=True)
    texts = [_worded(int(code), tested) for code in distinct]
    return np.array(texts, dtype=object)[place] if texts else np.full(0, "", dtype=object)


def _worded(code: int, tested: Tested) -> str:
    name = tested.response.name
    parts: list[str] = []
    for clause in reversed(tested.clauses):
        code, answer = divmod(code, 3)
        if answer:
            parts.insert(0, _unmet(clause, unknown=answer == 1))
    if code:
        parts.append(f"visit {code} of {tested.response.occasions} in a row")
    if not parts:
        return f"{name}: nothing lacking"
    return f"{name}: {', '.join(parts)}"


def _unmet(clause: Clause, *, unknown: bool) -> str:
    return f"unknown whether {clause.words}" if unknown else f"not {clause.words}"


def explain_verdicts(judgement: Judgement, trace: pd.DataFrame) -> list[str]:
    """Return the reason for each child's verdict, one sentence per child."""
    words = _Words(judgement, trace)
    reasons = [words.reason(child) for child in range(judgement.found.children)]
    for child, said in judgement.course.known_in_part.items():
        reasons[child] += f"; {said}"
    return [reason[0].upper() + reason[1:] + "." for reason in reasons]


class _Words:
    """Values that the sentences need, looked up once for all children."""

    def __init__(self, judgement: Judgement, trace: pd.DataFrame) -> None:
        found, self.judged = judgement.found, judgement.judged
        self.responses = judgement.definition.responses
        self.outer = join_words((each.name for each in self.responses), "or")
        self.verdict = judgement.outcomes["response"].to_numpy()
        self.count = np.bincount(found.urine.child, minlength=found.children)
        self.day = found.urine.day
        self.upcr = (trace["upcr_text"] + " " + trace["upcr_unit"]).to_numpy()
        albumin = trace["albumin_text"] + " " + trace["albumin_unit"]
        self.albumin = albumin.where(trace["albumin_text"] != "", "").to_numpy()
        self.no_albumin = judgement.definition.no_albumin
        self.no_index = _without_days(judgement)

    def reason(self, child: int) -> str:
        """Return the reason, by the five steps of the verdict."""
        judged = self.judged
        if judged.response[child] >= 0:
            left_open = f"; {self._left_open(child)}" if judged.open[child] >= 0 else ""
            return self._reached(child) + left_open
        if judged.open[child] >= 0:
            return self._left_open(child)
        if judged.gap[child] >= 0:
            return (
                f"{self._at(judged.gap[child])} falls in a gap of the definition: within the outer "
                f"limits of {self.outer}, but no response was reached"
            )
        if judged.possible_gap[child] >= 0:
            return (
                f"{self._at(judged.possible_gap[child])} may fall in a gap of the definition "
                "or be no response"
            )
        if self.verdict[child] == NONE:
            if self.count[child] == 1:
                return f"the only visit did not meet the limits of {self.outer}"
            return f"none of the {self.count[child]} visits met the limits of {self.outer}"
        if self.no_index[child]:
            return "day 0 is not known: neither an infusion nor an index date is recorded"
        return "no Up/c after the first infusion"

    def _at(self, place: int) -> str:
        albumin = self.albumin[place]
        shown = f"albumin {albumin}" if albumin else self.no_albumin
        return f"day {self.day[place]} (Up/c {self.upcr[place]}, {shown})"

    def _reached(self, child: int) -> str:
        first, decided = self.judged.first[child], self.judged.decided[child]
        asked = self.responses[self.judged.response[child]]
        text = f"Up/c {asked.upcr} "
        if decided > first:
            text += f"at {decided - first + 1} consecutive visits from {self._at(first)} to "
        else:
            text += "on "
        return f"{text}{self._at(decided)}" + (
            f", albumin {asked.albumin}" if asked.albumin else ""
        )

    def _left_open(self, child: int) -> str:
        tested = self.judged.tested[self.judged.open[child]]
        first, decided = tested.possible.first[child], tested.possible.decided[child]
        within = slice(first, decided + 1)
        unknown = [
            clause.words
            for clause in tested.clauses
            if (clause.truth.possible[within] & ~clause.truth.certain[within]).any()
        ]
        run = f"on {self._at(first)}"
        if decided > first:
            run = f"from {self._at(first)} to {self._at(decided)}"
        return (
            f"{tested.response.name} is possible {run}, "
            f"but it is unknown whether {join_words(unknown)}"
        )


def _without_days(judgement: Judgement) -> np.ndarray:
    """Mark the children with results, all of them without a day."""
    labs = judgement.cohort.labs
    patients = judgement.cohort.patients["patient"]
    dated = set(labs.loc[labs["day"].notna(), "patient"])
    undated = set(labs.loc[labs["day"].isna(), "patient"]) - dated
    return patients.isin(undated).to_numpy()
