"""Codes are asked once for a column, and race and ethnicity are both kept."""

import pytest

from tests.workbook.wild.reading import proposed, read, text


@pytest.mark.parametrize(
    "heading",
    [
        *("sex (1=male 2=female)", "sex (1=m; 2=f)", "sex [1:male 2:female]", "Sex (1 = M, 2 = F)"),
        *("gender (1: male, 2: female)", "sex 1=boy 2=girl", "Geschlecht (1=männlich, 2=weiblich)"),
        *("sexo (1=masculino, 2=femenino)", "sexe (1 = masculin ; 2 = féminin)"),
        *("sesso (1=maschio 2=femmina)", "性别 (1=男, 2=女)"),
    ],
)
def test_a_heading_may_say_what_they_mean(heading):
    opened = text(f'study_id,"{heading}",day,Up/c (mg/mg)\nK1,1,0,6.1\nK2,2,0,5.1\n')

    assert proposed(opened).questions == ()
    assert read(opened).cohort.patients["sex"].tolist() == ["male", "female"]


@pytest.mark.parametrize("codes", [("1", "2"), ("0", "1"), ("10", "20"), ("5", "6")])
def test_they_are_asked_once_for_the_column(codes):
    one, two = codes
    opened = text(
        f"study_id,sex,day,Up/c (mg/mg)\nK1,{one},0,6.1\nK1,{one},30,6.1\nK2,{two},0,5.1\n"
    )
    asked = proposed(opened).questions

    assert [question.options for question in asked] == [("male", "female", "leave it out")] * 2
    answers = {f"code_{one}:": "female", f"code_{two}:": "male"}
    assert read(opened, **answers).cohort.patients["sex"].tolist() == ["female", "male"]


def test_race_and_ethnicity_are_both_kept():
    opened = text(
        "patient,race,ethnicity,sex,day,Up/c (mg/mg)\n"
        "K1,White,Not Hispanic,F,0,6.1\nK2,Black,Hispanic,M,0,6.1\n"
    )

    assert read(opened).cohort.patients["race_ethnicity"].tolist() == [
        "White; Not Hispanic",
        "Black; Hispanic",
    ]
