"""Sentences that are made before it is known who reads them.

Each is the English text, which files, JSON and comparisons see, and keeps the message and the
values that it was made of: `translated` shows it in the language in use. `as_plain` and
`from_plain` take it to another process, whose answer is not believed.
"""

import string
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from numbers import Integral
from typing import Any, TypeGuard

from srns.languages.current import current_language
from srns.languages.lists import join_and, join_or, join_row
from srns.languages.messages import Sentence, _, in_language, mark, ngettext, translated
from srns.languages.numbers import Grouped

SEPARATORS = (mark(", "), mark("; "), mark(", then "))
"""What stands between items in a row."""
_brief: ContextVar[bool] = ContextVar("brief", default=False)


def sentence(message: str, /, **values: object) -> Sentence:
    """Return a message with its values, to be translated where it is shown.

    >>> sentence("day {day}", day=3)
    'day 3'
    """
    return filled(message, values)


def filled(message: str, values: Mapping[str, object]) -> Sentence:
    """Return a message of the catalogues, given from elsewhere, with its values."""
    return Sentence.made(message.format(**values), _fill, message, values)


def nsentence(one: str, many: str, n: int, /, **values: object) -> Sentence:
    """Return the message for a number, with its values, to be translated where it is shown.

    >>> nsentence("{n} consecutive day", "{n} consecutive days", 2)
    '2 consecutive days'
    """
    values["n"] = n
    text = (one if n == 1 else many).format(**values)
    return Sentence.made(text, _fill_counted, (one, many), values)


def shortened(message: str, brief: str, /, **values: object) -> Sentence:
    """Return a message that `in_brief` shows by a shorter one, where there is little room.

    >>> whole = shortened("day {day} ({results})", "day {day}", day=3, results="Up/c 0.1")
    >>> whole, in_brief(whole)
    ('day 3 (Up/c 0.1)', 'day 3')
    """
    return Sentence.made(message.format(**values), _fill_or_shorten, message, brief, values)


def term(key: str) -> Sentence:
    """Return a key of the data, such as a response, as a value of a sentence.

    >>> term("relapse")
    'relapse'
    """
    return Sentence.made(key, translated, key)


def joined(items: Iterable[object], separator: str = ", ") -> Sentence:
    """Return items in a row, each shown in the language in use.

    >>> joined(["a", "b"], "; ")
    'a; b'
    """
    parts = tuple(items)
    return Sentence.made(separator.join(map(str, parts)), _row, separator, parts)


def list_and(items: Iterable[object]) -> Sentence:
    """Return items as a list in a sentence: a, b and c."""
    return _listed(items, "and", join_and)


def list_or(items: Iterable[object]) -> Sentence:
    """Return items as a list in a sentence, of which one holds: a, b or c."""
    return _listed(items, "or", join_or)


def first_of(items: Iterable[object], most: int = 12, separator: str = ", ") -> Sentence:
    """Return the first items, and how many more there are.

    >>> first_of(["1", "2", "3"], 2), first_of(["a, b", "c"], 1, "; ")
    ('1, 2 and 1 more', 'a, b; and 1 more')
    """
    words = list(items)
    listed, rest = joined(words[:most], separator), len(words) - most
    if rest <= 0:
        return listed
    if separator != ", ":
        return nsentence("{listed}; and {n} more", "{listed}; and {n} more", rest, listed=listed)
    return nsentence("{listed} and {n} more", "{listed} and {n} more", rest, listed=listed)


def run_on(sentences: Iterable[object]) -> Sentence:
    """Return sentences one after the other; empty ones are left out.

    >>> run_on(["One child.", "", "No test."])
    'One child. No test.'
    """
    return joined(filter(None, sentences), " ")


def children_of(n: int) -> Sentence:
    """Return a number of children.

    >>> children_of(1), children_of(0)
    ('1 child', '0 children')
    """
    return nsentence("{n} child", "{n} children", n)


def either(items: Iterable[object]) -> Sentence:
    """Return items of equal rank, each set apart from the next by a word: a or b or c."""
    parts = tuple(items)
    return Sentence.made(" or ".join(map(str, parts)), _either, parts)


def with_capital(words: str) -> Sentence:
    """Return words with a capital first letter, as a sentence begins.

    >>> with_capital(sentence("day {day}", day=3))
    'Day 3'
    """
    return Sentence.made(_capital(words), _shown_with_capital, words)


def with_small_letter(words: str) -> Sentence:
    """Return a sentence as it goes on after a colon, in languages that write it small there.

    >>> with_small_letter(sentence("Day {day}", day=3))
    'day 3'
    """
    return Sentence.made(_small(words), _shown_with_small_letter, words)


def in_brief(text: str) -> str:
    """Return a text as it is shown where there is little room, in the language in use."""
    before = _brief.set(True)
    try:
        return translated(text)
    finally:
        _brief.reset(before)


def _fill(message: str, values: Mapping[str, object]) -> str:
    return _(message).format(**_shown(values))


def _fill_or_shorten(message: str, brief: str, values: Mapping[str, object]) -> str:
    return _fill(brief if _brief.get() else message, values)


def _fill_counted(forms: tuple[str, str], values: Mapping[str, object]) -> str:
    n = values["n"]
    assert isinstance(n, int)
    return ngettext(*forms, n).format(**_shown(values))


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: Grouped(value) if _is_whole(value) else in_language(value)
        for name, value in values.items()
    }


def _is_whole(value: object) -> TypeGuard[Integral]:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _row(separator: str, parts: tuple[object, ...]) -> str:
    return join_row(map(in_language, parts), separator)


def _listed(items: Iterable[object], last: str, join: Callable[..., str]) -> Sentence:
    parts = tuple(items)
    words = [str(part) for part in parts]
    text = "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} {last} {words[-1]}"
    return Sentence.made(text, _list, join, parts)


def _list(join: Callable[..., str], parts: tuple[object, ...]) -> str:
    return join(map(in_language, parts))


def _either(parts: tuple[object, ...]) -> str:
    words = [str(in_language(part)) for part in parts]
    whole = "".join(words[:1])
    for word in words[1:]:
        whole = _("{first} or {last}").format(first=whole, last=word)
    return whole


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown_with_capital(words: object) -> str:
    return _capital(str(in_language(words)))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _shown_with_small_letter(words: object) -> str:
    text = str(in_language(words))
    # A noun keeps its capital in German, and a sentence may begin with any word.
    return text if current_language() == "de" else _small(text)


_SPECS = ("", ",", ".0f", ".3g")
"""How a number may be written in a message that comes from another process."""
_DEEPEST = 6
_KINDS: Mapping[Callable[..., str], str] = {
    _fill: "sentence",
    _fill_counted: "counted",
    _row: "joined",
    _either: "either",
    translated: "term",
}


def as_plain(text: object) -> object:
    """Return a text, or a number, as JSON carries it: a sentence with what it was made of."""
    if not isinstance(text, Sentence):
        return text
    parts: list[Any] = list(text.parts)
    if text.make is _list:
        kind, parts = "and" if parts[0] is join_and else "or", parts[1:]
    else:
        kind = _KINDS.get(text.make, "")
    if not kind:
        return "".join(text)  # it stays English
    return [kind, *map(_parts_as_plain, parts)]


def _parts_as_plain(part: Any) -> object:
    if isinstance(part, Mapping):
        return {name: as_plain(value) for name, value in part.items()}
    return list(map(as_plain, part)) if isinstance(part, tuple) else as_plain(part)


def from_plain(plain: object, depth: int = _DEEPEST) -> Any:
    """Return the text that `as_plain` wrote; nothing in it is believed.

    Raises
    ------
    ValueError
        Where it is no such text, or its message could do more than be filled.

    Examples
    --------
    >>> from_plain(as_plain(sentence("{n} of {of}", n=2, of=list_and(["a", "b"]))))
    '2 of a and b'
    """
    if isinstance(plain, str | int | float):
        return plain
    match plain if depth else None:
        case ["sentence", str(message), dict(given)]:
            values = _values(given, depth)
            _require_filled(message, values)
            return filled(message, values)
        case ["counted", [str(one), str(many)], {"n": int(number), **given}]:
            values = _values({"n": number, **given}, depth)
            _require_filled(one, values)
            _require_filled(many, values)
            return nsentence(one, many, number, **values)
        case ["joined", str(separator), list(items)]:
            return joined([from_plain(each, depth - 1) for each in items], separator)
        case ["and" | "or" | "either" as last, list(items)]:
            parts = [from_plain(each, depth - 1) for each in items]
            return {"and": list_and, "or": list_or, "either": either}[last](parts)
        case ["term", str(key)]:
            return term(key)
    raise ValueError("no text")


def _values(given: Mapping[Any, object], depth: int) -> dict[str, object]:
    return {str(name): from_plain(value, depth - 1) for name, value in given.items()}


def _require_filled(form: str, values: Mapping[str, object]) -> None:
    """Require that the places of a message are plain names that have a value."""
    for _before, name, spec, conversion in string.Formatter().parse(form):
        if name is not None and (name not in values or spec not in _SPECS or conversion):
            raise ValueError("a place that nothing fills")
