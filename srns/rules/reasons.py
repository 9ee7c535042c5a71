"""Reasons: one sentence for each verdict, with the visits and cells that it rests on."""

import numpy as np
import pandas as pd

from srns.cohort.quantities import URINE_TESTS
from srns.cohort.tables import AS_READ
from srns.cohort.terms import ABOVE_LIMITS, AT_START, NONE, NOT_EVALUABLE
from srns.languages.messages import mark
from srns.languages.sentences import (
    either,
    joined,
    list_and,
    nsentence,
    sentence,
    shortened,
    term,
    with_capital,
)
from srns.rules.definition import Response, how_often, time_words
from srns.rules.judgement import Judgement
from srns.rules.reason_marks import (
    first_restarts,
    results_after_window,
    unasked_visits,
    without_days,
)
from srns.rules.result_words import Falls, Urine, day_words, limits_of, result_words

SILENT_DAYS = 183
"""Where the source is silent on spacing, a longer gap between two confirming visits is worded."""


def explain_verdicts(judgement: Judgement, trace: pd.DataFrame) -> list[str]:
    """Return the reason of each child's verdict in one sentence, in the order of the children."""
    words = _Words(judgement, trace)
    reasons = [words.reason(child) for child in range(judgement.found.children)]
    for child, said in judgement.course.known_in_part.items():
        reasons[child] = joined([reasons[child], said], "; ")
    # Translators: the end of a sentence
    return [sentence("{reason}.", reason=with_capital(reason)) for reason in reasons]


class _Words:
    """What the sentences are made of, looked up once for all children."""

    def __init__(self, judgement: Judgement, trace: pd.DataFrame) -> None:
        found, self.judged = judgement.found, judgement.judged
        self.judgement = judgement
        self.responses = judgement.definition.responses
        self.outer = either(map(term, judgement.definition.response_names))
        self.verdict = judgement.outcomes["response"].to_numpy()
        self.count = np.bincount(found.visits.child, minlength=found.children)
        self.visits = found.visits
        self.day = found.visits.day
        self.lacked = trace["lacked"].to_numpy()
        self.urine = Urine(trace)
        self.albumin = trace["albumin_shown"].to_numpy()
        self.units = judgement.units
        self.no_day_0 = without_days(judgement)
        self.no_albumin = judgement.definition.no_albumin
        self.fall = Falls(judgement, trace)
        self.after = results_after_window(judgement)
        self.status = judgement.outcomes["status"].to_numpy()
        self.restarts = first_restarts(judgement)
        self.unasked = unasked_visits(judgement)

    def reason(self, child: int) -> str:
        """Go through the steps of the verdict, then what is to be said besides."""
        said = [self._verdict(child), *self._besides(child)]
        return joined(said, "; ")

    def _verdict(self, child: int) -> str:
        judged = self.judged
        if self.verdict[child] == AT_START:
            return self._at_start(child)
        if judged.settled[child] == NONE:
            window = self.judgement.found.window
            return sentence(
                "{drug} was started on day {day} before any response, and a rescue counts as no "
                "response",
                drug=term(window.ended_by[child]),
                day=day_words(window.last[child], window.cell[child]),
            )
        if judged.settled[child] == NOT_EVALUABLE:
            asked = judged.open[child]
            return sentence(
                "{response} cannot be told, because it is not known whether, or on which day, a "
                "rescue drug was started",
                response=term(self.responses[asked].name) if asked >= 0 else self.outer,
            )
        if judged.response[child] >= 0:
            reached = self._reached(child)
            is_open = judged.open[child] >= 0
            return joined([reached, self._left_open(child)], "; ") if is_open else reached
        if judged.open[child] >= 0:
            return self._left_open(child)
        if judged.gap[child] >= 0:
            place = judged.gap[child]
            return sentence(
                "{visit} falls in a gap of the definition: within the outer limits of "
                "{responses}, but no response was reached ({lacked})",
                visit=self._at(place),
                responses=self.outer,
                lacked=self.lacked[place],
            )
        if judged.possible_gap[child] >= 0:
            place = judged.possible_gap[child]
            return sentence(
                "{visit} may fall in a gap of the definition or be no response ({lacked})",
                visit=self._at(place),
                lacked=self.lacked[place],
            )
        if self.verdict[child] == NONE:
            return nsentence(
                "the only visit did not meet the limits of {responses}",
                "none of the {n} visits met the limits of {responses}",
                int(self.count[child]),
                responses=self.outer,
            )
        return self._nothing(child)

    def _nothing(self, child: int) -> str:
        window = self.judgement.found.window
        if window.last[child] < 1:
            return sentence("{end} came on or before day 0: no visit counts", end=self._end(child))
        if self.no_day_0[child] and self.judgement.cohort.day_zero != AS_READ:
            return sentence("no day 0: no {origin}", origin=term(self.judgement.cohort.day_zero))
        if self.no_day_0[child]:
            return sentence("day 0 is not known: neither an infusion nor an index date is recorded")
        if self.judgement.found.rules.tests == ("upcr",):
            return sentence("no Up/c after day 0")
        return sentence("no urine test that the definition judges after day 0")

    def _end(self, child: int) -> str:
        """Name what ended the window, with its cell."""
        window = self.judgement.found.window
        cell = window.cell[child]
        ended = term(window.ended_by[child])
        return joined([ended, f"({cell})"], " ") if cell else ended

    def _at_start(self, child: int) -> str:
        tested = self.judged.tested[self.judged.at_start[child]]
        baseline = self.judgement.found.baseline
        last = int(baseline.day[baseline.child == child].max())
        return sentence(
            "{response} on day {day}, before treatment began: not at risk",
            response=term(tested.response.name),
            day=last,
        )

    def _at(self, place: int) -> str:
        albumin = self.albumin[place]
        shown = result_words("albumin", albumin) if albumin else self.no_albumin
        return shortened(
            "day {day} ({results})",
            mark("day {day}"),
            day=int(self.day[place]),
            results=joined([self.urine.words(place), shown]),
        )

    def _reached(self, child: int) -> str:
        number = self.judged.response[child]
        first, decided = self.judged.first[child], self.judged.decided[child]
        asked = self.responses[number]
        limits = limits_of(asked, self.visits.of_test, first, decided, self.units)
        if decided > first:
            run = sentence(
                "{limits} at {visits} from {first} to {last}",
                limits=limits,
                visits=self._counted(asked, first, decided),
                first=self._at(first),
                last=self._at(decided),
            )
        else:
            run = sentence("{limits} on {visit}", limits=limits, visit=self._at(decided))
        criteria: list[str] = [run]
        if asked.albumin:
            criteria.append(joined([term("albumin"), asked.albumin.words_in(self.units)], " "))
        if asked.fall_from_baseline:
            mean_of_two = asked.baseline != "last"
            criteria.append(self.fall.words(child, decided, mean_of_two=mean_of_two))
        return self._with_silent_gap(joined(criteria), asked, first, decided)

    def _counted(self, asked: Response, first: int, decided: int) -> str:
        if self.visits.diary[first : decided + 1].any() and asked.days is not None:
            days = int(self.day[decided] - self.day[first] + 1)
            return nsentence("{n} consecutive day", "{n} consecutive days", days)
        visits = int(decided - first + 1)
        return nsentence("{n} consecutive visit", "{n} consecutive visits", visits)

    def _with_silent_gap(self, reached: str, asked: Response, first: int, decided: int) -> str:
        """Word a long silence within the run, where the definition does not bound it."""
        if decided == first or asked.max_days_between is not None:
            return reached
        longest = int(np.diff(self.day[first : decided + 1]).max())
        if longest <= SILENT_DAYS:
            return reached
        return sentence(
            "{reached} (up to {n} days between two visits; the definition sets no limit)",
            reached=reached,
            n=longest,
        )

    def _left_open(self, child: int) -> str:
        tested = self.judged.tested[self.judged.open[child]]
        first, decided = tested.possible.first[child], tested.possible.decided[child]
        response = term(tested.response.name)
        if decided < 0:
            return nsentence(
                "{response} is judged at {time}, and there is no visit within {n} day of it",
                "{response} is judged at {time}, and there is no visit within {n} days of it",
                tested.response.at_window_days,
                response=response,
                time=time_words(tested.response.at or ""),
            )
        run = slice(first, decided + 1)
        unknown: list[str] = [
            clause.words_in(self.units)
            for clause in tested.clauses
            if (clause.truth.possible[run] & ~clause.truth.certain[run]).any()
        ]
        if not self.visits.surely[run].all():
            unknown.append(self._before_the_end(child))
        if not unknown:
            unknown.append(
                # Translators: after "it is unknown whether"
                sentence("a relapse came between")
                if self.visits.broken[run].any()
                # Translators: after "it is unknown whether"
                else sentence("the days without a diary entry were alike")
            )
        if decided > first:
            return sentence(
                "{response} is possible from {first} to {last}, but it is unknown whether "
                "{unknown}",
                response=response,
                first=self._at(first),
                last=self._at(decided),
                unknown=list_and(unknown),
            )
        return sentence(
            "{response} is possible on {visit}, but it is unknown whether {unknown}",
            response=response,
            visit=self._at(first),
            unknown=list_and(unknown),
        )

    def _before_the_end(self, child: int) -> str:
        window = self.judgement.found.window
        if np.isinf(window.last[child]) or np.isinf(window.lost_by[child]):
            # Translators: after "it is unknown whether"
            return sentence("it came before the kidney failure, which has no day")
        return sentence(
            # Translators: after "it is unknown whether"
            "it came before {end}, known only to lie after day {day}",
            end=self._end(child),
            day=day_words(window.surely[child]),
        )

    def _besides(self, child: int) -> list[str]:
        said = []
        if self.judged.maybe_at_start[child] and self.verdict[child] in (
            each.name for each in self.responses
        ):
            said.append(
                sentence("it is unknown whether the child was already in remission on day 0")
            )
        if child in self.unasked:
            unasked = self.unasked[child]
            said.append(
                nsentence(
                    "{response} prints no limit for {tests}, which alone was measured at {n} visit",
                    "{response} prints no limit for {tests}, which alone was measured at {n} "
                    "visits",
                    unasked.visits,
                    response=term(unasked.response),
                    tests=list_and(term(URINE_TESTS[test].label) for test in unasked.tests),
                )
            )
        if self.restarts[child] >= 0:
            said.append(
                sentence(
                    "a relapse recorded after day {before} and up to day {day} starts the count "
                    "of visits afresh",
                    before=int(self.day[self.restarts[child] - 1]),
                    day=int(self.day[self.restarts[child]]),
                )
            )
        if self.status[child] == ABOVE_LIMITS:
            said.append(self._no_relapse(child))
        if self.after[child]:
            said.append(
                nsentence(
                    "{n} result after day {day} ({end}) does not count",
                    "{n} results after day {day} ({end}) do not count",
                    int(self.after[child]),
                    day=day_words(self.judgement.found.window.last[child]),
                    end=self._end(child),
                )
            )
        return said

    def _no_relapse(self, child: int) -> str:
        relapse = self.judgement.definition.relapse
        last = int(np.flatnonzero(self.visits.child == child)[-1])
        seen = {"urine": self.urine.words(last), "day": int(self.day[last])}
        if relapse is None:
            return sentence("no relapse recorded; last {urine} on day {day}", **seen)
        limits, counts = relapse.limits_in(self.units), how_often(relapse)
        if counts:
            limits = sentence("{limits} at {visits}", limits=limits, visits=counts)
        return sentence(
            "no relapse by the limit of {limits}; last {urine} on day {day}", limits=limits, **seen
        )
