"""Results in words: what was measured in urine, by which limits, and how far it fell."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from srns.cohort.child_keys import last_of_each_child
from srns.cohort.quantities import UPCR, URINE_TESTS, show_number
from srns.cohort.unit_systems import Units
from srns.languages.sentences import either, joined, list_and, sentence, term
from srns.rules.baseline import CANONICAL, baseline_upcr
from srns.rules.definition import Response
from srns.rules.judgement import Judgement
from srns.rules.series import Series


class Falls:
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
            return sentence("a fall from baseline")
        used = [at - 1, at] if mean_of_two else [at]
        before = self.baseline
        was = float(np.mean(before.value[used] / CANONICAL[before.unit[used]]))
        now = float(upcr.value[place] / CANONICAL[upcr.unit[place]])
        source = list_and(self._result(one) for one in used)
        if mean_of_two:
            source = sentence("the mean of {results}", results=source)
        if not was:
            return sentence("from {results}", results=source)
        return sentence(
            "a fall of {percent} % from {results}",
            percent=show_number(round(100 * (1 - now / was), 1)),
            results=source,
        )

    def _result(self, place: int) -> str:
        before = self.baseline
        unit = UNITS_OF_UPCR[before.unit[place]]
        # The cell of a sample that was typed on a page is "day -14".
        cell = str(self.cells[before.row[place]] or "").replace("day -", "day −")
        day = day_words(before.day[place], cell)
        day = f"−{day[1:]}" if day.startswith("-") else day
        return sentence(
            "{result} on day {day}",
            result=self.units.show(UPCR, float(before.value[place]), unit),
            day=day,
        )


UNITS_OF_UPCR = list(UPCR.units)


def day_words(day: float, cell: object = "") -> str:
    """Return a day with its cell: ``137 (Labs!C4)``."""
    return f"{day:.0f} ({cell})" if cell else f"{day:.0f}"


def limits_of(
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
        shown = [limit.shown_in(units, unit or None).words for unit in judging]
        words = either(dict.fromkeys(shown))
        said.append(joined([term(URINE_TESTS[test].label), words], " "))
    return either(said)


class Urine:
    """What was measured in urine at each visit: ``Up/c 0.15 mg/mg``, ``dipstick trace``."""

    def __init__(self, trace: pd.DataFrame) -> None:
        self.shown = {
            quantity.label: trace[f"{test}_shown"].to_numpy()
            for test, quantity in URINE_TESTS.items()
            if f"{test}_shown" in trace
        }

    def words(self, place: int) -> str:
        """Word what was measured at one visit; empty where nothing was."""
        measured = ((label, shown[place]) for label, shown in self.shown.items())
        return joined(result_words(label, shown) for label, shown in measured if shown != "")


def result_words(label: str, shown: str) -> str:
    """Word one result: ``Up/c 0.15 mg/mg``, ``dipstick trace``."""
    return joined([term(label), term(shown)], " ")


def urine_words(trace: pd.DataFrame) -> list[str]:
    """Word what was measured in urine at each visit."""
    urine = Urine(trace)
    return [urine.words(place) for place in range(len(trace))]
