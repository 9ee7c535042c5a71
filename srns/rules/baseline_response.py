"""Response at baseline: had the child already responded when the infusions began?

The last Up/c and the last albumin on day -90 to 0 are judged by the outer limits of each response
of the definition in force: Up/c by its upper limit, albumin by its lower one. A response by a
dipstick or 24-hour protein alone is ruled out by an Up/c, which goes before them, and else unknown.
"""

import numpy as np

from srns.cohort.child_keys import last_of_each_child
from srns.cohort.quantities import ALBUMIN, BOUNDS, UPCR, show_result
from srns.cohort.terms import COMPLETE
from srns.languages.sentences import joined, list_or, sentence, term
from srns.rules.baseline import baseline_upcr
from srns.rules.classification import Classification
from srns.rules.definition import Response
from srns.rules.drug_resistance import KDIGO_2025
from srns.rules.occasions import BASELINE_DAYS
from srns.rules.three_valued import CANNOT_TELL, NO, YES, Answer
from srns.rules.truth import Truth


class BaselineResponse:
    """The last results before treatment, and which responses they meet."""

    def __init__(self, classification: Classification) -> None:
        found = classification.found
        self._name = classification.definition.name
        self._cells = classification.cohort.labs["cell"].to_numpy()
        before = (found.albumin.day <= 0) & (found.albumin.day >= -BASELINE_DAYS)
        self._urine = baseline_upcr(found)
        self._albumin = found.albumin[np.flatnonzero(before)]
        self._last_urine = last_of_each_child(self._urine.child, found.children)
        self._last_albumin = last_of_each_child(self._albumin.child, found.children)
        # A list: there may be several ways to one response.
        self._ways = [
            (response.name, self._test(response))
            for response in classification.definition.responses
        ]

    def to_any(self, child: int) -> Answer:
        """Answer whether the child had no response at all."""
        names = tuple(dict.fromkeys(name for name, _ in self._ways))
        return self._answer(child, names, sentence("no response when the infusions began"))

    def to_complete(self, child: int) -> Answer:
        """Answer whether the child had no complete remission."""
        names = (COMPLETE,) if any(name == COMPLETE for name, _ in self._ways) else ()
        return self._answer(
            child, names, sentence("no complete remission when the infusions began")
        )

    def _test(self, response: Response) -> Truth:
        """Test each child's last results against the outer limits of a response."""
        met = Truth(*np.ones((2, len(self._last_urine)), dtype=bool))
        if response.fall_from_baseline:
            # There is no earlier baseline, so a fall is never certain.
            met &= Truth(np.zeros_like(met.certain), met.possible)
        if response.upcr is None and response.arms:
            # Only by another urine test, which does not count where there is an Up/c.
            met &= Truth(np.zeros_like(met.certain), self._last_urine < 0)
        for limit, series, last in (
            (response.upcr, self._urine, self._last_urine),
            (response.albumin, self._albumin, self._last_albumin),
        ):
            if limit is None:
                continue
            results = series.results_at(last)
            for place, edge in enumerate(limit.edges):
                # A result better than the response asks for is not a failure.
                if edge.is_upper == (limit.quantity is UPCR):
                    met &= Truth(*limit.holds(results, place))
        return met

    def _answer(self, child: int, names: tuple[str, ...], item: str) -> Answer:
        measured, cells = self._measured(child)
        ways = [truth for name, truth in self._ways if name in names]
        if names and not any(truth.possible[child] for truth in ways):
            responses = list_or(map(term, names))
            reply, reason = YES, sentence("outside the limits of {responses}", responses=responses)
        elif any(truth.certain[child] for truth in ways):
            reply, reason = NO, sentence("within the limits of a response")
        elif measured:
            reply, reason = CANNOT_TELL, sentence("the results on day −90 to 0 do not decide it")
        else:
            reply, reason = CANNOT_TELL, sentence("no Up/c and no albumin on day −90 to 0")
        source = sentence("{source}, by {definition}", source=KDIGO_2025, definition=self._name)
        return Answer(item, reply, measured, reason, cells, source)

    def _measured(self, child: int) -> tuple[str, tuple[str, ...]]:
        """Return the child's last results in words, and their cells."""
        words, cells = [], []
        for quantity, series, at in (
            (UPCR, self._urine, self._last_urine[child]),
            (ALBUMIN, self._albumin, self._last_albumin[child]),
        ):
            if at >= 0:
                unit = list(quantity.units)[series.unit[at]]
                shown = show_result(float(series.value[at]), BOUNDS[series.bound[at]])
                words.append(
                    sentence(
                        "{result} on day {day}",
                        result=joined([term(quantity.label), shown, unit], " "),
                        day=int(series.day[at]),
                    )
                )
                cells.append(str(self._cells[series.row[at]]))
        return joined(words), tuple(cell for cell in cells if cell)
