"""Which children of a list may be one child twice: asked, and never brought together."""

import re
from collections.abc import Iterable

_SUFFIX = re.compile(
    r"(?P<base>.*?\d.*?)[\s_\-./]*"
    r"(?P<suffix>\(?(?:dup(?:l(?:icate)?)?|copy|bis|rpt|repeat|again)\)?|(?<=[\d\s_\-])d|\(\d\))",
    re.IGNORECASE,
)
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


def find_doubles(patients: Iterable[str]) -> list[tuple[str, str, str]]:
    """Give pairs of names of which one looks like the other written again, with the reason.

    `12d` is no double of `12` where `12c` is in the list too: then letters tell children apart.

    >>> find_doubles(["12", "12d", "007", "7", "3 dup", "5c", "5", "5d"])
    [('007', '7', 'but for zeros in front'), ('12', '12d', "with the suffix 'd'")]
    """
    found: list[tuple[str, str, str]] = []
    names = {name.strip().casefold(): name for name in patients}
    without: dict[str, str] = {}
    for folded, name in names.items():
        bare = _ZEROS.sub("", folded)
        if bare in without:
            found.append((without[bare], name, "but for zeros in front"))
        else:
            without[bare] = name
    for folded, name in names.items():
        match = None if folded.isdigit() else _SUFFIX.fullmatch(folded)
        base = without.get(_ZEROS.sub("", match["base"])) if match else None
        if match and base and base != name and f"{match['base']}c" not in names:
            found.append((base, name, f"with the suffix '{name.strip()[match.start('suffix') :]}'"))
    return found
