"""Numbers with their nouns, in the form that the language in use has for the number."""

from srns.languages.messages import ngettext
from srns.languages.numbers import grouped


def children(n: int) -> str:
    """Return a number of children.

    >>> children(1), children(0), children(12_000)
    ('1 child', '0 children', '12,000 children')
    """
    return ngettext("{n} child", "{n} children", n).format(n=grouped(n))


def lines(n: int) -> str:
    """Return a number of lines of treatment."""
    return ngettext("{n} line of treatment", "{n} lines of treatment", n).format(n=grouped(n))


def visits(n: int) -> str:
    """Return a number of visits."""
    return ngettext("{n} visit", "{n} visits", n).format(n=grouped(n))


def cells(n: int) -> str:
    """Return a number of cells of a workbook."""
    return ngettext("{n} cell", "{n} cells", n).format(n=grouped(n))


def upcr_results(n: int) -> str:
    """Return a number of results of Up/c."""
    return ngettext("{n} Up/c result", "{n} Up/c results", n).format(n=grouped(n))


def albumin_results(n: int) -> str:
    """Return a number of results of albumin."""
    return ngettext("{n} albumin result", "{n} albumin results", n).format(n=grouped(n))


def dipstick_results(n: int) -> str:
    """Return a number of results of the dipstick."""
    return ngettext("{n} dipstick result", "{n} dipstick results", n).format(n=grouped(n))
