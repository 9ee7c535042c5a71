"""Reasons: one sentence for each verdict, with the visits and cells that it rests on."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.cohort.child_keys import child_codes, last_of_each_child
from srns.cohort.quantities import UPCR, URINE_TESTS, show_number
from srns.cohort.tables import AS_READ
from srns.cohort.terms import ABOVE_LIMITS, AT_START, NONE, NOT_EVALUABLE
from srns.cohort.unit_systems import Units
from srns.cohort.wording import join_words, with_capital
from srns.rules.baseline import CANONICAL, baseline_upcr
from srns.rules.definition import Response
from srns.rules.judgement import Judgement
from srns.rules.series import Series

SILENT_DAYS = 183
"""Where the source is silent on spacing, a longer gap between two confirming visits is worded."""


def explain_verdicts(judgement: Judgement, trace: pd.DataFrame) -> list[str]:
    """Return the reason of each child's verdict in one sentence, in the order of the children."""
    words = _Words(judgement, trace)
    reasons = [words.reason(child) for child in range(judgement.found.children)]
    for child, said in judgement.course.known_in_part.items():
        reasons[child] += f"; {said}"
    return [f"{with_capital(reason)}." for reason in reasons]


class _Words:
    """What the sentences are made of, looked up once for all children."""

    def __init__(self, judgement: Judgement, trace: pd.DataFrame) -> None:
        found, self.judged = judgement.found, judgement.judged
        self.judgement = judgement
        self.responses = judgement.definition.responses
        self.outer = " or ".join(judgement.definition.response_names)
        self.verdict = judgement.outcomes["response"].to_numpy()
        self.count = np.bincount(found.visits.child, minlength=found.children)
        self.visits = found.visits
        self.day = found.visits.day
        self.lacked = trace["lacked"].to_numpy()
        self.urine = urine_words(trace)
        self.albumin = trace["albumin_shown"].to_numpy()
        self.units = judgement.units
        self.no_day_0 = _without_days(judgement)
        self.no_albumin = judgement.definition.no_albumin
        self.fall = _Falls(judgement, trace)
        self.after = _after_window(judgement)
        self.status = judgement.outcomes["status"].to_numpy()

    def reason(self, child: int) -> str:
        """Go through the steps of the verdict, then what is to be said besides."""
        said = [self._verdict(child), *self._besides(child)]
        return "; ".join(part for part in said if part)

    def _verdict(self, child: int) -> str:
        judged = self.judged
        if self.verdict[child] == AT_START:
            return self._at_start(child)
        if judged.settled[child] == NONE:
            window = self.judgement.found.window
            return (
                f"{window.ended_by[child]} was started on day {window.last[child]:.0f}"
                f"{_in(window.cell[child])} before any response, and a rescue counts as no response"
            )
        if judged.settled[child] == NOT_EVALUABLE:
            name = (
                self.responses[judged.open[child]].name if judged.open[child] >= 0 else self.outer
            )
            return (
                f"{name} cannot be told, because it is not known whether, or on which day, "
                "a rescue drug was started"
            )
        if judged.response[child] >= 0:
            left_open = f"; {self._left_open(child)}" if judged.open[child] >= 0 else ""
            return self._reached(child) + left_open
        if judged.open[child] >= 0:
            return self._left_open(child)
        if judged.gap[child] >= 0:
            place = judged.gap[child]
            return (
                f"{self._at(place)} falls in a gap of the definition: within the outer "
                f"limits of {self.outer}, but no response was reached ({self.lacked[place]})"
            )
        if judged.possible_gap[child] >= 0:
            place = judged.possible_gap[child]
            return (
                f"{self._at(place)} may fall in a gap of the definition "
                f"or be no response ({self.lacked[place]})"
            )
        if self.verdict[child] == NONE:
            if self.count[child] == 1:
                return f"the only visit did not meet the limits of {self.outer}"
            return f"none of the {self.count[child]} visits met the limits of {self.outer}"
        return self._nothing(child)

    def _nothing(self, child: int) -> str:
        window = self.judgement.found.window
        if window.last[child] < 1:
            ended = window.ended_by[child]
            return f"{ended}{_in(window.cell[child])} came on or before day 0: no visit counts"
        if self.no_day_0[child] and self.judgement.cohort.day_zero != AS_READ:
            return f"no day 0: no {self.judgement.cohort.day_zero}"
        if self.no_day_0[child]:
            return "day 0 is not known: neither an infusion nor an index date is recorded"
        tests = self.judgement.found.rules.tests
        test = "Up/c" if tests == ("upcr",) else "urine test that the definition judges"
        return f"no {test} after day 0"

    def _at_start(self, child: int) -> str:
        tested = self.judged.tested[self.judged.at_start[child]]
        baseline = self.judgement.found.baseline
        last = int(baseline.day[baseline.child == child].max())
        return f"{tested.response.name} on day {last}, before treatment began: not at risk"

    def _at(self, place: int) -> str:
        albumin = self.albumin[place]
        shown = f"albumin {albumin}" if albumin else self.no_albumin
        return f"day {self.day[place]} ({self.urine[place]}, {shown})"

    def _reached(self, child: int) -> str:
        number = self.judged.response[child]
        first, decided = self.judged.first[child], self.judged.decided[child]
        asked = self.responses[number]
        text = f"{_limits_of(asked, self.visits.of_test, first, decided, self.units)} "
        if decided > first:
            text += f"at {self._counted(asked, first, decided)} from {self._at(first)} to "
        else:
            text += "on "
        text += self._at(decided) + (
            f", albumin {asked.albumin.words_in(self.units)}" if asked.albumin else ""
        )
        if asked.fall_from_baseline:
            text += f", {self.fall.words(child, decided, mean_of_two=asked.baseline != 'last')}"
        return text + self._silent_gap(asked, first, decided)

    def _counted(self, asked: Response, first: int, decided: int) -> str:
        if self.visits.diary[first : decided + 1].any() and asked.days is not None:
            return f"{self.day[decided] - self.day[first] + 1} consecutive days"
        return f"{decided - first + 1} consecutive visits"

    def _silent_gap(self, asked: Response, first: int, decided: int) -> str:
        """Word a long silence within the run, where the definition does not bound it."""
        if decided == first or asked.max_days_between is not None:
            return ""
        longest = int(np.diff(self.day[first : decided + 1]).max())
        if longest <= SILENT_DAYS:
            return ""
        return f" (up to {longest} days between two visits; the definition sets no limit)"

    def _left_open(self, child: int) -> str:
        tested = self.judged.tested[self.judged.open[child]]
        first, decided = tested.possible.first[child], tested.possible.decided[child]
        if decided < 0:
            asked = tested.response
            return (
                f"{asked.name} is judged at {asked.at}, and there is no visit within "
                f"{asked.at_window_days} days of it"
            )
        run = slice(first, decided + 1)
        unknown = [
            clause.words_in(self.units)
            for clause in tested.clauses
            if (clause.truth.possible[run] & ~clause.truth.certain[run]).any()
        ]
        if not self.visits.surely[run].all():
            unknown.append(self._before_the_end(child))
        if not unknown:
            unknown.append(
                "a relapse came between"
                if self.visits.broken[run].any()
                else "the days without a diary entry were alike"
            )
        where = f"on {self._at(first)}"
        if decided > first:
            where = f"from {self._at(first)} to {self._at(decided)}"
        return (
            f"{tested.response.name} is possible {where}, "
            f"but it is unknown whether {join_words(unknown)}"
        )

    def _before_the_end(self, child: int) -> str:
        window = self.judgement.found.window
        ended = f"{window.ended_by[child]}{_in(window.cell[child])}"
        if np.isinf(window.last[child]) or np.isinf(window.lost_by[child]):
            return "it came before the kidney failure, which has no day"
        return f"it came before {ended}, known only to lie after day {window.surely[child]:.0f}"

    def _besides(self, child: int) -> list[str]:
        said = []
        if self.judged.maybe_at_start[child] and self.verdict[child] in (
            each.name for each in self.responses
        ):
            said.append("it is unknown whether the child was already in remission on day 0")
        if self.status[child] == ABOVE_LIMITS:
            said.append(self._no_relapse(child))
        if self.after[child]:
            window = self.judgement.found.window
            count = self.after[child]
            said.append(
                f"{count} {'result' if count == 1 else 'results'} after day "
                f"{window.last[child]:.0f} ({window.ended_by[child]}{_in(window.cell[child])}) "
                f"{'does' if count == 1 else 'do'} not count"
            )
        return said

    def _no_relapse(self, child: int) -> str:
        relapse = self.judgement.definition.relapse
        mine = np.flatnonzero(self.visits.child == child)
        last = int(mine[-1])
        limit = f" by the limit of {relapse.limits_in(self.units)}" if relapse else " recorded"
        return f"no relapse{limit}; last {self.urine[last]} on day {self.day[last]}"


class _Falls:
    """The fall of Up/c from baseline, with the cell of the baseline."""

    def __init__(self, judgement: Judgement, trace: pd.DataFrame) -> None:
        self.baseline: Series = baseline_upcr(judgement.found)
        self.cells = judgement.cohort.labs["cell"].to_numpy()
        self.last = last_of_each_child(self.baseline.child, judgement.found.children)
        self.visits, self.units = judgement.found.visits, judgement.units

    def words(self, child: int, place: int, *, mean_of_two: bool) -> str:
        """Word the fall at one visit: ``a fall of 62 % from 8.1 mg/mg on day −30 (Labs!C4)``."""
        at, upcr = self.last[child], self.visits.of_test["upcr"]
        if at < 0 or not upcr.measured[place]:
            return "a fall from baseline"
        used = [at - 1, at] if mean_of_two else [at]
        before = self.baseline
        was = float(np.mean(before.value[used] / CANONICAL[before.unit[used]]))
        now = float(upcr.value[place] / CANONICAL[upcr.unit[place]])
        shown = " and ".join(
            f"{self.units.show(UPCR, float(before.value[one]), _UNITS[before.unit[one]])} on day "
            f"{before.day[one]:d}{_in(self.cells[before.row[one]])}".replace("day -", "day −")
            for one in used
        )
        source = f"the mean of {shown}" if mean_of_two else shown
        if not was:
            return f"from {source}"
        return f"a fall of {show_number(round(100 * (1 - now / was), 1))} % from {source}"


_UNITS = list(UPCR.units)


def _in(cell: object) -> str:
    return f" ({cell})" if cell else ""


def _limits_of(
    asked: Response, of_test: Mapping[str, Series], first: int, decided: int, units: Units
) -> str:
    """Word the limits of the tests that were done on the visits of a run."""
    run = slice(first, decided + 1)
    said = []
    for test, series in of_test.items():
        if test not in asked.arms or not series.measured[run].any():
            continue
        limit, known = asked.arms[test], list(URINE_TESTS[test].units)
        judging = sorted({known[unit] for unit in series.unit[run][series.measured[run]]})
        words = list(dict.fromkeys(str(limit.shown_in(units, unit or None)) for unit in judging))
        said.append(f"{URINE_TESTS[test].label} {' or '.join(words)}")
    return " or ".join(said)


def urine_words(trace: pd.DataFrame) -> np.ndarray:
    """Word what was measured in urine at each visit: ``Up/c 0.15 mg/mg``, ``dipstick trace``."""
    words = np.full(len(trace), "", dtype=object)
    for test, quantity in URINE_TESTS.items():
        if f"{test}_shown" not in trace:
            continue
        text = trace[f"{test}_shown"]
        shown = (f"{quantity.label} " + text).to_numpy(dtype=object)
        measured = (text != "").to_numpy()
        between = np.where((words != "") & measured, ", ", "")
        words = words + between + np.where(measured, shown, "")
    return words


def _without_days(judgement: Judgement) -> np.ndarray:
    """Mark the children who have results without a day, and none with one."""
    labs = judgement.cohort.labs
    patients = judgement.cohort.patients["patient"]
    dated = set(labs.loc[labs["day"].notna(), "patient"])
    undated = set(labs.loc[labs["day"].isna(), "patient"]) - dated
    return patients.isin(undated).to_numpy()


def _after_window(judgement: Judgement) -> np.ndarray:
    """Count each child's urine results that a definition judges and that lie after the window."""
    found, labs = judgement.found, judgement.cohort.labs
    after = np.zeros(found.children, dtype=np.int64)
    if np.isinf(found.window.last).all():
        return after
    child = child_codes(judgement.cohort.patients["patient"], labs["patient"])
    day = labs["day"].to_numpy(dtype=float, na_value=np.nan)
    judged = (child >= 0) & labs["analyte"].isin(found.rules.tests).to_numpy()
    with np.errstate(invalid="ignore"):
        late = judged & (day > found.window.last[child]) & (day > 0)
    np.add.at(after, child[late], 1)
    return after
