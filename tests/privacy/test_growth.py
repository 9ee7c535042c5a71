"""Ten times the text takes about ten times as long, for every pattern that looks at a cell."""

import re
import time
from collections.abc import Callable

import pytest

from srns.cohort.toml_text import parse_toml
from srns.cohort.wording import shorten_quotes
from srns.privacy import identifier_patterns, identifying_text
from srns.privacy.identifying_text import find_unknown_words, looks_identifying
from srns.privacy.plain_text import make_plain
from srns.privacy.vocabulary import find_drugs, says_steroid_dependent

PUMPS = {
    "letters": "a",
    "spaces": " ",
    "case and spaces": "case ",
    "digits": "1",
    "spaced digits": "1 ",
    "dotted digits": "1.",
    "dashes": "1-",
    "phones": "tel",
    "ats": "a@",
    "points": "a.",
    "capitals": "Ab ",
    "brackets": "(0",
    "zeros": "0",
    "hyphens": "a-",
    "apostrophes": "'a",
    "born": "born on ",
    "months": "mar ",
}
READERS: dict[str, Callable[[str], object]] = {
    "matches": identifier_patterns.matches,
    "looks_identifying": looks_identifying,
    "find_unknown_words": find_unknown_words,
    "make_plain": make_plain,
    "find_drugs": find_drugs,
    "says_steroid_dependent": says_steroid_dependent,
    "shorten_quotes": lambda text: shorten_quotes(f"'{text}'"),
}
PATTERNS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": pattern.search
    for module in (identifier_patterns, identifying_text)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
    and name not in ("_NAME", "_ONE_WORD", "_SITE", "_BETWEEN_PARTS")
} | {
    f"identifying {place} {what}": pattern.search
    for place, (what, pattern) in enumerate(identifying_text._IDENTIFYING)
}
FLOOR = 0.002
"""Seconds under which a time says nothing."""
SIZES = (1_000, 10_000, 100_000)


def seconds(read: Callable[[str], object], text: str) -> float:
    best = 9.0
    for _ in range(2):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("read", [*READERS.values(), *PATTERNS.values()],
                         ids=[*READERS, *PATTERNS])  # fmt: skip
def test_the_time_grows_no_faster_than_the_text(read):
    for name, pump in PUMPS.items():
        times = [seconds(read, (pump * size)[:size]) for size in SIZES]

        # A square would grow a hundredfold at each step.
        assert times[1] < max(FLOOR, 30 * times[0]), name
        assert times[2] < max(10 * FLOOR, 30 * times[1]), name
        assert times[2] < 1, name


@pytest.mark.parametrize("text", ["a." * 50_000, "[" * 100_000, '"a".' * 25_000, "1" * 100_000])
def test_a_text_that_is_no_toml_is_refused_at_once(text):
    start = time.process_time()
    with pytest.raises(ValueError, match="at "):
        parse_toml(text)
    assert time.process_time() - start < 1
