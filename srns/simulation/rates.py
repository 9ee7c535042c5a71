"""At which rates are children invented, and where does each come from?"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CERTAINTIES = ("read", "restated", "unverified")
_FILE = Path(__file__).parent / "rates.toml"


@dataclass(frozen=True)
class PublishedRate:
    """One number with its source; `address` is empty where no source was opened."""

    value: float
    source: str
    certainty: str
    address: str = ""


@cache
def read_rates() -> Mapping[str, PublishedRate]:
    """Return every rate by its name."""
    return {
        name: PublishedRate(**said)
        for name, said in tomllib.loads(_FILE.read_text("utf-8")).items()
    }


def rate(name: str) -> float:
    """Return the number of a rate.

    >>> rate("any_on_tacrolimus")
    0.825
    """
    return float(read_rates()[name].value)
