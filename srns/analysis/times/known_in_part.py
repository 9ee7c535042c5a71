"""Which events have no day of their own but two between which they lie, and where were they put?"""

from collections.abc import Mapping, Sequence

_FEW = 20


def say_in_part(found: Mapping[str, str], left_out: Sequence[str] = ()) -> list[str]:
    """Name the children with an event that is known only in part, and what was done with it.

    >>> say_in_part({"1": "day 91 to 120"})
    ['Known only in part, put on its last day: 1 (day 91 to 120).']
    """
    said = []
    if found:
        named = _named([f"{patient} ({days})" for patient, days in found.items()])
        said.append(f"Known only in part, put on its last day: {named}.")
    if left_out:
        said.append(
            "Remission left out, because a relapse, kidney failure or death known only in part may "
            f"have ended it: {_named(left_out)}."
        )
    return said


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
