"""Load a definition: a published one by its id, a user's own by its path."""

import hashlib
import re
from fractions import Fraction
from pathlib import Path

from srns.cohort.errors import DefinitionError
from srns.cohort.given_files import read_given
from srns.cohort.quantities import ALBUMIN, DIPSTICK, PROTEIN_24H, UPCR
from srns.cohort.tables import DAYS_PER_MONTH
from srns.cohort.terms import COMPLETE, PARTIAL
from srns.rules.definition import Definition, Relapse, Response
from srns.rules.definition_toml import Section, closest, find_lines, read_toml, show_value
from srns.rules.limits import Limit

PUBLISHED = Path(__file__).parent / "published"
BASELINES = ("last", "mean of last two")


SPECIMENS = ("", "first morning", "24 h", "random")


WORDINGS = ("verbatim", "condensed")
CERTAINTIES = ("read in the source", "read in a restatement")


def load_definition(name: str | Path) -> Definition:
    """Load a published definition by its id, or a user's own by its path.

    Raises
    ------
    DefinitionError
        If there is no such definition or the file cannot be used; one line for each mistake, with
        the remedy.
    """
    path = _file_of(name)
    if path.is_file():
        try:
            return parse_definition(read_given(path), path.name)
        except OSError as error:
            raise DefinitionError(
                f"{path.name}: found a file that cannot be opened ({error.strerror}); expected a "
                "definition file. Move it to a folder that you may read."
            ) from None
    known = sorted(each.stem for each in PUBLISHED.glob("*.toml"))
    meant = closest(str(name), known)
    hint = f" Did you mean '{meant}'?" if meant else ""
    raise DefinitionError(
        f"found no definition '{name}'; expected one of {', '.join(known)}, or the path of a "
        f"TOML file.{hint}"
    )


def read_definition_text(name: str | Path) -> str:
    """Return the text of the file from which `load_definition` loads this definition.

    Raises
    ------
    OSError
        If it cannot be opened; `strerror` says why.
    """
    return read_given(_file_of(name)).decode()


def _file_of(name: str | Path) -> Path:
    path = PUBLISHED / f"{name}.toml"
    return path if re.fullmatch(r"\w+", str(name)) and path.is_file() else Path(name)


def published() -> tuple[Definition, ...]:
    """Load every published definition, sorted by id."""
    return tuple(load_definition(path.stem) for path in sorted(PUBLISHED.glob("*.toml")))


def parse_definition(content: str | bytes, name: str = "definition") -> Definition:
    """Read a definition from the text of its file.

    Parameters
    ----------
    name
        The name of the file in messages.

    Raises
    ------
    DefinitionError
        If anything is missing, unknown or unreadable; lists every mistake with its line.
    """
    raw = content.encode() if isinstance(content, str) else content
    document, text = read_toml(raw, name)
    top = Section(document, name, find_lines(text))
    top.only("id name source doi address wording certainty version dated_by albumin_window_days "
             "baseline specimen response relapse unverified notes")  # fmt: skip
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
        specimen=top.choice("specimen", SPECIMENS, ""),
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
        earlier = [each.keys.get("name") for each in sections[:place]]
        if name in earlier[:-1] and name != earlier[-1]:
            section.note("name", f"name = {show_value(name)} a second time",
                         "the ways of one response one after the other",
                         "Move it up to the other, or rename it.")  # fmt: skip
    return tuple(_response(section, baseline) for section in sections)


def _response(section: Section, baseline: str) -> Response:
    section.only("name label quote upcr protein_24h dipstick albumin occasions days albumin_at "
                 "fall_from_baseline baseline min_days_between max_days_between by_month by_week "
                 "at_month at_week at_window_days borrowed unverified")  # fmt: skip
    by_month, by = _time(section, "by")
    at_month, at = _time(section, "at")
    if by and at:
        section.wrong("at_month", "either a deadline (by_…) or a time (at_…)", "Remove one.")
    days = _days(section)
    least, most = _days_between(section)
    return Response(
        name=section.choice("name", (COMPLETE, PARTIAL), None),
        label=section.text_or_none("label"),
        quote=section.text("quote"),
        **_arms(section, "< 0.2 mg/mg"),
        albumin=section.limit("albumin", ALBUMIN),
        occasions=_visits(section, days),
        days=days,
        albumin_at=section.choice("albumin_at", ("each", "confirming"), "each"),
        fall_from_baseline=section.fall("fall_from_baseline"),
        baseline=section.choice("baseline", BASELINES, baseline),
        min_days_between=least,
        max_days_between=most,
        by_month=by_month,
        by=by,
        at_month=at_month,
        at=at,
        at_window_days=section.whole("at_window_days", 28, least=0),
        borrowed=section.text_or_none("borrowed"),
        unverified=section.text_or_none("unverified"),
    )


def _days_between(section: Section) -> tuple[int, int | None]:
    least = section.whole("min_days_between", 0, least=0)
    most = section.whole_or_none("max_days_between", least=1)
    if most is not None and least > most:
        section.wrong("max_days_between", f"at least the min_days_between, {least}",
                      "No two visits can be both: change one.")  # fmt: skip
    return least, most


def _time(section: Section, word: str) -> tuple[Fraction | None, str | None]:
    """Read ``by_month`` or ``by_week`` (or ``at_…``): in months, and as the file has it."""
    months = section.number_or_none(f"{word}_month")
    weeks = section.number_or_none(f"{word}_week")
    if months is not None and weeks is not None:
        section.wrong(
            f"{word}_week", f"either {word}_month or {word}_week", "Remove one of the two."
        )
    if weeks is not None:
        return weeks * 7 / Fraction(DAYS_PER_MONTH), f"week {float(weeks):g}"
    return months, None if months is None else f"month {float(months):g}"


def _arms(section: Section, example: str) -> dict[str, Limit | None]:
    """Read the limits of the urine tests, of which one must be there."""
    arms = {
        "upcr": section.limit("upcr", UPCR),
        "protein_24h": section.limit("protein_24h", PROTEIN_24H),
        "dipstick": section.limit("dipstick", DIPSTICK),
    }
    if not any(key in section.keys for key in arms):
        arms["upcr"] = section.needed_limit("upcr", UPCR, example)
    return arms


def _days(section: Section) -> tuple[int, int] | None:
    """Read ``days = 3`` or ``days = "3 of 5"``."""
    found = section.keys.get("days")
    if found is None:
        return None
    match = re.fullmatch(r"\s*(\d+)(?:\s+of\s+(\d+))?\s*", str(found))
    if match and type(found) in (int, str):
        least, within = int(match[1]), int(match[2] or match[1])
        if 1 <= least <= within:
            return least, within
    section.wrong(
        "days", "a number of days such as 3, or '3 of 5'", 'Write days = 3 or days = "3 of 5".'
    )
    return None


def _visits(section: Section, days: tuple[int, int] | None) -> int | None:
    """Read how many visits in a row: one, unless only days are counted."""
    if days is not None and "occasions" not in section.keys:
        return None
    return section.whole("occasions", 1, least=1)


def _relapse(top: Section) -> Relapse | None:
    found = top.keys.get("relapse")
    if found is None:
        return None
    if not isinstance(found, dict):
        top.wrong("relapse", "a section [relapse]", "Write [relapse] above its keys.")
        return None
    section = top.inner(found, "relapse", 1)
    section.only("upcr protein_24h dipstick occasions days min_days_between max_days_between "
                 "quote borrowed unverified")  # fmt: skip
    least, most = _days_between(section)
    days = _days(section)
    return Relapse(
        **_arms(section, ">= 2 mg/mg"),
        occasions=_visits(section, days),
        days=days,
        min_days_between=least,
        max_days_between=most,
        quote=section.text_or_none("quote"),
        borrowed=section.text_or_none("borrowed"),
        unverified=section.text_or_none("unverified"),
    )
