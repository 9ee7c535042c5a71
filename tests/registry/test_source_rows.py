"""Rows on their way between processes: packed, they are the same, with no word but their own."""

import datetime

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from srns.registry.source_rows import pack_rows, unpack_rows

WORDS = st.lists(st.sampled_from(["A", "B", "", "ß", None]), min_size=1, max_size=20)


@given(words=WORDS, chosen=st.data())
def test_packed_rows_are_the_same_with_their_own_words_alone(words, chosen):
    count = len(words)
    whole = pa.table(
        {
            "word": pa.array(words, pa.string()).dictionary_encode(),
            "text": pa.array(words, pa.string()),
            "date": pa.array([datetime.date(2020, 1, 1)] * count),
            "time": pa.array([datetime.datetime(2020, 1, 1, 7)] * count, pa.timestamp("us")),
            "number": pa.array(range(count), pa.int16()),
        }
    )
    places = chosen.draw(st.lists(st.integers(0, count - 1), min_size=1))
    rows = whole.take(pa.array(places))

    found = unpack_rows(pack_rows(rows))

    assert found.schema == rows.schema
    assert found.to_pydict() == rows.to_pydict()
    own = {word for word in found["text"].to_pylist() if word is not None}
    assert set(found["word"].chunk(0).dictionary.to_pylist()) == own
