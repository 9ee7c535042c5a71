"""What a published definition says, read from its file.

A definition is data: frozen, beside the sentence that it was read from, named by the hash of its
file. A user's own file has the same form and is checked in the same way.
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Never

from srns.cohort.quantities import ALBUMIN, UPCR, Quantity
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.rules.limits import Edge, Limit, LimitError, parse_limit

PUBLISHED = Path(__file__).parent / "published"
WORDINGS = ("verbatim", "condensed")
CERTAINTIES = ("read in the source", "read in a restatement")


class DefinitionError(ValueError):
    """A definition file that cannot be used; the message is one sentence with the remedy."""


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
        often = f" on {self.occasions} consecutive occasions" if self.occasions > 1 else ""
        if self.min_days_between:
            often += f" at least {self.min_days_between} days apart"
        if self.max_days_between is not None:
            often += f", never more than {self.max_days_between} days apart"
        text = " and ".join(parts) + often
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
        often = f" on {self.occasions} consecutive occasions" if self.occasions > 1 else ""
        return f"Up/c {self.upcr}{often} after a confirmed remission, or a recorded relapse"


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
        sentences = [
            f"{response.title[0].upper()}{response.title[1:]} was {response.words}."
            for response in self.responses
        ]
        sentences.append(
            "Albumin was the value measured nearest to each Up/c, within "
            f"{self.albumin_window_days} days; a remission was dated by the {self.dated_by} of its "
            "confirming occasions."
        )
        if self.relapse:
            sentences.append(f"Relapse was {self.relapse.words}.")
        return " ".join(sentences)

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
        Where there is no such definition or the file cannot be used: one sentence with the remedy.
    """
    path = PUBLISHED / f"{name}.toml"
    if re.fullmatch(r"\w+", str(name)) and path.is_file():
        return parse_definition(path.read_bytes(), path.name)
    path = Path(name)
    if path.is_file():
        return parse_definition(path.read_bytes(), path.name)
    known = sorted(each.stem for each in PUBLISHED.glob("*.toml"))
    raise DefinitionError(
        f"found no definition '{name}'; expected one of {', '.join(known)}, or the path of a "
        f"TOML file.{_did_you_mean(str(name), known)}"
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
        Where anything is missing, unknown or unreadable: one sentence with the remedy.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        document = tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(
            f"{name}: found text that is not TOML ({error}); expected a definition file. Compare "
            "it with a published one: every text stands in double quotes."
        ) from None
    top = _Section(document, name)
    top.only("id name source doi address wording certainty version dated_by albumin_window_days "
             "baseline response relapse unverified notes")  # fmt: skip
    baseline = top.choice("baseline", ("last", "mean of last two"), "last")
    listed = document.get("response")
    if not isinstance(listed, list) or not listed or not all(isinstance(r, dict) for r in listed):
        top.fail("response", listed, "at least one [[response]]", "Add one, best first")
    responses = tuple(
        _response(_Section(each, f"{name}, response {place}"), baseline)
        for place, each in enumerate(listed, 1)
    )
    names = [response.name for response in responses]
    if len(set(names)) < len(names):
        top.fail("response", names, "each response once", "Remove or rename one")
    relapse = document.get("relapse")
    if relapse is not None and not isinstance(relapse, dict):
        top.fail("relapse", relapse, "a section [relapse]", "Write [relapse] above its keys")
    return Definition(
        id=top.text("id"),
        name=top.text("name"),
        source=top.text("source"),
        doi=top.text_or_none("doi"),
        address=top.text_or_none("address"),
        wording=top.choice("wording", WORDINGS, WORDINGS[0]),
        certainty=top.choice("certainty", CERTAINTIES, None) if "certainty" in document else None,
        version=top.whole("version", 1, least=1),
        sha256=hashlib.sha256(raw).hexdigest(),
        dated_by=top.choice("dated_by", ("first", "last"), "first"),
        albumin_window_days=top.whole("albumin_window_days", 14, least=0),
        responses=responses,
        relapse=_relapse(_Section(relapse, f"{name}, relapse")) if relapse is not None else None,
        unverified=top.text_or_none("unverified"),
        notes=top.text_or_none("notes"),
    )


def _response(section: "_Section", baseline: str) -> Response:
    section.only("name label quote upcr albumin occasions albumin_at fall_from_baseline baseline "
                 "min_days_between max_days_between by_month by_week borrowed "
                 "unverified")  # fmt: skip
    upcr = section.limit("upcr", UPCR)
    if upcr is None:
        section.fail("upcr", None, "a limit such as '< 0.2 mg/mg'", "Add the key upcr")
    by_month, by = _deadline(section)
    return Response(
        name=section.choice("name", (COMPLETE, PARTIAL), None),
        label=section.text_or_none("label"),
        quote=section.text("quote"),
        upcr=upcr,
        albumin=section.limit("albumin", ALBUMIN),
        occasions=section.whole("occasions", 1, least=1),
        albumin_at=section.choice("albumin_at", ("each", "confirming"), "each"),
        fall_from_baseline=section.fall("fall_from_baseline"),
        baseline=section.choice("baseline", ("last", "mean of last two"), baseline),
        min_days_between=section.whole("min_days_between", 0, least=0),
        max_days_between=section.whole_or_none("max_days_between", least=1),
        by_month=by_month,
        by=by,
        borrowed=section.text_or_none("borrowed"),
        unverified=section.text_or_none("unverified"),
    )


def _deadline(section: "_Section") -> tuple[Fraction | None, str | None]:
    """Read by when the response must be reached: in months, and as the file has it."""
    months, weeks = section.number_or_none("by_month"), section.number_or_none("by_week")
    if months is not None and weeks is not None:
        section.fail("by_week", section.keys["by_week"], "by_month or by_week", "Remove one")
    if weeks is not None:
        return weeks * 7 / Fraction(DAYS_PER_MONTH), f"week {float(weeks):g}"
    return months, None if months is None else f"month {float(months):g}"


def _relapse(section: "_Section") -> Relapse:
    section.only("upcr occasions min_days_between max_days_between quote borrowed unverified")
    upcr = section.limit("upcr", UPCR)
    if upcr is None:
        section.fail("upcr", None, "a limit such as '>= 2 mg/mg'", "Add the key upcr")
    return Relapse(
        upcr=upcr,
        occasions=section.whole("occasions", 1, least=1),
        min_days_between=section.whole("min_days_between", 0, least=0),
        max_days_between=section.whole_or_none("max_days_between", least=1),
        quote=section.text_or_none("quote"),
        borrowed=section.text_or_none("borrowed"),
        unverified=section.text_or_none("unverified"),
    )


class _Section:
    """One section of a definition file, which knows where it stands when it complains."""

    def __init__(self, keys: Mapping[str, Any], place: str) -> None:
        self.keys = keys
        self.place = place

    def fail(self, key: str, found: object, expected: str, remedy: str) -> Never:
        shown = f"no key '{key}'" if found is None else f"{key} = {found!r}"
        raise DefinitionError(f"{self.place}: found {shown}; expected {expected}. {remedy}.")

    def only(self, known: str) -> None:
        for key in self.keys:
            if key not in known.split():
                raise DefinitionError(
                    f"{self.place}: found the key '{key}'; expected only "
                    f"{', '.join(known.split())}.{_did_you_mean(key, known.split())} "
                    "Correct or remove it."
                )

    def text(self, key: str) -> str:
        return self.text_or_none(key) or self.fail(key, None, "a text", f'Add {key} = "…"')

    def text_or_none(self, key: str) -> str | None:
        found = self.keys.get(key)
        if found is not None and (not isinstance(found, str) or not found.strip()):
            self.fail(key, found, "a text", "Write it in double quotes")
        return found

    def choice(self, key: str, known: tuple[str, ...], default: str | None) -> str:
        found = self.keys.get(key, default)
        if found not in known:
            quoted = " or ".join(f"'{each}'" for each in known)
            self.fail(key, found, quoted, f"Write one of the {len(known)}")
        return str(found)

    def whole_or_none(self, key: str, *, least: int) -> int | None:
        found = self.keys.get(key)
        if found is not None and (type(found) is not int or found < least):
            self.fail(key, found, f"a whole number, {least} or more", "Write it without quotes")
        return found

    def whole(self, key: str, default: int, *, least: int) -> int:
        found = self.whole_or_none(key, least=least)
        return default if found is None else found

    def number_or_none(self, key: str) -> Fraction | None:
        found = self.keys.get(key)
        if found is None:
            return None
        if type(found) not in (int, float) or not 0 < found < float("inf"):
            self.fail(key, found, "a number above 0", "Write it without quotes")
        return Fraction(repr(found))

    def limit(self, key: str, quantity: Quantity) -> Limit | None:
        found = self.keys.get(key)
        if found is None:
            return None
        try:
            return parse_limit(found, quantity)
        except LimitError as error:
            raise DefinitionError(f"{self.place}, {key}: {error}. Mend the limit.") from None

    def fall(self, key: str) -> Edge | None:
        found = self.keys.get(key)
        if found is None:
            return None
        match = re.fullmatch(r"\s*(>=|>|≥)\s*(\d+(?:\.\d+)?)\s*%\s*", str(found))
        if match is None or not 0 < float(match[2]) < 100:
            self.fail(key, found, "a fall such as '>= 50 %'", "Mend the limit")
        return Edge(">" if match[1] == ">" else ">=", Fraction(match[2]), match[2])


def _did_you_mean(found: str, known: list[str]) -> str:
    close = difflib.get_close_matches(found, known, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""
