"""Definition of response and relapse, as read from its file.

A definition is data: frozen, kept with the sentences that it was read from, and identified by the
hash of its file. A user's own file has the same form and passes the same checks.
"""

from dataclasses import dataclass
from fractions import Fraction

from srns.cohort.wording import plural
from srns.rules.limits import Edge, Limit


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
        Visits closer together than the first count once; visits further apart than the second
        start a new run.
    by_month, by
        The month by which the response must be reached (1 month = 30.4375 days from the index
        date), or None; and the same as written in the file, "week 36".
    label
        The source's own name for it, if it differs from ours: "FPRE".
    borrowed, unverified
        What is not from the source, and where it is from; what could not be verified, and why.
    """

    name: str
    label: str | None
    quote: str
    upcr: Limit
    albumin: Limit | None
    occasions: int
    albumin_at: str
    fall_from_baseline: Edge | None
    baseline: str
    min_days_between: int
    max_days_between: int | None
    by_month: Fraction | None
    by: str | None
    borrowed: str | None
    unverified: str | None

    @property
    def title(self) -> str:
        """Our name with the source's own in brackets: "partial remission (FPRE)"."""
        return f"{self.name} ({self.label})" if self.label else self.name

    @property
    def words(self) -> str:
        """Our reading of the quote, in words."""
        parts = [f"Up/c {self.upcr}"]
        if self.fall_from_baseline:
            which = "the last" if self.baseline == "last" else "the mean of the last two"
            parts.append(f"a fall of {self.fall_from_baseline} % from {which} Up/c of day −90 to 0")
        text = " and ".join(parts) + _how_often(self)
        if self.albumin:
            confirming = self.albumin_at == "confirming" and self.occasions > 1
            where = " at the visit that confirms it" if confirming else ""
            text += f", with albumin {self.albumin}{where}"
        if self.by:
            text += f", by {self.by}"
        return text


@dataclass(frozen=True)
class Relapse:
    """Criteria of a relapse, which ends a remission."""

    upcr: Limit
    occasions: int
    min_days_between: int
    max_days_between: int | None
    quote: str | None
    borrowed: str | None
    unverified: str | None

    @property
    def words(self) -> str:
        """Our reading of the quote, in words."""
        often = _how_often(self)
        return f"Up/c {self.upcr}{often} after a confirmed remission, or a recorded relapse"


def _how_often(said: Response | Relapse) -> str:
    """Return in words how many visits are needed and how far apart, empty for one visit."""
    often = f" at {said.occasions} consecutive visits" if said.occasions > 1 else ""
    if said.min_days_between:
        often += f" at least {said.min_days_between} days apart"
    if said.max_days_between is not None:
        often += f", never more than {said.max_days_between} days apart"
    return often


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
            return "no albumin on that day"
        return f"no albumin within {plural(self.albumin_window_days, 'day')}"

    @property
    def upcr_lines(self) -> list[tuple[str, float]]:
        """The Up/c thresholds to draw, as (label, mg/mg)."""
        limits = [(response.name, response.upcr) for response in self.responses]
        if self.relapse:
            limits.append(("relapse", self.relapse.upcr))
        return _lines(limits)

    @property
    def albumin_lines(self) -> list[tuple[str, float]]:
        """The albumin thresholds to draw, as (label, g/dL)."""
        return _lines([(each.name, each.albumin) for each in self.responses if each.albumin])


def _lines(limits: list[tuple[str, Limit]]) -> list[tuple[str, float]]:
    lines: dict[float, str] = {}
    for name, limit in limits:
        window = limit.printed[0]
        for edge in window.edges:
            factor = limit.quantity.factor(window.unit, limit.quantity.canonical_unit)
            lines.setdefault(float(edge.number * factor), f"{name} {edge} {window.unit}")
    return [(label, number) for number, label in lines.items()]


def identify(definition: Definition) -> dict:
    """Return what identifies a definition in JSON."""
    return {
        "id": definition.id,
        "name": definition.name,
        "version": definition.version,
        "sha256": definition.sha256,
    }
