"""One child under several spellings is asked, with the invisible made visible."""

import pytest

from srns.workbook.read_workbook import read_workbook
from srns.workbook.values.child_names import bare_name, show_name
from tests.workbook.wild.reading import book, proposed, read, results

SAME = {
    "capitals": ("P1", "p1", "p1"),
    "a hyphen": ("P1", "P-1", "P-1"),
    "a space": ("P1", "P 1", "P 1"),
    "an underscore": ("P1", "P_1", "P_1"),
    "zeros in front": ("P1", "P01", "P01"),
    "a zero-width space": ("P1", "P1\u200b", "P1⟨U+200B⟩"),
    "a byte order mark": ("P1", "\ufeffP1", "⟨U+FEFF⟩P1"),
    "a soft hyphen": ("P1", "P\u00ad1", "P⟨U+00AD⟩1"),
    "a direction mark": ("P1", "P1\u200e", "P1⟨U+200E⟩"),
    "a raised mark": ("P1", "P1²", "P1²"),
    "a Cyrillic letter": ("P1", "Р1", "Р⟨Cyrillic⟩1"),
    "a Greek letter": ("A1", "Α1", "Α⟨Greek⟩1"),
    "a remark in brackets": ("5", "5 (2nd)", "5 (2nd)"),
    "a twin": ("12A", "12A (twin 1)", "12A (twin 1)"),
    "a star": ("P1", "P1*", "P1*"),
    "another number later": ("7", "7 -> now 17", "7 -> now 17"),
    "a typeset hyphen": ("K-1", "K‑1", "K‑1"),
}
DIFFERENT = [("1-1", "11"), ("P1", "P11"), ("01-02", "1-20"), ("12c", "12d"), ("A1", "B1"),
             ("6(1)", "6(2)"), ("7 (died)", "8"), ("5", "5b")]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "shown"), SAME.values(), ids=SAME)
def test_two_spellings_are_asked(one, other, shown):
    rows = [["study_id", "day", "Up/c (mg/mg)"], [one, 0, 3.1], [other, 30, 0.1]]
    opened = book({"Data": rows})
    (question,) = proposed(opened).questions

    assert question.asks == f"Are '{one}' and '{shown}' one child?"
    together = read(opened, one_child="yes: one child")
    assert together.cohort.patients["patient"].tolist() == [one]
    assert [value for _, value, *_ in results(together, "upcr")] == [3.1, 0.1]
    apart = read(opened, one_child="no: each is a child of its own")
    assert apart.cohort.patients["patient"].tolist() == [one, other]
    queries = [one.found for one in apart.problems if one.severity == "query"]
    assert len(queries) == 1
    assert shown in queries[0]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_numbers_that_differ_are_not_asked(one, other):
    assert bare_name(one) != bare_name(other)


def test_the_spellings_of_several_sheets_and_a_list_are_one_question():
    opened = book(
        {
            "Children": [["study_id", "sex"], ["P1", "f"], ["P2", "m"]],
            "Urine": [["study_id", "day", "Up/c (mg/mg)"], ["p1", 0, 3.1], ["P-2", 0, 2.1]],
            "Export": [
                ["patient", "day", "test", "result", "unit"],
                ["P 1", 0, "Albumin", 2, "g/dL"],
            ],
        }
    )
    asked = [one.asks for one in proposed(opened).questions]

    assert len(asked) == 2
    reading = read(opened, one_child="yes: one child")
    assert reading.errors == ()
    assert len(reading.cohort.patients) == 2
    assert len(reading.cohort.labs) == 3


def test_in_the_template_the_invisible_is_shown():
    opened = book(
        {
            "Patients": [["patient", "sex"], ["P1", "f"]],
            "Labs": [["patient", "day", "Up/c (mg/mg)"], ["P1\u200b", 0, 3.1], ["P1", 30, 2]],
        }
    )
    (error,) = read_workbook(opened).errors

    assert error.found == "patient 'P1⟨U+200B⟩'"
    assert "Did you mean 'P1'?" in error.remedy


def test_a_plain_name_is_shown_as_it_is():
    assert show_name("MRN-0012/ä") == "MRN-0012/ä"
