"""Types of a table's columns: its files may hold one column differently, and it is read as one."""

import uuid
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TEXT, WHOLE, NUMBER, TRUTH, DAY, CLOCK, TIME = (
    "text", "whole number", "number", "truth", "day", "clock", "time"
)  # fmt: skip
ZONE = f"{TIME} in "
"""Before the name of a zone: moments, which are read as the local time there."""
_PLAIN = {
    WHOLE: pa.int64(), NUMBER: pa.float64(), TRUTH: pa.bool_(), DAY: pa.date32(),
    CLOCK: pa.time64("us"), TIME: pa.timestamp("us"),
}  # fmt: skip
_MERGED = {frozenset((WHOLE, NUMBER)): NUMBER, frozenset((DAY, TIME)): TIME}
_LONGEST_WHOLE = 18
"""Digits of a decimal that surely fit into 64 bits."""
_AFTER_ALL = np.datetime64("10000-01-01")
"""In place of a time that no calendar of Python has; nobody can read it as a day."""


def kind_of(stored: pa.DataType) -> str | None:
    """Return what a type of a file is read as; None for what no cell can hold, such as a list.

    >>> [kind_of(each) for each in (pa.int16(), pa.large_string(), pa.list_(pa.int8()))]
    ['whole number', 'text', None]
    """
    types = pa.types
    if isinstance(stored, pa.BaseExtensionType):
        return TEXT if stored.extension_name == "arrow.uuid" else kind_of(stored.storage_type)
    if types.is_dictionary(stored):
        return kind_of(stored.value_type)
    if types.is_timestamp(stored):
        return TIME if stored.tz is None else f"{ZONE}{stored.tz}"
    if types.is_decimal(stored) and not stored.scale:
        return WHOLE if stored.precision <= _LONGEST_WHOLE else TEXT
    for known, kind in (
        (types.is_boolean, TRUTH),
        (types.is_uint64, NUMBER),
        (types.is_integer, WHOLE),
        (types.is_floating, NUMBER),
        (types.is_decimal, NUMBER),
        (types.is_date, DAY),
        (types.is_time, CLOCK),
    ):
        if known(stored):
            return kind
    texts = (
        types.is_null, types.is_string, types.is_large_string, types.is_string_view,
        types.is_binary, types.is_large_binary, types.is_fixed_size_binary, types.is_binary_view,
    )  # fmt: skip
    return TEXT if any(known(stored) for known in texts) else None


def merge_kinds(stored: Sequence[pa.DataType]) -> str | None:
    """Return what a column of several files is read as; a file without any value has no say.

    >>> merge_kinds([pa.int64(), pa.null(), pa.float32()]), merge_kinds([pa.int64(), pa.utf8()])
    ('number', 'text')
    """
    filled = [each for each in stored if not pa.types.is_null(each)]
    kinds = [kind_of(each) for each in filled]
    if None in kinds:
        return None
    different = list(dict.fromkeys(kinds))
    if len(different) < 2:
        return different[0] if different else TEXT
    if all(str(each).startswith(ZONE) for each in different):
        return different[0]  # moments are the same in every zone
    return _MERGED.get(frozenset(different), TEXT)


def schema_of(columns: Sequence[str], kinds: Sequence[str]) -> pa.Schema:
    """Return the schema of rows as they are read, texts as words."""
    fields = zip(columns, map(_type_of, kinds), strict=True)
    return pa.schema(list(fields))


def _type_of(kind: str) -> pa.DataType:
    if kind == TEXT:
        return pa.dictionary(pa.int32(), pa.string())
    return _PLAIN[TIME if kind.startswith(ZONE) else kind]


def read_as(column: pa.ChunkedArray, kind: str) -> pa.ChunkedArray:
    """Return a column of a file as what it is read as."""
    chunks = [_read_chunk(each, kind) for each in column.chunks]
    return pa.chunked_array(chunks, _type_of(kind))


def _read_chunk(values: pa.Array, kind: str) -> pa.Array:
    if kind == TEXT:
        return _as_words(values)
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_timestamp(values.type):
        values = _within_reach(values)
    if kind.startswith(ZONE):
        moments = values.cast(pa.timestamp("us", kind.removeprefix(ZONE)), safe=False)
        return pc.call_function("local_timestamp", [moments])
    return values.cast(_type_of(kind), safe=False)


def _as_words(values: pa.Array) -> pa.Array:
    """Return values as texts, each word once."""
    if values.type == _type_of(TEXT):
        return values
    if pa.types.is_null(values.type):
        return pa.nulls(len(values), _type_of(TEXT))
    if isinstance(values, pa.ExtensionArray):
        spelled = str(values.type.extension_name)
        words = _as_words(values.storage)
        if spelled != "arrow.uuid":
            return words
        raw = values.storage.dictionary_encode()
        named = [str(uuid.UUID(bytes=each)) for each in raw.dictionary.to_pylist()]
        return pa.DictionaryArray.from_arrays(raw.indices, pa.array(named, pa.string()))
    if pa.types.is_string_view(values.type) or pa.types.is_binary_view(values.type):
        is_text = pa.types.is_string_view(values.type)
        values = values.cast(pa.string() if is_text else pa.binary())
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    words = encoded.dictionary
    if not (pa.types.is_string(words.type) or pa.types.is_large_string(words.type)):
        words = pa.array([_spell(each) for each in words], pa.string())
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(pa.int32()), words.cast(pa.string()))


def _spell(value: pa.Scalar) -> str | None:
    """Return a value as it would be typed: a number without digits that say nothing."""
    try:
        plain = value.as_py()
    except (OverflowError, ValueError):  # a day beyond the calendar
        return value.cast(pa.string()).as_py()
    if isinstance(plain, bytes):
        # Two names that are no UTF-8 must not become one.
        return plain.decode(errors="backslashreplace")
    if plain is None or plain != plain:
        return None
    return str(int(plain)) if isinstance(plain, float) and plain.is_integer() else str(plain)


def _within_reach(times: pa.Array) -> pa.Array:
    """Return times with those outside the years 1 to 9999 as one after all of them."""
    unit = times.type.unit
    if unit == "ns":
        return times
    first, after = (
        int(each.astype(f"datetime64[{unit}]").astype(np.int64))
        for each in (np.datetime64("0001-01-01"), _AFTER_ALL)
    )
    counts = times.cast(pa.int64()).fill_null(0).to_numpy()
    far = (counts < first) | (counts > after)
    if not far.any():
        return times
    missing = np.asarray(times.is_null())
    return pa.array(np.where(far, after, counts), mask=missing).cast(times.type)
