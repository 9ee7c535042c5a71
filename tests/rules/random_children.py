"""Random children, on and around the thresholds, as untidy as in real workbooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import numpy as np

from srns.cohort.tables import Cohort
from tests.rules.oracle import PER_CANONICAL, Lab, Limits, Result, read_definition
from tests.rules.table import make_cohort

UPCR = {
    "mg/mg": (0.0, 0.01, 0.1, 0.15, 0.19, 0.199, 0.2, 0.201, 0.21, 0.29, 0.3, 0.31, 0.5, 0.75, 0.99,
              1.0, 1.01, 1.2, 1.5, 1.51, 1.75, 1.99, 2.0, 2.01, 3.49, 3.5, 3.51, 5.0, 8.0, 30.0),
    "g/g": (0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.5),
    "mg/g": (100.0, 199.0, 200.0, 201.0, 300.0, 999.0, 1000.0, 1001.0, 2000.0, 3500.0),
    "mg/mmol": (10.0, 20.0, 20.1, 22.62, 22.624, 22.63, 33.93, 33.936, 56.56, 113.12, 113.13,
                199.9, 200.0, 226.23, 226.24, 226.25, 400.0),
    "g/mol": (20.0, 22.624, 113.12, 200.0, 226.24),
}  # fmt: skip
ALBUMIN = {
    "g/dL": (1.0, 2.4, 2.49, 2.5, 2.51, 2.9, 3.0, 3.1, 3.4, 3.41, 3.5, 3.51, 3.6, 4.0, 5.0, 5.1),
    "g/L": (10.0, 24.0, 25.0, 26.0, 30.0, 34.0, 34.1, 35.0, 35.1, 36.0, 40.0, 50.0),
}
BOUNDS = ("", "<", "<=", ">", ">=")
DEATHS = ("death", "kidney failure", "dialysis", "transplant")

Event = tuple[int | None, str]
Child = tuple[list[Lab], list[Event]]


@dataclass(frozen=True)
class Edges:
    """Values to draw often: on and next to the thresholds of a definition, and its last days.

    Attributes
    ----------
    upcr, albumin
        Results in each unit.
    remaining
        The share of the baseline that the asked fall leaves, or 0.
    days
        Days on and beside the last on which a response counts.
    """

    upcr: Mapping[str, Sequence[Fraction]]
    albumin: Mapping[str, Sequence[Fraction]]
    remaining: Fraction = Fraction(0)
    days: Sequence[int] = ()


def _fractions(values: Mapping[str, Sequence[float]]) -> dict[str, list[Fraction]]:
    return {unit: [Fraction(repr(value)) for value in row] for unit, row in values.items()}


USUAL = Edges(_fractions(UPCR), _fractions(ALBUMIN))


def edges_of(text: str) -> Edges:
    """Return the values on and next to each threshold of a definition, in each unit."""
    oracle = read_definition(text)
    upcr = [each.upcr for each in oracle.responses if each.upcr]
    albumin = [each.albumin for each in oracle.responses if each.albumin]
    if oracle.relapse_upcr:
        upcr.append(oracle.relapse_upcr)
    falls = [each.fall for each in oracle.responses if each.fall]
    ends = [int(each.last_day) for each in oracle.responses if each.last_day is not None]
    return Edges(
        {unit: _near(upcr, "upcr", unit) for unit in UPCR},
        {unit: _near(albumin, "albumin", unit) or USUAL.albumin[unit] for unit in ALBUMIN},
        1 - falls[0][1] if falls else Fraction(0),
        [day + beside for day in ends for beside in (0, 0, 1)],
    )


def _near(limits: Sequence[Limits], analyte: str, unit: str) -> list[Fraction]:
    """Yield each threshold in the unit, as printed too, and one digit below and above."""
    per = PER_CANONICAL[analyte]
    numbers: set[Fraction] = set()
    for limit in limits:
        for source, comparisons in limit.printed:
            for _, number in comparisons:
                exact = number * per[unit] / per[source]
                if Fraction(str(float(exact))) == exact:  # can be typed
                    step = Fraction(1, 1000) if per[unit] == 1 else Fraction(1, 100)
                    numbers |= {exact, exact, exact - step, exact + step}
    return sorted(number for number in numbers if number > 0)


def draw_child(random: Random, edges: Edges = USUAL) -> Child:
    """Draw one child: mostly improving, some with long good stretches, some never well."""
    visits = random.randrange(0, 13)
    good = random.choice((0.2, 0.6, 0.85, 0.95))
    step = random.choice((3, 8, 16, 45))
    day = random.randrange(-120, 3) if random.random() < 0.6 else -2 * step
    one_unit = random.random() < 0.6
    usual = "mg/mg" if random.random() < 0.6 else random.choice(list(UPCR))
    censored = random.choice((0.0, 0.1, 0.3))
    no_albumin = random.choice((0.0, 0.2, 0.7))
    labs: list[Lab] = []
    before: Result | None = None
    for _ in range(visits):
        well = random.random() < good
        for _ in range(2 if random.random() < 0.12 else 1):
            unit = usual if one_unit else random.choice(list(UPCR))
            if random.random() < 0.93:
                result = _draw(random, edges, "upcr", unit, well, censored)
                if day < 1:
                    before = result
                elif before and edges.remaining and random.random() < 0.25:
                    result = _after_the_fall(before, edges.remaining)
                labs.append(Lab(day, "upcr", result))
            if random.random() >= no_albumin:
                near = day + random.choice((0, 0, 0, 0, -15, -14, -13, 13, 14, 15, 3, -3))
                albumin_unit = "g/dL" if random.random() < 0.7 else "g/L"
                result = _draw(random, edges, "albumin", albumin_unit, well, censored / 2)
                labs.append(Lab(near, "albumin", result))
        day += random.randrange(1, 2 * step) if random.random() < 0.85 else step
        if random.random() < 0.05:
            day += random.randrange(60, 200)
        if edges.days and random.random() < 0.08:
            day = max(day, random.choice(edges.days))
    events: list[Event] = []
    if random.random() < 0.12:
        events.append((random.randrange(1, 400), "relapse"))
    if random.random() < 0.05:
        events.append((random.randrange(1, 400) if random.random() < 0.7 else None, "relapse"))
    if random.random() < 0.04:
        events.append((random.randrange(1, 400), random.choice(DEATHS)))
    if random.random() < 0.1:
        events.append((None if random.random() < 0.3 else 50, "infection"))
    if random.random() < 0.03:
        labs = [Lab(None, lab.analyte, lab.result) for lab in labs]
    labs = _without_ties_between_kinds(labs)
    random.shuffle(labs)
    return labs, events


def _draw(
    random: Random, edges: Edges, analyte: str, unit: str, good: bool, censored: float
) -> Result:
    source = edges if edges is not USUAL and random.random() < 0.5 else USUAL
    values = (source.upcr if analyte == "upcr" else source.albumin)[unit]
    if not values:
        values = (USUAL.upcr if analyte == "upcr" else USUAL.albumin)[unit]
    half = max(1, len(values) // 2)
    if good:
        values = values[:half] if analyte == "upcr" else values[-half:]
    sign = random.choice(BOUNDS[1:]) if random.random() < censored else ""
    value = random.choice(values)
    return Result(value, sign if value else "", unit)


def _after_the_fall(before: Result, remaining: Fraction) -> Result:
    """Return the Up/c after exactly the required fall from baseline."""
    value = before.value * remaining
    return Result(value if Fraction(str(float(value))) == value else before.value, "", before.unit)


def _without_ties_between_kinds(labs: list[Lab]) -> list[Lab]:
    """Drop results that equal another of the same day in a unit of the other kind.

    Where a definition prints both kinds, 0.2 mg/mg and 22.624 mg/mmol are one number judged in two
    ways, and the text does not say which of the two is the occasion's.
    """
    kept: dict[tuple[int | None, str, Fraction], bool] = {}
    untied: list[Lab] = []
    for lab in labs:
        molar = lab.result.unit.endswith("mol")
        number = lab.result.value / PER_CANONICAL[lab.analyte][lab.result.unit]
        if kept.setdefault((lab.day, lab.analyte, number), molar) == molar:
            untied.append(lab)
    return untied


def draw_children(seed: int, count: int, edges: Edges = USUAL) -> list[Child]:
    random = Random(seed)
    return [draw_child(random, edges) for _ in range(count)]


def gather(children: list[Child], seed: int = 0) -> Cohort:
    """Put children into one cohort, the rows of all of them shuffled together."""
    names = [f"child {place}" for place in range(len(children))]
    labs: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    for name, (results, happened) in zip(names, children, strict=True):
        for lab in results:
            column = "C" if lab.analyte == "upcr" else "D"
            result = lab.result
            labs.append(
                (name, lab.day, lab.analyte, float(result.value), result.sign, result.unit,
                 f"Labs!{column}{len(labs) + 2}")
            )  # fmt: skip
        events.extend((name, day, event, None, "") for day, event in happened)
    order = np.random.default_rng(seed).permutation(len(labs))
    return make_cohort(names, [labs[place] for place in order], events=events)


def show(child: Child) -> str:
    """Print a child as a pipe table, to be copied into a test."""
    labs, events = child
    rows = ["patient | day | Up/c | albumin | event"]
    for lab in sorted(labs, key=lambda lab: (lab.day is None, lab.day or 0)):
        result = f"{lab.result.sign}{float(lab.result.value):g} {lab.result.unit}"
        upcr, albumin = (result, "") if lab.analyte == "upcr" else ("", result)
        rows.append(f"1 | {'?' if lab.day is None else lab.day} | {upcr} | {albumin} |")
    rows += [f"1 | {'?' if day is None else day} | | | {event}" for day, event in events]
    return "\n".join(rows)
