"""Texts that are made before it is known who reads them: English, and translated where shown.

`defer("no file '{name}'", name=name)` is the English text wherever a text is compared, stored,
hashed or written as JSON; `translated` shows it in the language in use. Places of a message may be
filled with such a text in turn.
"""

import string
from collections.abc import Mapping, Sequence
from types import MappingProxyType

Value = str | int | float
_SPECS = ("", ",", ".0f", ".3g")
_NOTHING: Mapping[str, Value] = MappingProxyType({})
_KEYS = ("message", "many", "number", "values")


class Deferred(str):
    """A text in English that knows its message.

    Attributes
    ----------
    message, many
        As in the catalogues; `many` is the form for several things, empty where none are counted.
    number
        How many things are counted.
    values
        What fills the places, by name.
    """

    __slots__ = ("many", "message", "number", "values")
    message: str
    many: str
    number: int
    values: Mapping[str, Value]

    def __new__(
        cls,
        english: str,
        message: str,
        values: Mapping[str, Value] = _NOTHING,
        many: str = "",
        number: int = 0,
    ) -> "Deferred":
        """Make a text; its English may be a shortened form of the message."""
        made = super().__new__(cls, english)
        made.message, made.values, made.many, made.number = message, values, many, number
        return made

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Return what makes an equal text: a copy, or one in another process."""
        values = dict(self.values)
        return Deferred, (str(self), self.message, values, self.many, self.number)


def defer(message: str, **values: Value) -> Deferred:
    """Return a message that is translated where it is shown.

    >>> defer("no file '{name}'", name="a.xlsx")
    "no file 'a.xlsx'"
    """
    return Deferred(message.format_map(values), message, values)


def ndefer(one: str, many: str, n: int, **values: Value) -> Deferred:
    """Return a message for a number, which fills the place `n`, translated where it is shown.

    >>> ndefer("{n} child", "{n} children", 2)
    '2 children'
    """
    filled = {"n": n, **values}
    return Deferred((one if n == 1 else many).format_map(filled), one, filled, many, n)


def join_deferred(texts: Sequence[str]) -> str:
    """Return texts beside each other, each of them translated where it is shown.

    >>> join_deferred(["a", "b", "c"])
    'a, b, c'
    """
    joined = texts[0] if texts else ""
    for text in texts[1:]:
        joined = defer("{first}, {second}", first=joined, second=text)
    return joined


def defer_and(items: Sequence[str]) -> str:
    """Return names as a list in a sentence, whose last word is translated where it is shown.

    >>> defer_and(["a", "b", "c"]), defer_and(["a"])
    ('a, b and c', 'a')
    """
    if len(items) < 2:
        return items[0] if items else ""
    return defer("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])


def defer_or(items: Sequence[str]) -> str:
    """Return names as a list of which one holds, whose last word is translated where it is shown.

    >>> defer_or(["a", "b"])
    'a or b'
    """
    if len(items) < 2:
        return items[0] if items else ""
    return defer("{first} or {last}", first=", ".join(items[:-1]), last=items[-1])


def as_plain(text: str) -> object:
    """Return a text as JSON carries it to another process: with its message where it has one."""
    if not isinstance(text, Deferred):
        return text
    values = {
        name: as_plain(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return dict(zip(_KEYS, (text.message, text.many, text.number, values), strict=True))


def from_plain(plain: object, depth: int = 4) -> str:
    """Return the text that `as_plain` wrote; nothing in it is believed.

    Raises
    ------
    ValueError
        Where it is no such text, or its message could do more than be filled.

    Examples
    --------
    >>> from_plain(as_plain(defer("{n} of {of}", n=2, of=defer("{n} cells", n=8))))
    '2 of 8 cells'
    """
    if isinstance(plain, str):
        return plain
    if not isinstance(plain, dict) or tuple(plain) != _KEYS or not depth:
        raise ValueError("no text")
    message, many, number, given = plain.values()
    whole = isinstance(message, str) and isinstance(many, str) and type(number) is int
    if not whole or not isinstance(given, dict):
        raise ValueError("no text")
    if not all(_is_filled(form, given) for form in (message, many)):
        raise ValueError("a place that nothing fills")
    values = {
        str(name): value if isinstance(value, int | float) else from_plain(value, depth - 1)
        for name, value in given.items()
    }
    form = many if many and number != 1 else message
    return Deferred(form.format_map(values), message, values, many, number)


def _is_filled(form: str, values: Mapping[str, object]) -> bool:
    """Return whether the places of a message are plain names that have a value."""
    return all(
        name is None or (name in values and spec in _SPECS and not conversion)
        for _before, name, spec, conversion in string.Formatter().parse(form)
    )
