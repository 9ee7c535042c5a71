"""Pages of a figure of many children: how many it holds, and who stands on one of them."""

from collections.abc import Sequence

from srns.cohort.errors import InputError

LANES = 24
PANELS = 12


def pages(children: Sequence[str], per_page: int) -> int:
    """Return how many pages the children fill; at least one."""
    return max(1, -(-len(children) // per_page))


def page_of(children: Sequence[str], per_page: int, page: int) -> list[str]:
    """Return the children of one page, counted from 1.

    Raises
    ------
    InputError
        Where there is no such page.
    """
    last = pages(children, per_page)
    if not 1 <= page <= last:
        raise InputError(f"found the page {page}; expected one from 1 to {last}.")
    return list(children[(page - 1) * per_page : page * per_page])
