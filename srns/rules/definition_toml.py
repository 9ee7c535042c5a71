"""What is wrong with a definition file, and in which line?

Every mistake is collected and told at once: where it stands, what was found, what was expected, how
to mend it. A section that met a mistake gives a stand-in, and the file is refused at the end.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from srns.cohort.errors import DefinitionError, LimitError, Mistake
from srns.cohort.quantities import Quantity
from srns.rules.limits import Edge, Limit, parse_limit

_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_SMART_QUOTES = re.compile("[“”„‘’]")


@dataclass(frozen=True)
class Lines:
    """Where each key of a TOML text stands: (section, its number) and key to line."""

    of_key: Mapping[tuple[str, int, str], int]
    of_section: Mapping[tuple[str, int], int]


def find_lines(text: str) -> Lines:
    """Find the lines of the keys and of the headers of sections."""
    of_key: dict[tuple[str, int, str], int] = {}
    of_section: dict[tuple[str, int], int] = {}
    section, within = ("", 0), ""
    for number, line in enumerate(text.splitlines(), 1):
        if within:
            within = "" if within in line else within
            continue
        if header := _HEADER.match(line):
            place = 1 + sum(name == header[1] for name, _ in of_section)
            section = (header[1], place)
            of_section[section] = number
        elif key := _KEY.match(line):
            of_key.setdefault((section[0], section[1], key[1]), number)
            opened = [mark for mark in ('"""', "'''") if line.count(mark) == 1]
            within = min(opened, key=line.index, default="")
    return Lines(of_key, of_section)


def read_toml(raw: bytes, name: str) -> tuple[dict[str, Any], str]:
    """Read the text of a definition file, and give it with its keys.

    Raises
    ------
    DefinitionError
        Where it is no text, or no TOML: in which line, and how to mend it.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(Mistake(
            name, "bytes that are no text", "a definition file in TOML, saved as UTF-8",
            "Choose the file that ends in .toml; a workbook is no definition.",
        )) from None  # fmt: skip
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        raise _refused(_broken_toml(text, str(error), name)) from None


def _broken_toml(text: str, complaint: str, name: str) -> Mistake:
    at = _LINE.search(complaint)
    lines = text.splitlines() or [""]
    number = int(at[1]) if at and at[1] else len(lines)
    line = lines[min(number, len(lines)) - 1].strip()
    place = f"{name}, line {number}"
    shown = f"'{line}', which is not TOML" if line else "the end of the file too early"
    if _SMART_QUOTES.search(line):
        remedy = 'Write straight quotes: "…".'
    elif "overwrite" in complaint.casefold() or "twice" in complaint.casefold():
        return Mistake(place, f"'{line}' a second time", "each key once in a section",
                       "Remove one of the two.")  # fmt: skip
    elif re.match(r"[\w-]+\s*=\s*+[^\"'\[\d]", line):
        remedy = "Put the text in double quotes."
    elif re.match(r"[\w-]+\s*=\s*\d+,\d", line):
        remedy = "Write a point instead of the comma."
    elif re.match(r"[\w-]+\s*=\s*[\d.]+\s*\D", line):
        remedy = "Put the number and its unit in double quotes."
    else:
        remedy = "Close every quote and bracket, and compare the line with a published definition."
    return Mistake(place, shown, 'a line such as key = "text" or key = 3', remedy)


def _refused(*mistakes: Mistake) -> DefinitionError:
    return DefinitionError("\n".join(mistake.message for mistake in mistakes), mistakes)


class Section:
    """One section of a definition file, which notes what is wrong and where.

    Every question is answered with a value of the kind asked for; whether anything was wrong is
    told by `refuse`, once all have been asked.
    """

    def __init__(
        self,
        keys: Mapping[str, Any],
        name: str,
        lines: Lines,
        section: tuple[str, int] = ("", 0),
        mistakes: list[Mistake] | None = None,
    ) -> None:
        self.keys = keys
        self.name = name
        self.lines = lines
        self.section = section
        self.mistakes: list[Mistake] = [] if mistakes is None else mistakes
        self.meant: set[str] = set()  # keys that stand there misspelt: not told twice

    def inner(self, keys: Mapping[str, Any], section: str, number: int) -> "Section":
        """Open a section within; its mistakes are noted in the same list."""
        return Section(keys, self.name, self.lines, (section, number), self.mistakes)

    def refuse(self) -> None:
        """Raise everything that was noted, in the order of the lines."""
        if self.mistakes:
            raise _refused(*sorted(self.mistakes, key=lambda mistake: mistake.line or 0))

    def note(self, key: str, found: str, expected: str, remedy: str) -> None:
        """Note a mistake at a key, or in the section where the key is missing."""
        section, number = self.section
        line = (
            self.lines.of_key.get((*self.section, key))
            or (None if section else self.lines.of_section.get((key, 1)))
            or self.lines.of_section.get(self.section)
        )
        parts = [self.name, *([f"line {line}"] if line else [])]
        if section:
            parts.append(f"response {number}" if section == "response" else section)
        self.mistakes.append(Mistake(", ".join(parts), found, expected, remedy))

    def wrong(self, key: str, expected: str, remedy: str) -> None:
        """Note that the value of a key is none that was expected."""
        if key in self.keys:
            self.note(key, f"{key} = {show_value(self.keys[key])}", expected, remedy)
        elif key not in self.meant:
            self.note(key, f"no key '{key}'", expected, remedy)

    def only(self, known: str) -> None:
        """Note every key that a section does not have."""
        words = known.split()
        free = [word for word in words if word not in self.keys]
        for key, value in self.keys.items():
            if key not in words:
                meant = closest(key, free)
                if isinstance(value, list) and "response" in free:
                    meant = "response"
                self.meant |= {meant} if meant else set()
                remedy = f"Did you mean '{meant}'?" if meant else "Remove it."
                self.note(key, f"the key '{key}'", f"only {', '.join(words)}", remedy)

    def text(self, key: str) -> str:
        """Give a text that must be there."""
        if key not in self.keys:
            self.wrong(key, "a text", f'Add {key} = "…".')
        return self.text_or_none(key) or ""

    def text_or_none(self, key: str) -> str | None:
        """Give a text, or None without one."""
        found = self.keys.get(key)
        if found is None or (isinstance(found, str) and found.strip()):
            return found
        self.wrong(key, "a text", "Write it in double quotes.")
        return None

    def choice(self, key: str, known: Sequence[str], default: str | None) -> str:
        """Give one of the words known."""
        found = self.keys.get(key, default)
        if found in known:
            return str(found)
        meant = closest(str(found), known) if key in self.keys else None
        remedy = f"Did you mean '{meant}'?" if meant else f"Write one of the {len(known)}."
        self.wrong(key, " or ".join(f"'{each}'" for each in known), remedy)
        return known[0]

    def whole_or_none(self, key: str, *, least: int) -> int | None:
        """Give a whole number, or None without one."""
        found = self.keys.get(key)
        if found is None or (type(found) is int and found >= least):
            return found
        remedy = "Write a whole number without quotes."
        self.wrong(key, f"a whole number, {least} or more", remedy)
        return None

    def whole(self, key: str, default: int, *, least: int) -> int:
        """Give a whole number, or the default without one."""
        found = self.whole_or_none(key, least=least)
        return default if found is None else found

    def number_or_none(self, key: str) -> Fraction | None:
        """Give a number above 0, or None without one."""
        found = self.keys.get(key)
        if found is None:
            return None
        if type(found) in (int, float) and 0 < found < float("inf"):
            return Fraction(repr(found))
        self.wrong(key, "a number above 0", "Write it without quotes.")
        return None

    def limit(self, key: str, quantity: Quantity) -> Limit | None:
        """Give a limit, or None without one."""
        found = self.keys.get(key)
        if found is None:
            return None
        try:
            return parse_limit(found, quantity)
        except LimitError as error:
            self.note(key, f"{key} = {show_value(found)}", error.expected, error.remedy)
            return None

    def needed_limit(self, key: str, quantity: Quantity, example: str) -> Limit:
        """Give a limit that must be there."""
        if key not in self.keys:
            self.wrong(key, f"a limit such as '{example}'", f'Add {key} = "{example}".')
        return self.limit(key, quantity) or parse_limit(example, quantity)

    def fall(self, key: str) -> Edge | None:
        """Give the edge of a fall in percent, or None without one."""
        found = self.keys.get(key)
        if found is None:
            return None
        match = re.fullmatch(r"\s*(>=|>|≥)\s*(\d+(?:\.\d+)?)\s*%\s*", str(found))
        if match is None or not 0 < float(match[2]) < 100:
            number = re.search(r"\d+(?:\.\d+)?", str(found))
            example = f">= {number[0] if number and 0 < float(number[0]) < 100 else 50} %"
            self.wrong(
                key,
                "a fall such as '>= 50 %', between 0 and 100 %",
                f'Write {key} = "{example}", or > where the number itself is not enough.',
            )
            return None
        return Edge(">" if match[1] == ">" else ">=", Fraction(match[2]), match[2])


def closest(found: str, known: Sequence[str]) -> str | None:
    """Find the word that was probably meant."""
    close = difflib.get_close_matches(found, known, n=1)
    return close[0] if close else None


def show_value(value: object) -> str:
    """Show a value as a TOML file has it.

    >>> show_value(True), show_value(["< 1 mg/mg", 2])
    ('true', '["< 1 mg/mg", 2]')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(show_value, value))}]"
    return "a section" if isinstance(value, dict) else str(value)
