"""A key gives every study number back as it was, and Excel takes none of them for a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srns.cohort.errors import KeyFileError
from srns.privacy.pseudonym_key import read_key, write_key

ODD = ["=1+1", "-7", "+A", "@x", "'=1", "'", "NA", "007", 'a"b', "a,b", "a;b", " a ", "Müller", "="]


@pytest.mark.parametrize("label", ODD)
def test_an_odd_study_number_comes_back_as_it_was(label):
    assert read_key(write_key({label: "1", "B": "2"})) == {label: "1", "B": "2"}


@given(st.dictionaries(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.uuids()))
def test_any_study_number_comes_back_as_it_was(labels):
    key = {label: str(number) for label, number in labels.items()}

    assert read_key(write_key(key)) == key


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), unique=True))
def test_no_cell_of_a_key_is_a_formula(labels):
    written = write_key({label: str(number) for number, label in enumerate(labels)})

    for row in csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_key_that_excel_saved_with_semicolons_is_read():
    assert read_key("before;after\r\n'=A;1\r\nMüller;2\r\n".encode("cp1252")) == {
        "=A": "1",
        "Müller": "2",
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"old,new\nA,1\n",
        b"PK\x03\x04\x00",
        b"before,after\nA,1\nA,2\n",
        b"before,after\nA,1\nB,1\n",
    ],
    ids=["empty", "other columns", "a workbook", "one child twice", "two children one number"],
)
def test_what_is_no_key_is_one_sentence(content):
    with pytest.raises(KeyFileError, match="That"):
        read_key(content)
