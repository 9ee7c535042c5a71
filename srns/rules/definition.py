"""Definition of response and relapse, as read from its file.

A definition is data: frozen, kept with the sentences that it was read from, and identified by the
hash of its file. A user's own file has the same form and passes the same checks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from srns.cohort.quantities import URINE_TESTS
from srns.cohort.unit_systems import Units
from srns.languages.sentences import either, joined, list_and, nsentence, sentence, term
from srns.rules.limits import Edge, Limit
from srns.rules.occasions import VisitRules


@dataclass(frozen=True)
class Response:
    """Criteria of one response: limits, number of visits and timing.

    Attributes
    ----------
    albumin_at
        ``"each"``: every visit of the run needs the albumin; ``"confirming"``: the run is of Up/c
        alone, and only the visit that confirms it needs the albumin.
    fall_from_baseline
        The fall of Up/c that is needed, in percent of the baseline, or None.
    baseline
        ``"last"`` or ``"mean of last two"`` Up/c on day -90 to 0.
    min_days_between, max_days_between
        Visits closer than the first count once; a longer silence than the second starts afresh.
    occasions, days
        How many visits in a row; or of how many calendar days in a row (second) how many (first).
        None where only the other is counted.
    upcr, protein_24h, dipstick
        Limits of equal rank; None where the source does not judge by that test.
    by_month, by
        The response must be reached by then (1 month = 30.4375 days from day 0), or None; and the
        same as the file has it, "week 36".
    at_month, at, at_window_days
        It is judged on the visit nearest to then, at most so many days off; likewise.
    label
        The source's own name for it, if it differs from ours: "FPRE".
    borrowed, unverified
        What is not from the source, and where it is from; what could not be verified, and why.
    """

    name: str
    label: str | None
    quote: str
    upcr: Limit | None
    albumin: Limit | None
    occasions: int | None
    albumin_at: str
    fall_from_baseline: Edge | None
    baseline: str
    min_days_between: int
    max_days_between: int | None
    by_month: Fraction | None
    by: str | None
    borrowed: str | None
    unverified: str | None
    protein_24h: Limit | None = None
    dipstick: Limit | None = None
    days: tuple[int, int] | None = None
    at_month: Fraction | None = None
    at: str | None = None
    at_window_days: int = 0

    @property
    def arms(self) -> Mapping[str, Limit]:
        """The limit of each urine test that is judged, by analyte."""
        return _arms(self)

    @property
    def title(self) -> str:
        """Our name with the source's own in brackets: "partial remission (FPRE)"."""
        name = term(self.name)
        return joined([name, f"({self.label})"], " ") if self.label else name

    @property
    def words(self) -> str:
        """Our reading of the quote."""
        criteria = [_arms_in_words(self.arms)]
        if self.fall_from_baseline:
            criteria.append(self._fall_in_words(self.fall_from_baseline))
        whole = _with_how_often(self, list_and(criteria))
        if self.albumin:
            said = {"criteria": whole, "limit": self.albumin.words}
            if self.albumin_at == "confirming" and self.occasions != 1:
                whole = sentence(
                    "{criteria}, with albumin {limit} at the visit that confirms it", **said
                )
            else:
                whole = sentence("{criteria}, with albumin {limit}", **said)
        if self.by:
            whole = sentence("{criteria}, by {time}", criteria=whole, time=time_words(self.by))
        if self.at:
            whole = nsentence(
                "{criteria}, at {time} (the visit nearest to it, within {n} day)",
                "{criteria}, at {time} (the visit nearest to it, within {n} days)",
                self.at_window_days,
                criteria=whole,
                time=time_words(self.at),
            )
        return whole

    def _fall_in_words(self, fall: Edge) -> str:
        if self.baseline == "last":
            return sentence(
                "a fall of {percent} % from the last Up/c of day −90 to 0", percent=str(fall)
            )
        return sentence(
            "a fall of {percent} % from the mean of the last two Up/c of day −90 to 0",
            percent=str(fall),
        )


@dataclass(frozen=True)
class Relapse:
    """Criteria of a relapse, which ends a remission."""

    upcr: Limit | None
    occasions: int | None
    min_days_between: int
    max_days_between: int | None
    quote: str | None
    borrowed: str | None
    unverified: str | None
    protein_24h: Limit | None = None
    dipstick: Limit | None = None
    days: tuple[int, int] | None = None

    @property
    def arms(self) -> Mapping[str, Limit]:
        """The limit of each urine test that is judged, by analyte."""
        return _arms(self)

    @property
    def limits_in_words(self) -> str:
        """The limits of equal rank."""
        return _arms_in_words(self.arms)

    def limits_in(self, units: Units) -> str:
        """Return the limits of equal rank in one system of units."""
        return list_arms(
            joined([term(URINE_TESTS[test].label), limit.words_in(units)], " ")
            for test, limit in self.arms.items()
        )

    @property
    def words(self) -> str:
        """Our reading of the quote, in words."""
        return sentence(
            "{criteria} after a confirmed remission, or a recorded relapse",
            criteria=_with_how_often(self, self.limits_in_words),
        )


def _arms(said: Response | Relapse) -> Mapping[str, Limit]:
    arms = {"upcr": said.upcr, "protein_24h": said.protein_24h, "dipstick": said.dipstick}
    return {test: limit for test, limit in arms.items() if limit is not None}


def list_arms(limits: Iterable[str]) -> str:
    """List limits of equal rank."""
    whole, *others = limits
    for limit in others:
        whole = sentence("{first}, or {last}", first=whole, last=limit)
    return whole


def _arms_in_words(arms: Mapping[str, Limit]) -> str:
    """Join limits of equal rank; a limit printed in two units stands in brackets."""
    return list_arms(
        joined([term(URINE_TESTS[test].label), limit.words], " ") for test, limit in arms.items()
    )


def how_often(said: Response | Relapse) -> str:
    """Name the visits or days that are asked for, without a limit: ``3 consecutive visits``."""
    counts = []
    if said.occasions is not None and said.occasions > 1:
        counts.append(nsentence("{n} consecutive visit", "{n} consecutive visits", said.occasions))
    if said.days is not None:
        least, within = said.days
        if least == within:
            counts.append(nsentence("{n} consecutive day", "{n} consecutive days", within))
        else:
            counts.append(
                nsentence(
                    "{least} of {n} consecutive day",
                    "{least} of {n} consecutive days",
                    within,
                    least=least,
                )
            )
    return either(counts)


def time_words(time: str) -> str:
    """Return a time as definition files write it, "month 6" or "week 36", in a sentence."""
    unit, number = time.split()
    if unit == "month":
        return sentence("month {n}", n=number)
    return sentence("week {n}", n=number)


def _with_how_often(said: Response | Relapse, limits: str) -> str:
    """Return limits with how many visits are needed, and how far apart; as they are for one."""
    counts = how_often(said)
    whole = counts or limits
    if said.min_days_between:
        whole = nsentence(
            "{visits} at least {n} day apart",
            "{visits} at least {n} days apart",
            said.min_days_between,
            visits=whole,
        )
    if said.max_days_between is not None:
        whole = nsentence(
            "{visits}, never more than {n} day apart",
            "{visits}, never more than {n} days apart",
            said.max_days_between,
            visits=whole,
        )
    return sentence("{limits} at {visits}", limits=limits, visits=whole) if counts else whole


@dataclass(frozen=True)
class Definition:
    """A definition of response; `responses` are ordered best first.

    Attributes
    ----------
    wording
        ``"verbatim"``: the quotes are the source's own words; ``"condensed"``: they keep its
        figures and signs in fewer words.
    certainty
        Where the words were read; None if the file does not say.
    """

    id: str
    name: str
    source: str
    doi: str | None
    address: str | None
    wording: str
    certainty: str | None
    version: int
    sha256: str
    dated_by: str
    albumin_window_days: int
    responses: tuple[Response, ...]
    relapse: Relapse | None
    unverified: str | None
    notes: str | None
    specimen: str = ""

    @property
    def visit_rules(self) -> VisitRules:
        """What decides which visits there are under this definition."""
        judged = [*self.responses, *([self.relapse] if self.relapse else [])]
        tests = tuple(test for test in URINE_TESTS if any(test in each.arms for each in judged))
        return VisitRules(self.albumin_window_days, tests, self.specimen)

    @property
    def response_names(self) -> tuple[str, ...]:
        """The responses, best first, each once: one may be printed in several ways."""
        return tuple(dict.fromkeys(each.name for each in self.responses))

    def __repr__(self) -> str:
        return f"<Definition {self.id}: {self.label}>"

    @property
    def label(self) -> str:
        """The name and version, as shown on every figure."""
        return f"{self.name} (version {self.version})"

    @property
    def no_albumin(self) -> str:
        """Words for a visit without an albumin close enough in time."""
        if self.albumin_window_days == 0:
            return sentence("no albumin on that day")
        return nsentence(
            "no albumin within {n} day", "no albumin within {n} days", self.albumin_window_days
        )

    def limit_lines(self, test: str, units: Units) -> list[tuple[str, float]]:
        """Return the limits of a test to draw: words without the unit, and the number in it.

        >>> from srns.cohort.unit_systems import SI
        >>> from srns.rules.load_definition import load_definition
        >>> load_definition("haddad_2021").limit_lines("upcr", SI)[0]
        ('complete remission < 22.624', 22.624)
        """
        lines: dict[float, str] = {}
        for name, limit in self._limits(test):
            for edge in limit.shown_in(units).edges:
                lines.setdefault(float(edge.number), joined([term(name), edge.words], " "))
        return [(label, number) for number, label in lines.items()]

    def limit_numbers(self, test: str, units: Units) -> tuple[float, ...]:
        """Return every number that a result of a test is held against, in the unit shown."""
        return tuple(
            float(edge.number)
            for _, limit in self._limits(test)
            for window in limit.printed
            for edge in limit.shown_in(units, window.unit).edges
        )

    @property
    def dipstick_lines(self) -> list[tuple[str, float]]:
        """The thresholds of the dipstick to draw, as (label, grade)."""
        lines: dict[float, str] = {}
        for name, limit in self._limits("dipstick"):
            for edge in limit.edges:
                lines.setdefault(float(edge.number), joined([term(name), edge.words], " "))
        return [(label, number) for number, label in lines.items()]

    def _limits(self, test: str) -> list[tuple[str, Limit]]:
        judged = [(each.name, each.arms) for each in self.responses]
        judged += [("relapse", self.relapse.arms)] if self.relapse else []
        if test == "albumin":
            return [(each.name, each.albumin) for each in self.responses if each.albumin]
        return [(name, arms[test]) for name, arms in judged if test in arms]


def identify(definition: Definition) -> dict:
    """Return what identifies a definition in JSON."""
    return {
        "id": definition.id,
        "name": definition.name,
        "version": definition.version,
        "sha256": definition.sha256,
    }
