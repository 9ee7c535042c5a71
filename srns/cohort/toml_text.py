"""TOML that a stranger wrote: bounded in size, depth and digits before it is parsed."""

import re
import tomllib
from typing import Any

LARGEST = 2 * 2**20
"""In characters; the largest recipe of the benchmark's workbooks has 60,000."""
MOST_DIGITS = 40
MOST_PARTS = 20
_DIGITS = re.compile(rf"(?<![0-9A-Za-z_])[0-9_]{{{MOST_DIGITS + 1}}}")
# One part after another of a dotted key, which the parser takes the square of their number for.
_DOTTED = re.compile(
    rf"""(?<![\w.-])(?:["']?[\w-]{{1,60}}["']?[ \t]{{0,3}}\.[ \t]{{0,3}}){{{MOST_PARTS}}}"""
)


def parse_toml(text: str, longest: int = LARGEST) -> dict[str, Any]:
    """Return the keys of a TOML text.

    Raises
    ------
    tomllib.TOMLDecodeError
        If it is not TOML, or larger, deeper or longer in its numbers than any file of ours.

    Examples
    --------
    >>> parse_toml("a = 1"), parse_toml("x = '0.2'")
    ({'a': 1}, {'x': '0.2'})
    """
    if len(text) > longest:
        raise tomllib.TOMLDecodeError(
            f"{len(text):,} characters; expected at most {longest:,} (at end of document)"
        )
    if found := _DIGITS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise tomllib.TOMLDecodeError(
            f"a number of more than {MOST_DIGITS} digits (at line {line}, column 1)"
        )
    if found := _DOTTED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise tomllib.TOMLDecodeError(
            f"a key of more than {MOST_PARTS} parts (at line {line}, column 1)"
        )
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError("brackets nested too deeply (at end of document)") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError as error:  # a date that does not exist
        raise tomllib.TOMLDecodeError(f"{error} (at end of document)") from None
