"""Children drawn at random, on and around the thresholds, as untidy as real workbooks."""

from fractions import Fraction

import numpy as np

from srns.cohort.tables import Cohort
from tests.rules.oracle import PER_CANONICAL, Lab, Result
from tests.rules.table import make_cohort

UPCR = {
    "mg/mg": (0.01, 0.1, 0.15, 0.19, 0.199, 0.2, 0.201, 0.21, 0.29, 0.3, 0.31, 0.5, 0.75, 0.99, 1.0,
              1.01, 1.2, 1.5, 1.51, 1.75, 1.99, 2.0, 2.01, 3.49, 3.5, 3.51, 5.0, 8.0, 30.0),
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


def draw_child(random: np.random.Generator) -> Child:
    """Draw one child: mostly improving, some with long good stretches, some never well."""
    visits = int(random.integers(0, 13))
    style = int(random.integers(0, 4))
    step = (3, 8, 16, 45)[int(random.integers(0, 4))]
    day = int(random.integers(-120, 3)) if random.random() < 0.6 else -2 * step
    one_unit = random.random() < 0.6
    usual = "mg/mg" if random.random() < 0.6 else str(random.choice(list(UPCR)))
    censored = (0.0, 0.1, 0.3)[int(random.integers(0, 3))]
    no_albumin = (0.0, 0.2, 0.7)[int(random.integers(0, 3))]
    labs: list[Lab] = []
    for _ in range(visits):
        good = random.random() < (0.2, 0.6, 0.85, 0.95)[style]
        repeats = 2 if random.random() < 0.12 else 1
        for _ in range(repeats):
            unit = usual if one_unit else str(random.choice(list(UPCR)))
            if random.random() < 0.93:
                labs.append(Lab(day, "upcr", _draw(random, "upcr", unit, good, censored)))
            if random.random() >= no_albumin:
                near = day + int(random.choice([0, 0, 0, 0, -15, -14, -13, 13, 14, 15, 3, -3]))
                albumin_unit = "g/dL" if random.random() < 0.7 else "g/L"
                result = _draw(random, "albumin", albumin_unit, good, censored / 2)
                labs.append(Lab(near, "albumin", result))
        day += int(random.integers(1, 2 * step)) if random.random() < 0.85 else step
        if random.random() < 0.05:
            day += int(random.integers(60, 200))
    events: list[Event] = []
    if random.random() < 0.12:
        events.append((int(random.integers(1, 400)), "relapse"))
    if random.random() < 0.05:
        day_known = random.random() < 0.7
        events.append((int(random.integers(1, 400)) if day_known else None, "relapse"))
    if random.random() < 0.04:
        events.append((int(random.integers(1, 400)), str(random.choice(DEATHS))))
    if random.random() < 0.1:
        events.append((None if random.random() < 0.3 else 50, "infection"))
    if random.random() < 0.03:
        labs = [Lab(None, lab.analyte, lab.result) for lab in labs]
    labs = _without_ties_between_kinds(labs)
    return [labs[place] for place in random.permutation(len(labs))], events


def _draw(
    random: np.random.Generator, analyte: str, unit: str, good: bool, censored: float
) -> Result:
    values = (UPCR if analyte == "upcr" else ALBUMIN)[unit]
    half = len(values) // 2
    better = values[:half] if analyte == "upcr" else values[half:]
    value = float(random.choice(better if good else values))
    sign = str(random.choice(BOUNDS[1:])) if random.random() < censored else ""
    return Result(Fraction(repr(value)), sign, unit)


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


def draw_children(seed: int, count: int) -> list[Child]:
    random = np.random.default_rng(seed)
    return [draw_child(random) for _ in range(count)]


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
