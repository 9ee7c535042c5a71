"""Rescue drugs and lines of treatment of the reference implementation (docs/verdicts.md, 9, 10)."""

from dataclasses import dataclass, replace

from tests.rules.oracle_samples import NEVER, Child, Course, Window, find_window

CLASSES = {
    "tacrolimus": "calcineurin inhibitor",
    "ciclosporin": "calcineurin inhibitor",
    "mycophenolate mofetil": "purine synthesis inhibitor",
    "mycophenolate sodium": "purine synthesis inhibitor",
    "azathioprine": "purine synthesis inhibitor",
    "cyclophosphamide": "alkylating agent",
    "chlorambucil": "alkylating agent",
    "rituximab": "anti-CD20 antibody",
    "ofatumumab": "anti-CD20 antibody",
    "obinutuzumab": "anti-CD20 antibody",
    "levamisole": "levamisole",
}


@dataclass(frozen=True)
class Rescue:
    """The day of the first sure rescue at the latest, and the first day on which one may be."""

    surely: float
    maybe: float
    drug: str


def find_rescue(child: Child) -> Rescue:
    """Find the first rescue after day 0."""
    surely = maybe = NEVER
    drug = ""
    for course in child.courses:
        if course.start is None:  # a rescue may have started on any day after day 0
            maybe = 1 if course.purpose == "rescue" else maybe
            continue
        first, last = course.start
        if last < 1:
            continue
        if course.purpose == "rescue":
            maybe = min(maybe, max(first, 1))
            if first >= 1 and last < surely:
                surely, drug = last, course.drug
        elif course.purpose == "" and _may_be_rescue(course, child):
            maybe = min(maybe, max(first, 1))
    return Rescue(surely, maybe, drug)


def _may_be_rescue(course: Course, child: Child) -> bool:
    kind = CLASSES.get(course.drug)
    if kind is None:
        return False
    for other in child.courses:
        started = other.start is not None and other.start[1] <= 0
        given = started and (other.stop is None or other.stop[0] >= 0)
        if given and CLASSES.get(other.drug) == kind:
            return False
    return not (kind == CLASSES["cyclophosphamide"] and child.infusions)


@dataclass(frozen=True)
class Line:
    """One line of treatment, with its drugs and the day on which the next one starts."""

    drugs: tuple[str, ...]
    start: int
    following: "Line | None"

    @property
    def name(self) -> str:
        """The drugs of the line."""
        return " + ".join(self.drugs)

    @property
    def mechanism(self) -> str:
        """The mechanisms of its drugs."""
        return " + ".join(sorted({CLASSES[drug] for drug in self.drugs}))


def find_lines(child: Child) -> list[Line]:
    """Find the lines of treatment; infusions of cyclophosphamide are a course of it."""
    starts: dict[int, set[str]] = {}
    for course in child.courses:
        if course.drug in CLASSES and course.start and course.start[0] == course.start[1]:
            starts.setdefault(course.start[0], set()).add(course.drug)
    if child.infusions:
        starts.setdefault(min(child.infusions), set()).add("cyclophosphamide")
    opened: list[tuple[int, set[str]]] = []
    for day in sorted(starts):
        if opened and starts[day] <= opened[-1][1]:
            continue
        opened.append((day, starts[day]))
    lines: list[Line] = []
    for day, drugs in reversed(opened):
        lines.insert(0, Line(tuple(sorted(drugs)), day, lines[0] if lines else None))
    return lines


def as_child(child: Child, line: Line) -> tuple[Child, Window]:
    """Count from a line's start, and end its window when the next line starts."""
    moved = child.counted_from(line.start)
    window = find_window(moved)
    if line.following is not None:
        end = line.following.start - line.start
        window = window.cut(end, end, line.following.name)
        # What surely came after the next line started is no event of this one.
        mine = [each for each in moved.events if each.days is None or each.days[0] <= end]
        moved = replace(moved, events=tuple(mine))
    return moved, window


def find_origin(child: Child, origin: str) -> int | None:
    """Return the day of a named origin, None where the child has none."""
    word = origin.removeprefix("first ")
    if word == "infusion":
        return min(child.infusions, default=None)
    drugs = {drug for drug, kind in CLASSES.items() if word in (drug, kind)}
    days = [
        each.start[0]
        for each in child.courses
        if each.drug in drugs and each.purpose != "prior"
        and each.start is not None and each.start[0] == each.start[1]
    ] if drugs else [
        event.days[0]
        for event in child.events
        if event.name == word and event.days is not None and event.days[0] == event.days[1]
    ]  # fmt: skip
    return min(days, default=None)
