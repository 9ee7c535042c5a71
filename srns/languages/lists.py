"""Lists in sentences, in the language in use."""

from collections.abc import Iterable, Sequence

from srns.languages.messages import _, ngettext


def join_and(items: Iterable[object]) -> str:
    """Return the items as a list in a sentence.

    >>> join_and(["a", "b", "c"]), join_and([])
    ('a, b and c', '')
    """
    return _join(items, _("{first} and {last}"))


def join_or(items: Iterable[object]) -> str:
    """Return the items as a list in a sentence, of which one holds.

    >>> join_or(["a", "b", "c"])
    'a, b or c'
    """
    return _join(items, _("{first} or {last}"))


def join_row(items: Iterable[object], separator: str = ", ") -> str:
    """Return the items in a row, with what parts them in the language in use.

    >>> join_row(["a", "b"], "; ")
    'a; b'
    """
    return _(separator).join(map(str, items))


def list_some(items: Iterable[object], most: int = 12, *, separator: str = ", ") -> str:
    """Return the first items, and how many more there are.

    >>> list_some(["1", "2", "3", "4"], 2), list_some(["a, b", "c"], 1, separator="; ")
    ('1, 2 and 2 more', 'a, b; and 1 more')
    """
    words = [str(item) for item in items]
    listed, rest = join_row(words[:most], separator), len(words) - most
    if rest <= 0:
        return listed
    if separator == ", ":
        return ngettext("{listed} and {n} more", "{listed} and {n} more", rest).format(
            listed=listed, n=rest
        )
    return ngettext("{listed}; and {n} more", "{listed}; and {n} more", rest).format(
        listed=listed, n=rest
    )


def name_some(children: Sequence[str], most: int = 12) -> str:
    """Return the children in words, and how many more there are.

    >>> name_some(["1", "2", "6"]), name_some(list("123456"), most=2)
    ('1, 2 and 6', '1, 2 and 4 more')
    """
    return join_and(children) if len(children) <= most else list_some(children, most)


def _join(items: Iterable[object], pair: str) -> str:
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return pair.format(first=join_row(words[:-1]), last=words[-1])
