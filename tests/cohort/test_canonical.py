"""The same content has the same name, whatever the order it comes in."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.analysis.summary import summarize
from srns.cli.json_output import classified, plain
from srns.cohort.canonical_json import content_hash, read_cohort, write_cohort
from srns.cohort.errors import CanonicalError
from srns.cohort.tables import TABLES, Cohort
from tests.sharing.made import cleared, judged, paper, with_labs


def name(cohort: Cohort) -> str:
    return content_hash(write_cohort(cohort))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_and_columns_does_not_change_the_name(seed):
    cohort = cleared().cohort
    rng = np.random.default_rng(seed)
    shuffled = {}
    for table in TABLES:
        frame = getattr(cohort, table)
        columns = rng.permutation(list(frame.columns))
        shuffled[table] = frame.iloc[rng.permutation(len(frame))][list(columns)]

    assert name(Cohort(**shuffled)) == name(cohort)


def test_what_is_read_back_has_the_same_name_and_gives_the_same_numbers():
    cohort = cleared().cohort

    back = read_cohort(write_cohort(cohort))

    assert name(back) == name(cohort)
    assert plain(summarize(back, judged(back))) == plain(summarize(cohort, judged(cohort)))
    before, after = classified(judged(cohort)), classified(judged(back))
    assert before == after


@pytest.mark.parametrize(
    ("column", "value"), [("value", 10.09), ("day", -61), ("bound", ">"), ("cell", "Labs!C99")]
)
def test_any_other_content_has_another_name(column, value):
    cohort = cleared().cohort

    assert name(with_labs(cohort, **{column: value})) != name(cohort)


def test_a_column_of_dates_cannot_be_written():
    with pytest.raises(CanonicalError, match=r"patients\.index_date holds dates"):
        write_cohort(paper())


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet="aé µ<>≤\"'\\\n"))
def test_numbers_and_texts_come_back_as_they_were(number, text):
    patients = pd.DataFrame(
        {"patient": ["1", "2"], "number": [number, np.nan], "text": pd.Series([text, None])}
    )

    back = read_cohort(write_cohort(Cohort(patients))).patients

    assert back["number"].iloc[0] == number
    assert np.isnan(back["number"].iloc[1])
    assert list(back["text"]) == [text, None]


def test_children_come_back_in_the_order_of_their_study_numbers():
    patients = pd.DataFrame({"patient": ["10", "2", "P1"]})

    back = read_cohort(write_cohort(replace(Cohort(patients))))

    assert list(back.patients["patient"]) == ["2", "10", "P1"]
