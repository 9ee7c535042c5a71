"""Which column names the child is known by its words, or asked."""

import pytest

from tests.workbook.wild.reading import book, proposed, read, text

KNOWN = [
    *("USUBJID", "SUBJID", "pid", "MRN", "NHC", "Paciente", "Pat.-Nr.", "N° dossier", "record_id"),
    *("study_id", "Pt no", "Patientennummer"),
]


@pytest.mark.parametrize("heading", KNOWN)
def test_it_is_known(heading):
    reading = read(text(f"{heading},day,Up/c (mg/mg)\n01-001,0,6.1\n01-002,30,0.1\n"))

    assert reading.cohort.patients["patient"].tolist() == ["01-001", "01-002"]


@pytest.mark.parametrize("heading", ["Zxq", "kode", "wer", "Qnr"])
def test_otherwise_it_is_asked(heading):
    opened = text(f"{heading},day,Up/c (mg/mg)\n01-001,0,6.1\n01-002,30,0.1\n")
    (question,) = proposed(opened).questions

    assert question.options == (heading, "the name of the sheet", "leave it out")
    assert read(opened, child=heading).cohort.patients["patient"].tolist() == ["01-001", "01-002"]
    assert read(opened, child="leave it out").cohort is None


def test_a_study_number_goes_before_the_number_of_the_hospital():
    opened = book({"Data": [["MRN", "study id", "day", "UPCR (mg/mg)"], [4012345, "K1", 0, 6.1]]})

    assert read(opened).cohort.patients["patient"].tolist() == ["K1"]
