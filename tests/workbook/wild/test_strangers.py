"""What ten strangers typed and others will: each kind that was read wrongly, lost or a dead end."""

import datetime

import pandas as pd
import pytest

from srns.cohort.dipstick import read_grade
from srns.workbook.values.dates import read_fixed_date, show_date
from srns.workbook.values.numbers_and_words import missing_reason
from tests.workbook.wild.reading import book, meanings, proposed, read, results, text

DAY = datetime.date
FIRST = "first urine result"


RESULTS = (("A", DAY(2018, 3, 12), 4.2), ("B", DAY(2018, 6, 1), 3.1))


def children(rows, labs=RESULTS):
    """Return a workbook with a sheet of children and one of their results."""
    return book({"Cases": rows, "Labs": [["patient", "date", "Up/c (mg/mg)"], *map(list, labs)]})


# ---------------------------------------------------------------- words of more languages


@pytest.mark.parametrize(
    ("word", "sex"),
    [("м", "male"), ("ж", "female"), ("남", "male"), ("여아", "female"), ("男児", "male"),
     ("女孩", "female"), ("jongen", "male"), ("meisje", "female"), ("kobieta", "female")],
)  # fmt: skip
def test_words_for_the_sex(word, sex):
    opened = text(f"patient,sex,day,Up/c (mg/mg)\n1,{word},0,4.2\n")
    assert proposed(opened).questions == ()
    assert read(opened).cohort.patients["sex"].tolist() == [sex]


@pytest.mark.parametrize(
    "letters", [("H", "M"), ("V", "M"), ("J", "M"), ("K", "M"), ("H", "F"), ("E", "K")],
    ids=" and ".join,
)  # fmt: skip
def test_letters_of_which_one_is_not_known_are_all_asked(letters):
    one, two = letters  # the M of hombre and mujer is female, that of man and vrouw male
    opened = text(f"patient,sex,day,Up/c (mg/mg)\n1,{one},0,4.2\n2,{two},0,3\n")
    asked = [each.id.partition(":")[0] for each in proposed(opened).questions]

    assert asked == [f"word {one}", f"word {two}"]
    answers = {f"word_{one}": "male", f"word_{two}": "female"}
    assert read(opened, **answers).cohort.patients["sex"].tolist() == ["male", "female"]


@pytest.mark.parametrize(
    ("words", "group"),
    [("ФСГС", "FSGS"), ("болезнь минимальных изменений", "MCD"), ("БМИ", "MCD"),
     ("фокально-сегментарный гломерулосклероз", "FSGS"), ("미세변화형", "MCD"),
     ("국소분절사구체경화증", "FSGS"), ("zmiany minimalne", "MCD"),
     ("ogniskowe segmentalne stwardnienie kłębuszków", "FSGS")],
)  # fmt: skip
def test_lesions(words, group):
    opened = text(f"patient,histology,day,Up/c (mg/mg)\n1,{words},0,4.2\n")
    assert read(opened).cohort.patients["histology_group"].tolist() == [group]


@pytest.mark.parametrize(
    "words",
    ["не сделан", "н/д", "미시행", "測定せず", "未查", "yapılmadı", "niet gedaan", "nie wykonano"],
)
def test_words_for_no_result(words):
    assert missing_reason(words) in ("not done", "unknown")


def test_bd_is_twice_a_day_and_no_missing_value():
    assert missing_reason("BD") is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [("12 марта 2019 г.", "2019-03-12"), ("1 мая 2019", "2019-05-01"),
     ("3 września 2019", "2019-09-03"), ("2019년 3월 12일", "2019-03-12")],
)  # fmt: skip
def test_months_by_name(typed, day):
    assert show_date(read_fixed_date(typed)) == day


@pytest.mark.parametrize(
    ("outcome", "event"),
    [("умерла", "death"), ("тХПН", "kidney failure"), ("гемодиализ", "dialysis"),
     ("사망", "death"), ("신장이식", "transplant"), ("zgon", "death"), ("overleden", "death")],
)  # fmt: skip
def test_outcomes(outcome, event):
    opened = text(f"patient,outcome,day,Up/c (mg/mg)\n1,{outcome},0,4.2\n")
    assert read(opened).cohort.events["event"].tolist() == [event]


@pytest.mark.parametrize(
    ("drug", "known"),
    [("타크로리무스", "tacrolimus"), ("циклоспорин", "ciclosporin"),
     ("ММФ", "mycophenolate mofetil"),
     ("преднизолон", "prednisolone"), ("리툭시맙", "rituximab")],
)  # fmt: skip
def test_drugs_that_go_on(drug, known):
    opened = book(
        {
            "Labs": [["patient", "day", "Up/c (mg/mg)"], ["1", 0, 4.2]],
            "Treatments": [["patient", "drug", "start day", "stop date"], ["1", drug, 9, "지속"]],
        }
    )
    courses = read(opened).cohort.treatments
    assert courses["drug"].tolist() == [known]
    assert courses["stop_day"].isna().all()


# ---------------------------------------------------------------- test strips


@pytest.mark.parametrize(
    ("typed", "grade"),
    [("(3+)", 4), ("（2＋）", 3), ("(±)", 1), ("(－)", 0), ("[++]", 3), ("spoor", 1), ("ślad", 1),
     ("(+)", 1), ("ujemny", 0)],
)  # fmt: skip
def test_strips_in_brackets(typed, grade):
    assert read_grade(typed) == grade


@pytest.mark.parametrize(
    ("others", "grade"),
    [(("(2+)", "(-)"), 2), (("(±)", "3+"), 2), (("+", "2+"), 1), (("(-)", "+"), 1)],
    ids=["all in brackets", "beside (±), which is the trace", "beside a plain +",
         "beside a plain + and a bracketed -"],
)  # fmt: skip
@pytest.mark.parametrize("listed", [False, True], ids=["table", "list"])
def test_one_plus_in_brackets_is_read_by_the_others(others, grade, listed):
    test, heading = ("Urine protein dipstick,", "test,result") if listed else ("", "dipstick")
    rows = "".join(f"1,{30 * n},{test}{one}\n" for n, one in enumerate(("(+)", *others)))
    found = results(read(text(f"patient,day,{heading}\n{rows}")), "dipstick")
    assert found[0][1] == grade


@pytest.mark.parametrize(
    ("typed", "grade"), [("Indicios", 1), ("indícios", 1), ("ausente", 0), ("(2+)", 3)][::3]
)
def test_strips_of_a_list_are_read_as_those_of_a_table(typed, grade):
    rows = f"1,2020-01-06,Urine protein dipstick,{typed}\n"
    opened = book(
        {
            "Patients": [["patient", "index date"], ["1", DAY(2020, 1, 6)]],
            "List": [
                one.split(",") for one in f"patient,date,test,result\n{rows}".split("\n")[:-1]
            ],
        }
    )
    assert [value for _, value, *_ in results(read(opened), "dipstick")] == [grade]


# ---------------------------------------------------------------- visits of a treatment


@pytest.mark.parametrize(
    ("first", "second"),
    [("治疗前", "治疗3月"), ("治疗前", "治疗后3个月"), ("before therapy", "3 months of therapy"),
     ("avant traitement", "3 mois de traitement"), ("vor Therapie", "Monat 3 der Therapie")],
)  # fmt: skip
@pytest.mark.parametrize("merged", [True, False], ids=["two rows of headings", "one row"])
def test_visits_counted_in_treatment(first, second, merged):
    rows = [["", "Up/c (mg/mg)", "", "albumin (g/dL)", ""], ["", first, second, first, second]]
    rows[0][0] = "patient"
    if not merged:
        rows = [["patient", *(f"{measure} {visit}" for measure in ("Up/c (mg/mg)", "albumin (g/dL)")
                             for visit in (first, second))]]  # fmt: skip
    opened = book({"Data": [*rows, ["1", 4.2, 0.1, 1.9, 4.0]]})
    (question,) = proposed(opened).questions

    assert question.id.startswith("visit before")
    assert results(read(opened, visit_before="day 0"), "upcr") == [
        (0, 4.2, "", "mg/mg"),
        (91, 0.1, "", "mg/mg"),
    ]
    left_out = read(opened, visit_before="leave it out")
    assert results(left_out, "albumin") == [(91, 4.0, "", "g/dL")]


def test_a_bare_0_beside_visits_with_a_day_is_day_0():
    opened = text("patient,UPCR 0 (mg/mg),UPCR 4 wk (mg/mg)\n1,5.2,2.9\n")

    assert proposed(opened).questions == ()
    assert [day for day, *_ in results(read(opened), "upcr")] == [0, 28]


def test_a_result_that_is_asked_about_is_also_asked_when():
    opened = text("patient,proteinuria of some kind,UPCR 4 wk (mg/mg)\n1,5.2,2.9\n")
    assert {one.id.partition(":")[0] for one in proposed(opened).questions} == {"which", "day"}


# ---------------------------------------------------------------- infusions and other days


@pytest.mark.parametrize("tab", ["Endoxan", "Siklofosfamid", "CYC", "IV CYC", "Циклофосфан"])
@pytest.mark.parametrize("dose", ["Doz (mg/m2)", "dose mg/m²", "Доза (мг/м2)"])
def test_a_sheet_named_for_cyclophosphamide_with_doses_by_surface_lists_infusions(tab, dose):
    rows = [["patient", "date", dose], ["A", DAY(2018, 3, 12), 500], ["A", DAY(2018, 4, 9), 500]]
    opened = book(
        {"Labs": [["patient", "date", "Up/c (mg/mg)"], ["A", DAY(2018, 6, 1), 3]], tab: rows}
    )
    reading = read(opened)

    found = reading.cohort.infusions
    assert found["day"].tolist() == [0, 28]
    assert found["cyclophosphamide_mg_m2"].tolist() == [500, 500]
    assert reading.errors == ()


def test_a_sheet_named_for_cyclophosphamide_with_days_alone_is_asked_about():
    labs = [["patient", "date", "Up/c (mg/mg)"], ["A", DAY(2018, 6, 1), 3]]
    opened = book({"Labs": labs, "Endoxan": [["patient", "date"], ["A", DAY(2018, 3, 12)]]})
    (question,) = proposed(opened).questions

    assert question.asks.endswith("are these the days of the cyclophosphamide infusions?")
    assert read(opened, infusion_days="yes").cohort.infusions["day"].tolist() == [0]


@pytest.mark.parametrize(
    ("heading", "listed"),
    [("CYC pulses", "12/03/2018, 14/04/2018"), ("CYC dates", "2018-03-12; 2018-04-14"),
     ("Infusion dates", "12 March 2018 and 14 April 2018"), ("Date of CYC", "12.3.2018\n14.4.2018"),
     ("Perfusions (dates)", "12/03/2018 et 14/04/2018")],
)  # fmt: skip
def test_infusion_days_that_one_cell_lists(heading, listed):
    reading = read(children([["patient", "sex", heading], ["A", "f", listed], ["B", "m", ""]]))

    assert reading.cohort.infusions["day"].tolist() == [0, 33]
    assert meanings(children([["patient", "sex", heading], ["A", "f", listed]]))[heading] == (
        "Infusions.date"
    )


def test_relapses_that_one_cell_lists():
    rows = [
        ["patient", "index date", "Relapses"],
        ["A", DAY(2018, 3, 12), "3 May 2019; 4 Jun 2020"],
    ]
    reading = read(children(rows, [("A", DAY(2018, 3, 12), 4.2)]))

    assert reading.cohort.events[["event", "day"]].to_numpy().tolist() == [
        ["relapse", 417],
        ["relapse", 815],
    ]


def test_a_list_of_days_with_a_word_in_it_is_no_list_of_days():
    rows = [["patient", "sex", "CYC pulses"], ["A", "f", "12/03/2018, 14/04/2018 missed"]]
    assert meanings(children(rows))["CYC pulses"] != "Infusions.date"


# ---------------------------------------------------------------- two facts in a cell


@pytest.mark.parametrize("typed", ["7y/M", "M/7", "7 yrs, M", "7M", "M, 7"])
@pytest.mark.parametrize("heading", ["Age/Sex", "Sex & Age", "Alter/Geschlecht"])
def test_age_and_sex_in_one_cell(heading, typed):
    opened = children([["patient", heading, "index date"], ["A", typed, DAY(2018, 3, 12)]])
    (question,) = proposed(opened).questions
    of_diagnosis = read(opened, age_in="age at diagnosis").cohort.patients
    alone = read(opened, age_in=question.none_of_these).cohort.patients

    assert (of_diagnosis["sex"][0], of_diagnosis["age_at_diagnosis_years"][0]) == ("male", 7)
    assert alone["sex"][0] == "male"
    assert (
        alone.get("age_at_diagnosis_years") is None or alone["age_at_diagnosis_years"].isna().all()
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [("Expired on 25/05/2019", 439), ("died 2019-05-25", 439), ("умер 25.05.2019", 439),
     ("died 05/06/2019", None), ("died?", None)],
)  # fmt: skip
def test_an_outcome_with_its_day(typed, day):
    opened = children([["patient", "outcome", "index date"], ["A", typed, DAY(2018, 3, 12)]])
    events = read(opened).cohort.events
    days = [None if pd.isna(one) else one for one in events["day"]]

    assert days == ([] if typed.endswith("?") else [day])


def test_the_order_of_other_dates_of_the_table_decides_that_of_an_outcome():
    rows = [["patient", "outcome", "index date"], ["A", "died 05/06/2019", "25/03/2018"]]
    events = read(children(rows, [("A", DAY(2018, 3, 25), 4.2)])).cohort.events
    assert events["day"].tolist() == [437]


def test_notes_of_several_visits_are_no_contradiction():
    opened = text("patient,day,Up/c (mg/mg),Примечание\n1,0,4.2,ОРВИ\n1,30,3,гемолиз\n")
    assert meanings(opened)["Примечание"] == "Labs.note"
    assert read(opened).errors == ()


# ---------------------------------------------------------------- languages that are not known


def test_a_unit_of_ratios_under_unknown_words_is_asked_about():
    opened = text("patient,day,Białko/kreat w moczu [mg/mg],Coś (g/dL)\n1,0,4.2,11\n1,30,0.1,12\n")
    (question,) = proposed(opened).questions

    assert question.options == ("Up/c in mg/mg", "leave it out")
    assert [value for _, value, *_ in results(read(opened, which="Up/c in mg/mg"), "upcr")] == [
        4.2,
        0.1,
    ]


@pytest.mark.parametrize(
    ("answer", "column"),
    [("index date", "index_date"), ("last follow-up date", "last_follow_up_day")],
)
def test_unknown_dates_of_children_are_asked_which(answer, column):
    opened = children(
        [["patient", "Ensimmäinen tiputus"], ["A", DAY(2018, 3, 1)], ["B", DAY(2018, 6, 1)]]
    )
    (question,) = proposed(opened).questions

    assert question.asks == "Sheet Cases: which date is 'Ensimmäinen tiputus'?"
    reading = read(opened, which=answer, day_zero="" if answer == "index date" else FIRST)
    assert reading.cohort.patients[column].notna().all()


def test_an_unknown_date_may_be_that_of_death():
    rows = [
        ["patient", "index date", "Zmarły"],
        ["A", DAY(2018, 3, 1), DAY(2019, 3, 1)],
        ["B", DAY(2018, 3, 1), ""],
    ]
    reading = read(children(rows), which="event: date of death")
    assert reading.cohort.events[["event", "day"]].to_numpy().tolist() == [["death", 365]]


def test_lesions_under_an_unknown_heading_are_asked_about():
    opened = children([["patient", "Wycinek"], ["A", "FSGS"], ["B", "MCD"]])
    (question,) = proposed(opened).questions

    assert question.asks == "Sheet Cases: is 'Wycinek' the histology?"
    groups = read(opened, which="histology", day_zero=FIRST).cohort.patients["histology_group"]
    assert groups.tolist() == ["FSGS", "MCD"]


def test_remarks_of_which_half_name_a_drug_are_no_courses():
    opened = text("patient,day,Up/c (mg/mg),Huomautukset\n1,0,4.2,start endoxan\n1,30,3,griep\n")
    assert meanings(opened)["Huomautukset"] == "ignore"


@pytest.mark.parametrize("tab", ["症例1", "Paciente 1", "환자 1", "Пациент 1", "Hasta 1", "病例1"])
def test_tabs_that_number_children_are_not_asked_about(tab):
    rows = [["day", "Up/c (mg/mg)"], [0, 4.2], [30, 3]]
    assert proposed(book({tab: rows, tab.replace("1", "2"): rows})).questions == ()


def test_the_dates_of_a_list_decide_the_order_of_others():
    opened = book(
        {
            "List": [
                ["patient", "date", "test", "result", "unit"],
                ["1", "25/03/2019", "Protein/creatinine ratio", 4.2, "mg/mg"],
            ],
            "Infusions": [["patient", "date"], ["1", "04/03/2019"]],
        }
    )
    assert proposed(opened).questions == ()
    assert results(read(opened), "upcr") == [(21, 4.2, "", "mg/mg")]
