"""A whole day of a child as a date of the calendar."""

import numpy as np
import pandas as pd
import pytest

from srns.cohort.day_zero import dates_of

BORN = pd.Timestamp("2015-06-30")


@pytest.mark.parametrize(
    ("index_date", "day", "expected"),
    [
        pytest.param(BORN, 1, pd.Timestamp("2015-07-01"), id="the day after"),
        pytest.param(BORN, 0, BORN, id="the index date itself"),
        pytest.param(BORN, -181, pd.Timestamp("2014-12-31"), id="days before count backwards"),
        pytest.param(BORN, np.nan, pd.NaT, id="an unknown day has no date"),
        pytest.param(pd.NaT, 3, pd.NaT, id="an unknown index date neither"),
        pytest.param(None, 3, pd.NaT, id="a blank index date neither"),
    ],
)
def test_a_day_of_a_child_as_a_date(index_date, day, expected):
    patients = pd.DataFrame({"patient": ["1", "2"], "index_date": [index_date, BORN]}, index=[7, 9])

    dates = dates_of(patients, np.array([day, np.nan]))

    assert dates.index.tolist() == [0, 1]
    assert dates.isna().tolist() == [pd.isna(expected), True]
    assert pd.isna(expected) or dates[0] == expected


def test_children_without_an_index_date_have_no_dates():
    dates = dates_of(pd.DataFrame({"patient": ["1", "2"]}), np.array([0.0, np.nan]))

    assert dates.isna().all()
    assert dates.dtype == "datetime64[ns]"


def test_no_day_is_ever_multiplied_as_a_float(monkeypatch):
    seen = []
    of_pandas = pd.to_timedelta
    monkeypatch.setattr(
        pd, "to_timedelta", lambda days, unit: seen.append(days.dtype) or of_pandas(days, unit=unit)
    )

    dates_of(pd.DataFrame({"patient": ["1"], "index_date": [BORN]}), np.array([np.nan]))

    assert seen == [pd.Int64Dtype()]
