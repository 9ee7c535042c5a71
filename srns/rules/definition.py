"""What a published definition says, read from its file.

A definition is data: frozen, beside the sentence that it was read from, named by the hash of its
file. A user's own file has the same form and is checked in the same way.
"""

import hashlib
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from srns.cohort.quantities import ALBUMIN, UPCR
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.rules.definition_file import (
    DefinitionError,
    Section,
    closest,
    find_lines,
    read_toml,
    show_value,
)
from srns.rules.limits import Edge, Limit
from srns.rules.wording import Reading, list_readings, write_paragraph

PUBLISHED = Path(__file__).parent / "published"
BASELINES = ("last", "mean of last two")
WORDINGS = ("verbatim", "condensed")
CERTAINTIES = ("read in the source", "read in a restatement")


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

    @property
    def label(self) -> str:
        """The name and version that stand on every figure."""
        return f"{self.name} (version {self.version})"

    @property
    def paragraph(self) -> str:
        """The definition as a paragraph for a methods section."""
        return write_paragraph(self)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Each term in our words beside its quote."""
        return list_readings(self)

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


def load_definition(name: str | Path) -> Definition:
    """Load a published definition by its id, or a user's own by its path.

    Raises
    ------
    DefinitionError
        Where there is no such definition or the file cannot be used: one line for each mistake,
        with the remedy.
    """
    path = PUBLISHED / f"{name}.toml"
    if not (re.fullmatch(r"\w+", str(name)) and path.is_file()):
        path = Path(name)
    if path.is_file():
        try:
            return parse_definition(path.read_bytes(), path.name)
        except OSError as error:
            raise DefinitionError(
                f"{path.name}: found a file that cannot be opened ({error.strerror}); expected a "
                "definition file. Copy it to where you may read it."
            ) from None
    known = sorted(each.stem for each in PUBLISHED.glob("*.toml"))
    meant = closest(str(name), known)
    hint = f" Did you mean '{meant}'?" if meant else ""
    raise DefinitionError(
        f"found no definition '{name}'; expected one of {', '.join(known)}, or the path of a "
        f"TOML file.{hint}"
    )


def published() -> tuple[Definition, ...]:
    """Load every published definition, in the order of their ids."""
    return tuple(load_definition(path.stem) for path in sorted(PUBLISHED.glob("*.toml")))


def parse_definition(content: str | bytes, name: str = "definition") -> Definition:
    """Read a definition from the text of its file.

    Parameters
    ----------
    name
        What messages call the file.

    Raises
    ------
    DefinitionError
        Where anything is missing, unknown or unreadable: every mistake, each with its line.
    """
    raw = content.encode() if isinstance(content, str) else content
    document, text = read_toml(raw, name)
    top = Section(document, name, find_lines(text))
    top.only("id name source doi address wording certainty version dated_by albumin_window_days "
             "baseline response relapse unverified notes")  # fmt: skip
    certainty = top.choice("certainty", CERTAINTIES, None) if "certainty" in document else None
    definition = Definition(
        id=top.text("id"),
        name=top.text("name"),
        source=top.text("source"),
        doi=top.text_or_none("doi"),
        address=top.text_or_none("address"),
        wording=top.choice("wording", WORDINGS, WORDINGS[0]),
        certainty=certainty,
        version=top.whole("version", 1, least=1),
        sha256=hashlib.sha256(raw).hexdigest(),
        dated_by=top.choice("dated_by", ("first", "last"), "first"),
        albumin_window_days=top.whole("albumin_window_days", 14, least=0),
        responses=_responses(top),
        relapse=_relapse(top),
        unverified=top.text_or_none("unverified"),
        notes=top.text_or_none("notes"),
    )
    top.refuse()
    return definition


def _responses(top: Section) -> tuple[Response, ...]:
    baseline = top.choice("baseline", BASELINES, BASELINES[0])
    listed = top.keys.get("response")
    if not isinstance(listed, list) or not listed or not all(isinstance(r, dict) for r in listed):
        top.wrong("response", "at least one [[response]]", "Write [[response]] above its keys.")
        return ()
    sections = [top.inner(each, "response", place) for place, each in enumerate(listed, 1)]
    for place, section in enumerate(sections):
        name = section.keys.get("name")
        if name in [earlier.keys.get("name") for earlier in sections[:place]] and name:
            section.note("name", f"name = {show_value(name)} a second time", "each response once",
                         "Remove or rename one of the two.")  # fmt: skip
    return tuple(_response(section, baseline) for section in sections)


def _response(section: Section, baseline: str) -> Response:
    section.only("name label quote upcr albumin occasions albumin_at fall_from_baseline baseline "
                 "min_days_between max_days_between by_month by_week borrowed "
                 "unverified")  # fmt: skip
    by_month, by = _deadline(section)
    least, most = _days_between(section)
    return Response(
        name=section.choice("name", (COMPLETE, PARTIAL), None),
        label=section.text_or_none("label"),
        quote=section.text("quote"),
        upcr=section.needed_limit("upcr", UPCR, "< 0.2 mg/mg"),
        albumin=section.limit("albumin", ALBUMIN),
        occasions=section.whole("occasions", 1, least=1),
        albumin_at=section.choice("albumin_at", ("each", "confirming"), "each"),
        fall_from_baseline=section.fall("fall_from_baseline"),
        baseline=section.choice("baseline", BASELINES, baseline),
        min_days_between=least,
        max_days_between=most,
        by_month=by_month,
        by=by,
        borrowed=section.text_or_none("borrowed"),
        unverified=section.text_or_none("unverified"),
    )


def _days_between(section: Section) -> tuple[int, int | None]:
    least = section.whole("min_days_between", 0, least=0)
    most = section.whole_or_none("max_days_between", least=1)
    if most is not None and least > most:
        section.wrong("max_days_between", f"at least the min_days_between, {least}",
                      "No two occasions can be so far apart and so near: change one.")  # fmt: skip
    return least, most


def _deadline(section: Section) -> tuple[Fraction | None, str | None]:
    """Read by when the response must be reached: in months, and as the file has it."""
    months, weeks = section.number_or_none("by_month"), section.number_or_none("by_week")
    if months is not None and weeks is not None:
        section.wrong("by_week", "either by_month or by_week", "Remove one of the two.")
    if weeks is not None:
        return weeks * 7 / Fraction(DAYS_PER_MONTH), f"week {float(weeks):g}"
    return months, None if months is None else f"month {float(months):g}"


def _relapse(top: Section) -> Relapse | None:
    found = top.keys.get("relapse")
    if found is None:
        return None
    if not isinstance(found, dict):
        top.wrong("relapse", "a section [relapse]", "Write [relapse] above its keys.")
        return None
    section = top.inner(found, "relapse", 1)
    section.only("upcr occasions min_days_between max_days_between quote borrowed unverified")
    least, most = _days_between(section)
    return Relapse(
        upcr=section.needed_limit("upcr", UPCR, ">= 2 mg/mg"),
        occasions=section.whole("occasions", 1, least=1),
        min_days_between=least,
        max_days_between=most,
        quote=section.text_or_none("quote"),
        borrowed=section.text_or_none("borrowed"),
        unverified=section.text_or_none("unverified"),
    )
