"""Ten times the text takes about ten times as long, for every pattern that looks at a file."""

import time
from collections.abc import Callable

import pytest

from srns.cohort.toml_text import parse_toml
from srns.cohort.wording import shorten_quotes
from srns.privacy import identifier_patterns
from srns.privacy.identifying_text import find_unknown_words, looks_identifying
from srns.privacy.plain_text import make_plain
from srns.privacy.vocabulary import find_drugs, says_steroid_dependent
from tests.privacy import growth

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


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
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


def test_no_pattern_goes_back_and_forth_over_a_text():
    """Of the rooms that see a whole file; all rooms, to 100,000: python -m tests.privacy.growth."""
    rooms = ("workbook.files", "workbook.annotate", "privacy")
    slow = {
        f"{name}.{way}": found
        for name, pattern, way in growth.find_patterns()
        if name.startswith(rooms) and (found := growth.steep(pattern, way, growth.SIZES[:2]))
    }

    assert slow == {}


def test_patterns_that_see_cells_alone_are_quick_over_the_longest_cell():
    named = set()
    for name, pattern, way in growth.find_patterns():
        if name in growth.BOUNDED:
            named.add(name)
            for pump in growth.PUMPS:
                assert growth.seconds(getattr(pattern, way), (pump * 1000)[:1000]) < 1, (name, pump)

    assert named == set(growth.BOUNDED)


def test_every_pattern_that_is_built_when_it_is_needed_has_been_looked_at():
    """They hold names of tags, numbers of styles or words of ours, and never text of a file."""
    assert growth.find_built() == {
        "analysis.statements.printed_numbers.printed",
        "analysis.statements.printed_numbers.read_claim",
        "privacy.identifier_patterns._is_day",
        "privacy.identifying_text._word",
        "rules.written_limits._mended",
        "workbook.annotate.cell_comments._write_comments",
        "workbook.annotate.cell_comments.add",
        "workbook.files.date_formats.cells_with",
        "workbook.files.marked_cells._looks",
        "workbook.files.marked_cells.block",
        "workbook.files.xlsx_package._cut",
        "workbook.files.xlsx_package.declare",
        "workbook.files.xlsx_styles._block",
        "workbook.results.dialect._dialect",
        "workbook.results.hl7.plain",
        "workbook.values.drug_periods._certain",
        "workbook.values.outcome_text._words",
    }
