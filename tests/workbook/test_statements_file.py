"""A file of statements: TOML, CSV or xlsx, and one sentence for each mistake in it."""

import datetime
import io

import openpyxl
import pytest

from srns.cohort.errors import StatementsError
from srns.workbook.statements_file import read_statements

CSV = "statement,value,how computed\nhalf responded,50 %,share response = CR\n"


def xlsx(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


HEADER = ("Statement", "Value", "How computed", "Section")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(CSV.encode(), "a.csv", id="csv"),
        pytest.param(CSV.replace(",", ";").encode("utf-8-sig"), "a.csv", id="semicolons"),
        pytest.param(CSV.replace(",", "\t").encode("cp1252"), "a.CSV", id="tabs"),
        pytest.param(
            xlsx(HEADER, (), ("half responded", "50 %", "share response = CR", None)),
            "a.xlsx",
            id="xlsx",
        ),
        pytest.param(
            b'[[statement]]\nsays = "half responded"\nvalue = "50 %"\nhow = "share response = CR"',
            "a.toml",
            id="toml",
        ),
    ],
)
def test_the_three_forms_say_the_same(content, name):
    (found,) = read_statements(content, name)

    assert (found.says, found.value, found.how) == (
        "half responded", "50 %", "share response = CR",
    )  # fmt: skip
    assert found.place.startswith(name)


def test_a_number_of_a_spreadsheet_is_read_as_it_is_shown():
    found = read_statements(xlsx(HEADER, ("n", 8.0, "count", ""), ("m", 0.1 + 0.2, "x")), "a.xlsx")

    assert [each.value for each in found] == ["8", "0.3"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "a.csv: found nothing; expected a row of headers"),
        (b"text,value\nx,1\n", "a.csv", "found the headers 'text', 'value'; expected a row"),
        (b"statement,how\n,count\n", "a.csv", "a.csv, row 2: found no statement"),
        (b"x", "a.pdf", "a.pdf: found the ending '.pdf'; expected .csv, .xlsx or .toml."),
        (b"x", "a.xlsx", "a.xlsx: Workbook: found"),
        (b"x =", "a.toml", "a.toml: found no TOML"),
        (b"x = 1", "a.toml", "a.toml: found no [[statement]]; expected one"),
        (b"[[statement]]\nsay = 'x'", "a.toml", "a.toml, statement 1: found the key 'say'"),
        (b"[[statement]]\nvalue = '1'", "a.toml", "a.toml, statement 1: found no 'says'"),
        (CSV.encode() * 50_000, "a.csv", "bytes; expected at most 2000000."),
        ((CSV + "x,1,count\n" * 1001).encode(), "a.csv", "found 1002 statements; expected at most"),
        (xlsx(HEADER, ("x", datetime.date(2021, 4, 3), "count", "")), "a.xlsx",
         "a.xlsx, B2: found a date; expected text. Excel makes dates of 3/4: type 3 of 4."),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_sentence(content, name, sentence):
    with pytest.raises(StatementsError) as raised:
        read_statements(content, name)

    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(StatementsError, match="cannot be read: No such file"):
        read_statements(tmp_path / "none.csv")
