"""Random children, on and around the thresholds, as untidy as in real workbooks."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import numpy as np
import pandas as pd

from srns.cohort.tables import INFUSIONS, LABS, Cohort
from tests.rules.oracle_limits import GRADES, PER_CANONICAL, Limits, Result
from tests.rules.oracle_rescue import CLASSES
from tests.rules.oracle_runs import read_rules
from tests.rules.oracle_samples import Child, Course, Event, Lab, Span

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
PROTEIN = {
    "mg/m²/day": (20.0, 90.0, 99.0, 100.0, 101.0, 400.0, 960.0, 961.0, 2000.0),
    "mg/m²/h": (2.0, 4.0, 4.1, 4.2, 20.0, 40.0, 41.0),
    "mg/day": (20.0, 50.0, 99.0, 100.0, 101.0, 150.0, 300.0, 1000.0, 3000.0),
    "g/day": (0.05, 0.1, 0.3, 1.0, 3.5),
    "mg/kg/day": (1.0, 2.0, 4.0, 5.0, 10.0, 40.0, 50.0, 51.0),
}
BASES = (("mg/m²/day", "mg/m²/h"), ("mg/day", "g/day"), ("mg/kg/day",))
STEROIDS = ("prednisolone", "enalapril")
UNREADABLE = None


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
        Days on and beside the last on which a response counts, and around the time of one.
    tests
        The urine tests that the definition judges.
    by_days
        Whether runs may be of calendar days.
    """

    upcr: Mapping[str, Sequence[Fraction]]
    albumin: Mapping[str, Sequence[Fraction]]
    remaining: Fraction = Fraction(0)
    days: Sequence[int] = ()
    tests: Set[str] = frozenset()
    by_days: bool = False


def _fractions(values: Mapping[str, Sequence[float]]) -> dict[str, list[Fraction]]:
    return {unit: [Fraction(repr(value)) for value in row] for unit, row in values.items()}


USUAL = Edges(_fractions(UPCR), _fractions(ALBUMIN))


def edges_of(text: str) -> Edges:
    """Return the values on and next to each threshold of a definition, in each unit."""
    responses, relapse, _ = read_rules(text)
    rules = [*responses, relapse] if relapse else responses
    upcr = [each.arms["upcr"] for each in rules if "upcr" in each.arms]
    albumin = [each.albumin for each in responses if each.albumin]
    falls = [each.fall for each in responses if each.fall]
    days: list[int] = []
    for each in responses:
        if each.by is not None:
            days += [int(each.by) + beside for beside in (0, 0, 1)]
        if each.at is not None:
            beside = (-each.at_days - 1, -each.at_days, -7, 0, 1, 7, each.at_days, each.at_days + 1)
            days += [each.at + other for other in (*beside, *beside[2:6])]
    return Edges(
        {unit: _near(upcr, "upcr", unit) for unit in UPCR},
        {unit: _near(albumin, "albumin", unit) or USUAL.albumin[unit] for unit in ALBUMIN},
        1 - falls[0][1] if falls else Fraction(0),
        days,
        {test for each in rules for test in each.arms},
        any(each.days is not None for each in rules),
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


@dataclass(frozen=True)
class _Habits:
    """How one child is looked after, and how well its record is kept."""

    edges: Edges
    good: float
    step: int
    one_unit: bool
    usual: str
    censored: float
    no_albumin: float
    diary: float
    strip: float
    protein: float
    basis: tuple[str, ...]
    unreadable: float
    specimens: bool


def _draw_habits(random: Random, edges: Edges) -> _Habits:
    daily = edges.by_days and random.random() < 0.5
    tidy = random.random() < 0.5
    at_home = (0.5, 0.9, 1.0) if daily else (0.0, 0.0, 0.0 if tidy else 0.3)
    judged = edges.tests
    return _Habits(
        edges=edges,
        good=random.choice((0.2, 0.6, 0.85, 0.95)),
        step=1 if daily else random.choice((3, 8, 16, 45)),
        one_unit=random.random() < 0.6,
        usual="mg/mg" if random.random() < 0.6 else random.choice(list(UPCR)),
        censored=random.choice((0.0, 0.0, 0.05) if tidy else (0.0, 0.1, 0.3)),
        no_albumin=random.choice((0.0, 0.0, 0.1) if tidy else (0.0, 0.2, 0.7)),
        diary=random.choice(at_home),
        strip=random.choice((0.1, 0.5, 0.9)) if "dipstick" in judged else 0.03,
        protein=random.choice((0.0, 0.1, 0.5)) if "protein_24h" in judged else 0.03,
        basis=random.choice(BASES),
        unreadable=0.0 if tidy else random.choice((0.0, 0.05, 0.15)),
        specimens=random.random() < 0.4,
    )


def draw_child(random: Random, edges: Edges = USUAL) -> Child:
    """Draw one child: mostly improving, some with long good stretches, some never well."""
    habits = _draw_habits(random, edges)
    step = habits.step
    day = random.randrange(-120, 3) if random.random() < 0.6 else -2 * step
    labs: list[Lab] = []
    for _ in range(random.randrange(0, 13)):
        labs += _draw_visit(random, habits, day, labs)
        day += random.randrange(1, 2 * step) if step > 1 and random.random() < 0.85 else step
        if step == 1 and random.random() < 0.2:
            day += 1
        if random.random() < 0.05:
            day += random.randrange(60, 200)
        if edges.days and random.random() < 0.08:
            day = max(day, random.choice(edges.days))
    labs += _draw_body(random, day)
    if random.random() < 0.03:
        labs = [replace(lab, day=None) for lab in labs]
    labs = _without_ties_between_kinds(labs)
    random.shuffle(labs)
    return Child(
        tuple(labs),
        tuple(_draw_events(random, day)),
        _draw_span(random, 1, max(day, 2) + 60) if random.random() < 0.2 else None,
        tuple(_draw_courses(random, day)),
        random.choice(((0,), (0,), (0, 21, 42), ())),
    )


def _draw_visit(random: Random, habits: _Habits, day: int, labs: Sequence[Lab]) -> list[Lab]:
    well = random.random() < habits.good
    drawn: list[Lab] = []
    for _ in range(2 if random.random() < 0.12 else 1):
        source = "diary" if random.random() < habits.diary else random.choice(("", "", "lab"))
        specimen = random.choice(("first morning", "random", "24 h")) if habits.specimens else ""

        def add(analyte: str, result: Result, source: str = source, specimen: str = specimen):
            if random.random() < habits.unreadable:
                result = replace(result, value=UNREADABLE, sign="")
            drawn.append(Lab(day, analyte, result, source, specimen))

        strip = random.random() < habits.strip
        if random.random() < (0.4 if strip else 0.93):
            add("upcr", _draw_upcr(random, habits, day, well, labs))
        if strip:
            grades = (0, 0, 1) if well else (1, 2, 3, 4, 5)
            add("dipstick", Result(Fraction(random.choice(grades)), "", ""))
        if random.random() < habits.protein:
            unit = random.choice(habits.basis)
            values = PROTEIN[unit]
            half = len(values) // 2
            value = random.choice(values[:half] if well else values)
            sign = random.choice(BOUNDS[1:]) if random.random() < habits.censored else ""
            add("protein_24h", Result(Fraction(repr(value)), sign, unit))
        if random.random() >= habits.no_albumin:
            near = day + random.choice((0, 0, 0, 0, -15, -14, -13, 13, 14, 15, 3, -3))
            unit = "g/dL" if random.random() < 0.7 else "g/L"
            result = _draw(random, habits.edges, "albumin", unit, well, habits.censored / 2)
            if random.random() < habits.unreadable:
                result = replace(result, value=UNREADABLE, sign="")
            drawn.append(Lab(near, "albumin", result))
    return drawn


def _draw_upcr(
    random: Random, habits: _Habits, day: int, well: bool, labs: Sequence[Lab]
) -> Result:
    unit = habits.usual if habits.one_unit else random.choice(list(UPCR))
    edges = habits.edges
    result = _draw(random, edges, "upcr", unit, well, habits.censored)
    upcr = [lab for lab in labs if lab.analyte == "upcr" and (lab.day or 0) < 1]
    before = [lab.result for lab in upcr if lab.result.value is not None]
    if day >= 1 and before and edges.remaining and random.random() < 0.25:
        return _after_the_fall(before[-1], edges.remaining)
    return result


def _draw_body(random: Random, last_day: int) -> list[Lab]:
    """Draw heights and weights, at most one of each on a day."""
    drawn: dict[tuple[int, str], Lab] = {}
    for _ in range(random.choice((0, 1, 3, 6))):
        day = random.randrange(-100, max(last_day, 1) + 10)
        height = Result(Fraction(random.choice((90, 100, 120, 144))), "", "cm")
        if random.random() < 0.2:
            height = Result(Fraction("1.2"), "", "m")
        weight = Result(Fraction(random.choice((12, 16, 25, 36))), "", "kg")
        for analyte, result in (("height", height), ("weight", weight)):
            if random.random() < 0.85:
                drawn[day, analyte] = Lab(day, analyte, result)
    return list(drawn.values())


def _draw_span(random: Random, low: int, high: int) -> Span:
    """Draw a day, or for one in four the first and the last of the days that it may be."""
    day = random.randrange(low, max(high, low + 1))
    if random.random() < 0.75:
        return day, day
    first = day - random.randrange(0, 30)
    return first, max(day, first + random.choice((1, 5, 29, 30, 200)))


def _draw_events(random: Random, last_day: int) -> list[Event]:
    events: list[Event] = []
    end = max(last_day, 1) + 30
    for _ in range(random.choice((0, 0, 0, 0, 0, 0, 0, 1, 1, 2))):
        events.append(Event("relapse", _draw_span(random, -20, end)))
    if random.random() < 0.02:
        events.append(Event("relapse", None))
    if random.random() < 0.12:
        days = _draw_span(random, -30 if random.random() < 0.2 else 1, end)
        events.append(Event(random.choice(DEATHS), None if random.random() < 0.1 else days))
    if random.random() < 0.2:
        days = None if random.random() < 0.3 else (50, 50)
        events.append(Event(random.choice(("infection", "acute dialysis", "biopsy")), days))
    return events


def _draw_courses(random: Random, last_day: int) -> list[Course]:
    courses: list[Course] = []
    for _ in range(random.choice((0, 0, 1, 2, 3))):
        drug = random.choice((*CLASSES, *STEROIDS, "tacrolimus", "rituximab"))
        start = _draw_span(random, -60, max(last_day, 2) + 20)
        if random.random() < 0.15:
            start = (0, 0)
        stop = (start[1] + 40, start[1] + 40) if random.random() < 0.5 else None
        purpose = random.choice(("", "rescue", "rescue", "maintenance", "prior", "concomitant"))
        courses.append(Course(drug, None if random.random() < 0.04 else start, stop, purpose))
    return courses


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
    assert before.value is not None
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
        if lab.analyte not in ("upcr", "albumin") or lab.result.value is None:
            untied.append(lab)
            continue
        molar = lab.result.unit.endswith("mol")
        number = lab.result.value / PER_CANONICAL[lab.analyte][lab.result.unit]
        if kept.setdefault((lab.day, lab.analyte, number), molar) == molar:
            untied.append(lab)
    return untied


def draw_children(seed: int, count: int, edges: Edges = USUAL) -> list[Child]:
    random = Random(seed)
    return [draw_child(random, edges) for _ in range(count)]


def gather(children: Sequence[Child], seed: int = 0) -> Cohort:
    """Put children into one cohort, the rows of all of them shuffled together."""
    names = [f"child {place}" for place in range(len(children))]
    labs: list[tuple[object, ...]] = []
    events: list[tuple[object, ...]] = []
    courses: list[tuple[object, ...]] = []
    infusions: list[tuple[object, ...]] = []
    for name, child in zip(names, children, strict=True):
        for lab in child.labs:
            column = {"upcr": "C", "albumin": "D"}.get(lab.analyte, "E")
            result = lab.result
            value = float("nan") if result.value is None else float(result.value)
            labs.append(
                (name, lab.day, lab.analyte, value, result.sign, result.unit,
                 f"Labs!{column}{len(labs) + 2}", lab.source or None, lab.specimen or None)
            )  # fmt: skip
        for event in child.events:
            events.append((name, event.name, None, "", *_known(event.days)))
        for course in child.courses:
            courses.append(
                (name, course.drug, None, None, None, course.purpose or None, "",
                 *_known(course.start), *_known(course.stop))
            )  # fmt: skip
        infusions += [(name, day, 500.0, None, "") for day in child.infusions]
    order = np.random.default_rng(seed).permutation(len(labs))
    follow_up = [_known(child.last_follow_up) for child in children]
    patients = _frame([(name, *days) for name, days in zip(names, follow_up, strict=True)],
                      ("patient", *_day_columns("last_follow_up_day")))  # fmt: skip
    return Cohort(
        patients=patients,
        labs=_frame([labs[place] for place in order], (*LABS, "source", "specimen")),
        infusions=_frame(infusions, INFUSIONS),
        events=_frame(events, ("patient", "event", "detail", "cell", *_day_columns("day"))),
        treatments=_frame(
            courses,
            ("patient", "drug", "dose", "dose_unit", "frequency", "purpose", "cell",
             *_day_columns("start_day"), *_day_columns("stop_day")),
        ),
    )  # fmt: skip


def _known(days: Span | None) -> tuple[int | None, int | None, int | None]:
    """Return the day, and the first and last possible one where it is known in part."""
    if days is None:
        return None, None, None
    return (days[0], None, None) if days[0] == days[1] else (None, *days)


def _day_columns(name: str) -> tuple[str, str, str]:
    return name, f"{name}_earliest", f"{name}_latest"


def _frame(rows: list[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    for column in columns:
        if "day" in column:
            frame[column] = frame[column].astype("Int64")
        elif column in ("value", "cyclophosphamide_mg_m2", "methylprednisolone_mg_kg"):
            frame[column] = frame[column].astype("float64")
        else:
            frame[column] = frame[column].astype(object)
    return frame


def show(child: Child) -> str:
    """Print a child as a table, to be copied into a test."""
    rows = ["day | test | result | source | specimen"]
    for lab in sorted(child.labs, key=lambda lab: (lab.day is None, lab.day or 0)):
        result = lab.result
        number = "unreadable" if result.value is None else f"{result.sign}{float(result.value):g}"
        if lab.analyte == "dipstick" and result.value is not None:
            number = GRADES[int(result.value)]
        rows.append(f"{lab.day} | {lab.analyte} | {number} {result.unit} | {lab.source} | "
                    f"{lab.specimen}")  # fmt: skip
    rows += [f"event {event.name} {event.days}" for event in child.events]
    rows += [f"course {each.drug} {each.start} to {each.stop} {each.purpose!r}"
             for each in child.courses]  # fmt: skip
    return "\n".join([*rows, f"last follow-up {child.last_follow_up}"])
