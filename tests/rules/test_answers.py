"""Answers about a child whose sheet Patients is blank."""

import numpy as np
import pandas as pd
import pytest

from srns.rules.three_valued import Typed

NO_CELLS = pd.DataFrame(columns=["table", "patient", "column", "typed", "cell"])


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, pd.NaT])
def test_a_blank_is_no_word_and_no_number_however_it_was_read(blank: object) -> None:
    patients = pd.DataFrame({"patient": ["1"], "c3": pd.Series([blank], dtype=object)})
    typed = Typed(patients, NO_CELLS)

    assert typed.text("1", "c3") == ""
    assert typed.number("1", "c3") == (None, "")
    assert typed.as_typed("1", "c3") == ("", ())
