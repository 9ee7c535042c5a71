"""What a published definition says, read from its file.

A definition is data: frozen, beside the sentence that it was read from, named by the hash of its
file. A user's own file has the same form and is checked in the same way.
"""

from dataclasses import dataclass
from fractions import Fraction

from srns.rules.limits import Edge, Limit


@dataclass(frozen=True)
class Response:
    """What a child must reach for one response, and for how long.

    Attributes
    ----------
    albumin_at
        ``"each"``: every occasion of the run needs the albumin; ``"confirming"``: the run is of
        Up/c alone and the occasion that confirms it needs the albumin.
    fall_from_baseline
        The edge for the fall of Up/c in percent of the baseline, or None.
    baseline
        ``"last"`` or ``"mean of last two"`` Up/c on day -90 to 0.
    min_days_between, max_days_between
        Occasions closer than the first count once; a longer silence than the second starts afresh.
    by_month, by
        The response must be reached by then (1 month = 30.4375 days from the index date), or None;
        and the same as the file has it, "week 36".
    label
        What the source calls it, where that is not one of our words: "FPRE".
    borrowed, unverified
        What the source does not say and where it is from; what nobody could check, and why.
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
        """Our word with the source's own beside it: "partial remission (FPRE)"."""
        return f"{self.name} ({self.label})" if self.label else self.name

    @property
    def words(self) -> str:
        """Our reading of the quote."""
        parts = [f"Up/c {self.upcr}"]
        if self.fall_from_baseline:
            which = "the last" if self.baseline == "last" else "the mean of the last two"
            parts.append(f"a fall of {self.fall_from_baseline} % from {which} Up/c of day −90 to 0")
        text = " and ".join(parts) + _how_often(self)
        if self.albumin:
            confirming = self.albumin_at == "confirming" and self.occasions > 1
            where = " on the occasion that confirms it" if confirming else ""
            text += f", with albumin {self.albumin}{where}"
        if self.by:
            text += f", by {self.by}"
        return text


@dataclass(frozen=True)
class Relapse:
    """What ends a remission."""

    upcr: Limit
    occasions: int
    min_days_between: int
    max_days_between: int | None
    quote: str | None
    borrowed: str | None
    unverified: str | None

    @property
    def words(self) -> str:
        """Our reading in words."""
        often = _how_often(self)
        return f"Up/c {self.upcr}{often} after a confirmed remission, or a recorded relapse"


def _how_often(said: Response | Relapse) -> str:
    """Say on how many occasions, where not on one alone, and how far they lie apart."""
    often = f" on {said.occasions} consecutive occasions" if said.occasions > 1 else ""
    if said.min_days_between:
        often += f" at least {said.min_days_between} days apart"
    if said.max_days_between is not None:
        often += f", never more than {said.max_days_between} days apart"
    return often


@dataclass(frozen=True)
class Definition:
    """A published definition of response; `responses` stand best first.

    Attributes
    ----------
    wording
        ``"verbatim"``: the quotes are the source's own words; ``"condensed"``: its figures and
        signs, in as few words as they need.
    certainty
        Where the words were read; None where the file does not say.
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
        """The name and version that stand on every figure."""
        return f"{self.name} (version {self.version})"

    @property
    def upcr_lines(self) -> list[tuple[str, float]]:
        """The thresholds of Up/c to draw, as (label, mg/mg)."""
        limits = [(response.name, response.upcr) for response in self.responses]
        if self.relapse:
            limits.append(("relapse", self.relapse.upcr))
        return _lines(limits)

    @property
    def albumin_lines(self) -> list[tuple[str, float]]:
        """The thresholds of albumin to draw, as (label, g/dL)."""
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
    """Name the definition in force."""
    return {
        "id": definition.id,
        "name": definition.name,
        "version": definition.version,
        "sha256": definition.sha256,
    }
