"""Doses in free text: of the whole day where that is plain, asked where it is not."""

import pytest

from srns.workbook.values.drug_text import list_readings, read_drug_prose

PLAIN = {
    "Tacrolimus 2x1 mg": ("tacrolimus", 2.0, "mg/day"),
    "Tac 2 x 1.5 mg": ("tacrolimus", 3.0, "mg/day"),
    "Tac 2×1,5 mg": ("tacrolimus", 3.0, "mg/day"),
    "Tac 1 mg x 2": ("tacrolimus", 2.0, "mg/day"),
    "Tac 1 mg 2x": ("tacrolimus", 2.0, "mg/day"),
    "Tac 1 mg 2x daily": ("tacrolimus", 2.0, "mg/day"),
    "Tac 1 mg 2x tgl.": ("tacrolimus", 2.0, "mg/day"),
    "MMF 2x500 mg": ("mycophenolate mofetil", 1000.0, "mg/day"),
    "MMF 2*600 mg/m2": ("mycophenolate mofetil", 1200.0, "mg/m2/day"),
    "CsA 3x50 mg": ("ciclosporin", 150.0, "mg/day"),
    "prednisolone: 2x5 mg": ("prednisolone", 10.0, "mg/day"),
    "CsA 2x2.5 mg/kg": ("ciclosporin", 5.0, "mg/kg/day"),
    "Tac 1 mg BD": ("tacrolimus", 1.0, "mg"),  # the frequency says it
    "Tac 2 mg/day": ("tacrolimus", 2.0, "mg/day"),
    "prednisolone 40 mg/m2 on alternate days": ("prednisolone", 40.0, "mg/m2"),
    "Rituximab 2x375 mg/m2": ("rituximab", 375.0, "mg/m2"),  # two pulses, not one day
    "methylprednisolone 3x500 mg": ("methylprednisolone", 500.0, "mg"),
}


@pytest.mark.parametrize(("typed", "course"), PLAIN.items(), ids=PLAIN)
def test_a_plain_dose(typed, course):
    (found,) = read_drug_prose(typed)

    assert (found.drug, found.dose, found.dose_unit) == course
    assert list_readings(typed) == ()


DOUBTFUL = {
    "2x1 mg/day": ("2 mg/day", "1 mg/day"),
    "Tac 2x1 mg/d": ("Tac 2 mg/d", "Tac 1 mg/d"),
    "Tac 2 x 1,5 mg/Tag": ("Tac 3 mg/Tag", "Tac 1.5 mg/Tag"),
    "Tac 1 mg/day x2": ("Tac 2 mg/day", "Tac 1 mg/day"),
    "MMF 2x600 mg/m2/day": ("MMF 1200 mg/m2/day", "MMF 600 mg/m2/day"),
    "CsA 3x50 mg/jour": ("CsA 150 mg/jour", "CsA 50 mg/jour"),
    "Tac 1-0-1 mg": ("Tac 2 mg/day",),
    "Tac 1.5-0-1 mg": ("Tac 2.5 mg/day",),
    "pred 10-5-0-5 mg": ("pred 20 mg/day",),
    "Tac 2x1 mg/day; MMF 2x500 mg": (
        "Tac 2 mg/day; MMF 2x500 mg",
        "Tac 1 mg/day; MMF 2x500 mg",
    ),
}


@pytest.mark.parametrize(("typed", "readings"), DOUBTFUL.items(), ids=DOUBTFUL)
def test_a_doubtful_dose_is_asked_about(typed, readings):
    assert list_readings(typed) == readings
    assert read_drug_prose(typed) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "Tac 2 mg/day; MMF 2x500 mg",
        "Tac 2 mg/day + MMF 1000 mg/day",
        "Tac 2 mg/day, MMF 1000 mg/day",
        "Tac 2 mg/day and MMF 1000 mg/day",
        "Tac 2 mg/day then MMF 1000 mg/day",
        "Tac 2 mg/day & MMF 1000 mg/day",
        "Tac 2 mg/day plus MMF 1000 mg/day",
        "Tac 2 mg/day with MMF 1000 mg/day",
        "Tac 2 mg/day → MMF 1000 mg/day",
        "Tac 2 mg/day / MMF 1000 mg/day",
    ],
)
def test_no_drug_is_lost_in_the_words_behind_another(typed):
    assert [one.drug for one in read_drug_prose(typed)] == ["tacrolimus", "mycophenolate mofetil"]
    assert read_drug_prose(typed)[1].dose == 1000


@pytest.mark.parametrize(
    ("typed", "drug", "said"),
    [
        ("Pred 40", "prednisolone", "40, without a unit"),
        ("Tac 3", "tacrolimus", "3, without a unit"),
        ("CsA: 2,5", "ciclosporin", "2,5, without a unit"),
        ("Pred 40 mg", "prednisolone", ""),
        ("FK506", "tacrolimus", ""),
    ],
)
def test_a_dose_without_a_unit_leaves_the_drug_known(typed, drug, said):
    (found,) = read_drug_prose(typed)

    assert (found.drug, found.frequency) == (drug, said)
    assert found.dose == (40.0 if typed.endswith("mg") else None)
