"""Definition files in TOML: typed access to their keys, and every mistake with its line.

All mistakes are collected and reported together: where, what was found, what was expected, how to
fix it. Where a value is wrong, reading goes on with a placeholder; the file is refused at the end.
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
from srns.cohort.toml_text import parse_toml
from srns.cohort.wording import join_words
from srns.rules.limits import Edge, Limit
from srns.rules.written_limits import parse_limit

LARGEST = 200_000
"""In characters; the longest published definition has 9,000."""
_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_LINE = re.compile(r"\s?\(at (?:line (\d+), column \d+|end of document)\)")
_SMART_QUOTES = re.compile("[“”„‘’]")


@dataclass(frozen=True)
class LineNumbers:
    """Line of each key of a TOML text, by section, number of the section and key."""

    of_key: Mapping[tuple[str, int, str], int]
    of_section: Mapping[tuple[str, int], int]


def find_lines(text: str) -> LineNumbers:
    """Return the lines of the keys and of the section headers."""
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
    return LineNumbers(of_key, of_section)


def read_toml(raw: bytes, name: str) -> tuple[dict[str, Any], str]:
    """Return the keys of a definition file, and its text.

    Raises
    ------
    DefinitionError
        If it is not text or not TOML; the message names the line and the remedy.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(Mistake(
            name, "bytes that are not text", "a definition file in TOML, saved as UTF-8",
            "Choose the file that ends in .toml; a workbook is not a definition.",
        )) from None  # fmt: skip
    try:
        return parse_toml(text, LARGEST), text
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
    """One section of a definition file, which collects the mistakes it meets.

    Every method that reads a key returns a value of the right type, whatever the file says.
    `refuse` raises the mistakes once all keys have been read.
    """

    def __init__(
        self,
        keys: Mapping[str, Any],
        name: str,
        lines: LineNumbers,
        section: tuple[str, int] = ("", 0),
        mistakes: list[Mistake] | None = None,
    ) -> None:
        self.keys = keys
        self.name = name
        self.lines = lines
        self.section = section
        self.mistakes: list[Mistake] = [] if mistakes is None else mistakes
        self.meant: set[str] = set()  # keys present but misspelt: reported once

    def inner(self, keys: Mapping[str, Any], section: str, number: int) -> "Section":
        """Return a section within this one; its mistakes go to the same list."""
        return Section(keys, self.name, self.lines, (section, number), self.mistakes)

    def refuse(self) -> None:
        """Raise all mistakes noted so far, in the order of their lines."""
        if self.mistakes:
            raise _refused(*sorted(self.mistakes, key=lambda mistake: mistake.line or 0))

    def note(self, key: str, found: str, expected: str, remedy: str) -> None:
        """Note a mistake at a key, or at its section if the key is missing."""
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
        """Note that a key is missing or has an unexpected value."""
        if key in self.keys:
            self.note(key, f"{key} = {show_value(self.keys[key])}", expected, remedy)
        elif key not in self.meant:
            self.note(key, f"no key '{key}'", expected, remedy)

    def only(self, known: str) -> None:
        """Note every key that this section must not have; `known` holds the others."""
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
        """Return a text, and note a mistake if it is missing."""
        if key not in self.keys:
            self.wrong(key, "a text", f'Add {key} = "…".')
        return self.text_or_none(key) or ""

    def text_or_none(self, key: str) -> str | None:
        """Return a text, or None without one."""
        found = self.keys.get(key)
        if found is None or (isinstance(found, str) and found.strip()):
            return found
        self.wrong(key, "a text", "Write it in double quotes.")
        return None

    def choice(self, key: str, known: Sequence[str], default: str | None) -> str:
        """Return one of the known words."""
        found = self.keys.get(key, default)
        if found in known:
            return str(found)
        meant = closest(str(found), known) if key in self.keys else None
        remedy = f"Did you mean '{meant}'?" if meant else f"Write one of the {len(known)}."
        self.wrong(key, join_words((f"'{each}'" for each in known), "or"), remedy)
        return known[0]

    def whole_or_none(self, key: str, *, least: int) -> int | None:
        """Return a whole number, or None without one."""
        found = self.keys.get(key)
        if found is None or (type(found) is int and found >= least):
            return found
        remedy = "Write a whole number without quotes."
        self.wrong(key, f"a whole number, {least} or more", remedy)
        return None

    def whole(self, key: str, default: int, *, least: int) -> int:
        """Return a whole number, or the default without one."""
        found = self.whole_or_none(key, least=least)
        return default if found is None else found

    def number_or_none(self, key: str) -> Fraction | None:
        """Return a number above 0, or None without one."""
        found = self.keys.get(key)
        if found is None:
            return None
        if type(found) in (int, float) and 0 < found < float("inf"):
            return Fraction(repr(found))
        self.wrong(key, "a number above 0", "Write it without quotes.")
        return None

    def limit(self, key: str, quantity: Quantity) -> Limit | None:
        """Return a limit, or None without one."""
        found = self.keys.get(key)
        if found is None:
            return None
        try:
            return parse_limit(found, quantity)
        except LimitError as error:
            self.note(key, f"{key} = {show_value(found)}", error.expected, error.remedy)
            return None

    def needed_limit(self, key: str, quantity: Quantity, example: str) -> Limit:
        """Return a limit, and note a mistake if it is missing."""
        if key not in self.keys:
            self.wrong(key, f"a limit such as '{example}'", f'Add {key} = "{example}".')
        return self.limit(key, quantity) or parse_limit(example, quantity)

    def fall(self, key: str) -> Edge | None:
        """Return a fall in percent, or None without one."""
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
    """Return the known word that was probably meant, or None."""
    close = difflib.get_close_matches(found, known, n=1)
    return close[0] if close else None


def show_value(value: object) -> str:
    """Return a value as written in TOML.

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
