"""Steroid-resistant, difficult to treat, drug-resistant: answered item by item, in tables."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

from srns.cohort.tables import SOURCES, TREATMENTS, Cohort
from srns.rules.classify import classify
from srns.rules.eligibility import judge_eligibility, summarize_eligibility
from srns.rules.load_definition import load_definition
from srns.rules.relapse_pattern import DEPENDENT, FREQUENT
from srns.rules.three_valued import both
from srns.workbook.read_workbook import read_workbook
from tests.rules.made_up import define
from tests.rules.table import make_cohort, read_table

GOOD = {
    "age_at_diagnosis_years": (4, ""),
    "prednisolone_trial_weeks": (6, ">="),
    "tacrolimus_trial_months": (6, ">="),
    "tacrolimus_trough_ng_ml": (12, ""),
    "c3": "normal",
    "c4": "normal",
    "ana": "negative",
    "steroid_resistance": "initial",
    "prior_immunosuppression": "Tac + MMF",
}
NEPHROTIC = "patient | day | Up/c | albumin\n1 | 0 | 8 | 1.5\n1 | 30 | 8 | 1.5"

Said = Mapping[str, object]
Course = tuple[str, int | None, int | None, str]


def child(
    said: Said,
    courses: Sequence[Course] = (),
    table: str = NEPHROTIC,
) -> Cohort:
    """Return a cohort of one child with these entries on the sheet Patients."""
    row: dict[str, object] = {"patient": "1"}
    sources = []
    for column, value in said.items():
        if isinstance(value, tuple):
            row[column], row[f"{column}_bound"] = value
            typed = f"{value[1]}{value[0]}"
        else:
            row[column] = typed = value
        sources.append(("patients", "1", column, typed, f"Patients!{column}"))
    treatments = [
        ("1", drug, start, stop, None, None, None, purpose, f"Treatments!B{number}")
        for number, (drug, start, stop, purpose) in enumerate(courses, 2)
    ]
    cohort = read_table(table)
    return Cohort(
        patients=pd.DataFrame([row]),
        labs=cohort.labs,
        infusions=cohort.infusions,
        treatments=pd.DataFrame(treatments, columns=list(TREATMENTS)),
        events=cohort.events,
        sources=pd.DataFrame(sources, columns=list(SOURCES)),
    )


def answers(cohort: Cohort, definition: str = "haddad_2021") -> dict[tuple[str, str], str]:
    items = judge_eligibility(classify(cohort, load_definition(definition)))
    return {
        (question, item): answer
        for question, item, answer in items[["question", "item", "answer"]].itertuples(index=False)
    }


def test_a_child_for_whom_everything_is_recorded() -> None:
    found = answers(child(GOOD))

    assert found["steroid-resistant", ""] == "yes"
    assert found["difficult to treat", ""] == "yes"
    assert found["CNI-resistant", ""] == "yes"


@pytest.mark.parametrize(
    ("column", "value", "item", "expected"),
    [
        ("age_at_diagnosis_years", (18, ""), "age at diagnosis at most 18 years", "yes"),
        ("age_at_diagnosis_years", (18.1, ""), "age at diagnosis at most 18 years", "no"),
        ("age_at_diagnosis_years", (18, ">"), "age at diagnosis at most 18 years", "no"),
        ("age_at_diagnosis_years", (18, ">="), "age at diagnosis at most 18 years", "cannot tell"),
        ("age_at_diagnosis_years", (18, "<"), "age at diagnosis at most 18 years", "yes"),
        ("age_at_diagnosis_years", (19, "<"), "age at diagnosis at most 18 years", "cannot tell"),
        ("prednisolone_trial_weeks", (6, ""), "6 weeks of prednisolone", "yes"),
        ("prednisolone_trial_weeks", (5.9, ""), "6 weeks of prednisolone", "no"),
        ("prednisolone_trial_weeks", (6, ">="), "6 weeks of prednisolone", "yes"),
        ("prednisolone_trial_weeks", (6, ">"), "6 weeks of prednisolone", "yes"),
        ("prednisolone_trial_weeks", (4, ">="), "6 weeks of prednisolone", "cannot tell"),
        ("prednisolone_trial_weeks", (6, "<"), "6 weeks of prednisolone", "no"),
        ("prednisolone_trial_weeks", (6, "<="), "6 weeks of prednisolone", "cannot tell"),
        ("prednisolone_trial_weeks", (5, "<="), "6 weeks of prednisolone", "no"),
        ("prednisolone_trial_weeks", (None, ""), "6 weeks of prednisolone", "cannot tell"),
        ("c3", "Normal", "complement C3 normal", "yes"),
        ("c3", "low", "complement C3 normal", "no"),
        ("c3", "0.9 g/L", "complement C3 normal", "cannot tell"),
        ("c4", "reduced", "complement C4 normal", "no"),
        ("c4", None, "complement C4 normal", "cannot tell"),
        ("ana", "neg", "antinuclear antibodies negative", "yes"),
        ("ana", "positive", "antinuclear antibodies negative", "no"),
        ("ana", "1:160", "antinuclear antibodies negative", "cannot tell"),
    ],
)
def test_steroid_resistance_item_by_item(
    column: str, value: object, item: str, expected: str
) -> None:
    """One item that fails makes the whole a no, one that is unknown leaves it open."""
    found = answers(child({**GOOD, column: value}))

    assert found["steroid-resistant", item] == expected
    assert found["steroid-resistant", ""] == expected
    assert found["difficult to treat", ""] == expected


@pytest.mark.parametrize(
    ("column", "value", "item", "expected"),
    [
        ("tacrolimus_trial_months", (6, ""), "6 months of tacrolimus", "yes"),
        ("tacrolimus_trial_months", (5.5, ""), "6 months of tacrolimus", "no"),
        ("tacrolimus_trial_months", (3, ">"), "6 months of tacrolimus", "cannot tell"),
        ("tacrolimus_trough_ng_ml", (10, ""), "tacrolimus trough from 10 to 15 ng/mL", "yes"),
        ("tacrolimus_trough_ng_ml", (15, ""), "tacrolimus trough from 10 to 15 ng/mL", "yes"),
        ("tacrolimus_trough_ng_ml", (9.9, ""), "tacrolimus trough from 10 to 15 ng/mL", "no"),
        ("tacrolimus_trough_ng_ml", (15.1, ""), "tacrolimus trough from 10 to 15 ng/mL", "no"),
        ("tacrolimus_trough_ng_ml", (10, ">="), "tacrolimus trough from 10 to 15 ng/mL",
         "cannot tell"),
        ("tacrolimus_trough_ng_ml", (None, ""), "tacrolimus trough from 10 to 15 ng/mL",
         "cannot tell"),
    ],
)  # fmt: skip
def test_difficult_to_treat_item_by_item(
    column: str, value: object, item: str, expected: str
) -> None:
    found = answers(child({**GOOD, column: value}))

    assert found["difficult to treat", item] == expected
    assert found["difficult to treat", ""] == expected
    assert found["steroid-resistant", ""] == "yes"


def test_a_young_age_at_the_first_infusion_settles_the_age_at_diagnosis() -> None:
    """Nobody is older at diagnosis; an age above 18 at the infusion settles nothing."""
    item = ("steroid-resistant", "age at diagnosis at most 18 years")
    said = {key: value for key, value in GOOD.items() if key != "age_at_diagnosis_years"}

    assert answers(child({**said, "age_at_first_infusion_years": (10.5, "")}))[item] == "yes"
    assert answers(child({**said, "age_at_first_infusion_years": (18, "")}))[item] == "yes"
    assert answers(child({**said, "age_at_first_infusion_years": (19, "")}))[item] == "cannot tell"
    assert answers(child(said))[item] == "cannot tell"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("0 | 8 | 1.5", "yes", id="nephrotic"),
        pytest.param("0 | | <1.0", "yes", id="albumin alone is below every limit"),
        pytest.param("0 | 8 |", "yes", id="Up/c alone is above every limit"),
        pytest.param("0 | 0.5 | 3.0", "no", id="partial remission"),
        pytest.param("0 | 0.5 | 3.8", "no", id="in a gap, but better than the limits"),
        pytest.param("0 | 1.0 | 2.5", "no", id="at both limits"),
        pytest.param("0 | 1.01 | 2.5", "yes", id="Up/c just above 1.0"),
        pytest.param("0 | 1.0 | 2.49", "yes", id="albumin just below 2.5"),
        pytest.param("0 | 0.5 |", "cannot tell", id="albumin missing"),
        pytest.param("-90 | 8 | 1.5", "yes", id="day -90 counts"),
        pytest.param("-90 | 0.5 | 3.0", "no", id="and so does its albumin"),
        pytest.param("0 | 0.5 |\n1 | 1 | | 3.0", "cannot tell", id="albumin of day 1 does not"),
        pytest.param("-91 | 8 | 1.5", "cannot tell", id="day -91 is too old"),
        pytest.param("30 | 8 | 1.5", "cannot tell", id="nothing before the infusions"),
    ],
)
def test_no_response_when_the_infusions_began(before: str, expected: str) -> None:
    """Read from the last Up/c and albumin on day -90 to 0, by the definition in force."""
    cohort = child(GOOD, table=f"patient | day | Up/c | albumin\n1 | {before}\n1 | 60 | 8 | 1.5")

    item = "no response when the infusions began"
    assert answers(cohort)["difficult to treat", item] == expected
    assert answers(cohort)["CNI-resistant", item] == expected


def test_the_last_value_before_the_infusions_counts() -> None:
    table = "patient | day | Up/c | albumin\n1 | -30 | 8 | 1.5\n1 | 0 | 0.5 | 3.0\n1 | 30 | 8 | 1"

    found = answers(child(GOOD, table=table))

    assert found["difficult to treat", "no response when the infusions began"] == "no"


def test_a_partial_remission_before_the_infusions_is_no_complete_one() -> None:
    """Multidrug resistance only needs no complete remission, and says what was measured."""
    cohort = child(GOOD, table="patient | day | Up/c | albumin\n1 | 0 | 0.5 | 3.0\n1 | 30 | 8 | 1")

    items = judge_eligibility(classify(cohort, load_definition("haddad_2021")))

    asked = items[items["item"] == "no complete remission when the infusions began"].iloc[0]
    assert asked["answer"] == "yes"
    assert asked["found"] == "Up/c 0.5 mg/mg on day 0, albumin 3 g/dL on day 0"
    assert asked["cells"] == ["Labs!C2", "Labs!D2"]
    assert asked["reason"] == "outside the limits of complete remission"


def test_a_definition_without_complete_remission_cannot_tell_of_one() -> None:
    definition = define("""
        [[response]]
        name = "partial remission"
        quote = "made up"
        upcr = "< 1 mg/mg"
    """)
    items = judge_eligibility(classify(child(GOOD), definition)).set_index("item")["answer"]

    assert items["no complete remission when the infusions began"] == "cannot tell"
    assert set(items["no response when the infusions began"]) == {"yes"}


def test_a_finding_that_cannot_be_read_is_quoted() -> None:
    cohort = child({**GOOD, "c3": "0.9 g/L", "ana": "1:160"})

    items = judge_eligibility(classify(cohort, load_definition("haddad_2021")))

    reasons = items.drop_duplicates("item").set_index("item")["reason"]
    assert reasons["complement C3 normal"] == "'0.9 g/L' does not say whether it is normal"
    assert reasons["complement C4 normal"] == "normal"
    assert (
        reasons["antinuclear antibodies negative"] == "'1:160' does not say whether it is negative"
    )


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("9 | 1.5", "yes", id="nephrotic: outside both ways"),
        pytest.param("0.1 | 4.0", "no", id="within the way by Up/c"),
        pytest.param(" | 4.0", "cannot tell", id="no urine test: either way may be met"),
    ],
)
def test_each_way_to_a_response_is_asked_before_the_infusions(before: str, expected: str) -> None:
    """ISPN 2021 has two ways to complete remission, one by the dipstick alone."""
    cohort = child(
        GOOD, table=f"patient | day | Up/c | albumin\n1 | 0 | {before}\n1 | 60 | 8 | 1.5"
    )
    found = judge_eligibility(classify(cohort, load_definition("ispn_2021"))).set_index("item")
    item = "no complete remission when the infusions began"

    assert found.loc[[item], "answer"].tolist() == [expected]


def test_a_fall_from_baseline_cannot_be_told_before_the_infusions() -> None:
    """KDIGO 2012 needs a fall, so within its window the answer is unknown."""
    table = "patient | day | Up/c | albumin\n1 | 0 | 1.0 | 3.0\n1 | 30 | 8 | 1"
    item = ("difficult to treat", "no response when the infusions began")

    assert answers(child(GOOD, table=table), "kdigo_2012")[item] == "cannot tell"
    assert answers(child(GOOD), "kdigo_2012")[item] == "yes"


YEAR = [("tacrolimus", -400, -200, "prior"), ("mycophenolate mofetil", -200, 0, "prior")]


@pytest.mark.parametrize(
    ("courses", "mechanisms", "months"),
    [
        pytest.param(YEAR, "yes", "yes", id="one after the other, 400 days"),
        pytest.param([("tacrolimus", -300, 0, "prior"), ("rituximab", -300, 0, "prior")],
                     "yes", "no", id="at the same time, 300 days"),
        pytest.param([("tacrolimus", -400, -200, "prior"), ("rituximab", None, None, "prior")],
                     "yes", "cannot tell", id="days of one unknown"),
        pytest.param([("tacrolimus", -400, -200, "prior"), ("rituximab", -60, None, "prior")],
                     "yes", "cannot tell", id="the last day of one unknown"),
        pytest.param([("tacrolimus", -400, -200, "prior"), ("rituximab", None, -60, "prior")],
                     "yes", "cannot tell", id="the first day of one unknown"),
        pytest.param([("tacrolimus", -800, -400, "prior"), ("rituximab", None, None, "prior")],
                     "yes", "yes", id="one alone was long enough"),
        pytest.param([("tacrolimus", -800, -400, "prior"), ("ciclosporin", -400, 0, "prior")],
                     "no", "yes", id="two calcineurin inhibitors are one mechanism"),
        pytest.param([("tacrolimus", -800, 0, "prior")], "no", "yes", id="one drug"),
        pytest.param([("tacrolimus", -800, 0, "prior"), ("prednisolone", -800, 0, "prior")],
                     "no", "yes", id="steroids do not count"),
        pytest.param([("tacrolimus", -800, 0, "prior"), ("galactose", -800, 0, "prior")],
                     "cannot tell", "yes", id="a drug not known here"),
        pytest.param([("tacrolimus", -800, 0, "prior"), ("rituximab", 60, 90, "rescue")],
                     "no", "yes", id="a drug given later does not count"),
        pytest.param([("tacrolimus", -800, 0, None), ("rituximab", -60, -50, None)],
                     "yes", "yes", id="begun before day 0 without a purpose"),
        pytest.param([("tacrolimus", -365, 0, "prior"), ("rituximab", -365, -360, "prior")],
                     "yes", "no", id="365 days are just short of 12 months"),
        pytest.param([("tacrolimus", -366, 90, "prior"), ("rituximab", -366, -360, "prior")],
                     "yes", "yes", id="366 days until day 0; what follows does not count"),
        pytest.param([("tacrolimus", -365, 90, "prior")],
                     "no", "no", id="365 days until day 0; day 1 does not count"),
        pytest.param([("tacrolimus", -365, 0, "prior"), ("rituximab", -300, -200, "prior")],
                     "yes", "no", id="one within the other adds nothing to 365 days"),
        pytest.param([("tacrolimus", -366, 0, "prior"), ("rituximab", -300, -200, "prior")],
                     "yes", "yes", id="and takes nothing from 366"),
        pytest.param([("tacrolimus", -500, -200, "prior"), ("rituximab", -450, -400, "prior"),
                      ("mycophenolate mofetil", -300, -170, "prior")],
                     "yes", "no", id="330 days under three, of which 150 under two"),
        pytest.param([("tacrolimus", -800, 0, None), ("rituximab", 0, 10, None)],
                     "no", "yes", id="begun on day 0 without a purpose"),
        pytest.param([("tacrolimus", -800, 0, None), ("rituximab", -1, 10, None)],
                     "yes", "yes", id="begun on day -1 without a purpose"),
        pytest.param([("tacrolimus", -800, 0, "prior"), ("rituximab", 60, 90, None)],
                     "no", "yes", id="begun later without a purpose"),
        pytest.param([("tacrolimus", -800, 0, "prior"), ("rituximab", -60, 30, "maintenance")],
                     "no", "yes", id="begun before day 0 for another purpose"),
    ],
)  # fmt: skip
def test_multidrug_resistance_needs_two_mechanisms_and_twelve_months(
    courses: Sequence[Course], mechanisms: str, months: str
) -> None:
    found = answers(child({}, courses))

    question = "multidrug-resistant"
    assert found[question, "two agents with different mechanisms"] == mechanisms
    assert found[question, "12 months on these agents"] == months
    assert found[question, ""] == both([mechanisms, months])  # pyright: ignore


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tac + MMF", "yes"),
        ("Tac, followed by Rituximab", "yes"),
        ("Tac, followed by cyclosporine", "no"),
        ("tacrolimus and mycophenolate", "yes"),
        ("Tac", "no"),
        ("Tac + something", "cannot tell"),
        ("none", "no"),
        (None, "cannot tell"),
    ],
)
def test_earlier_drugs_in_words_count_where_the_sheet_treatments_names_none(
    words: str | None, expected: str
) -> None:
    found = answers(child({"prior_immunosuppression": words}))

    assert found["multidrug-resistant", "two agents with different mechanisms"] == expected


def test_a_calcineurin_inhibitor_may_be_ciclosporin() -> None:
    """And its days count where the trial of tacrolimus is not recorded or was too short."""
    item = ("CNI-resistant", "6 months of a calcineurin inhibitor")
    long, short = ("ciclosporin", -200, 0, "prior"), ("ciclosporin", -100, 0, "prior")
    too_short: Said = {"tacrolimus_trial_months": (3, "")}

    assert answers(child({}, [long]))[item] == "yes"
    assert answers(child({}, [short]))[item] == "cannot tell"
    assert answers(child(too_short, [long]))[item] == "yes"
    assert answers(child(too_short, [short]))[item] == "no"
    assert answers(child(too_short, [("ciclosporin", None, None, "prior")]))[item] == "cannot tell"


@pytest.mark.parametrize(
    ("months", "ciclosporin", "expected"),
    [
        pytest.param(6, None, "yes", id="6 months of tacrolimus"),
        pytest.param(5.9, None, "no", id="5.9 months of tacrolimus"),
        pytest.param(3, -183, "yes", id="183 days of ciclosporin"),
        pytest.param(3, -182, "no", id="182 days of ciclosporin are just short"),
        pytest.param(None, None, "cannot tell", id="neither"),
    ],
)
def test_six_months_of_either_inhibitor(
    months: float | None, ciclosporin: int | None, expected: str
) -> None:
    courses = [] if ciclosporin is None else [("ciclosporin", ciclosporin, 0, "prior")]

    found = answers(child({"tacrolimus_trial_months": (months, "")}, courses))

    assert found["CNI-resistant", "6 months of a calcineurin inhibitor"] == expected


def test_the_longer_of_two_inhibitors_counts() -> None:
    """In whichever order they were given."""
    courses = [("tacrolimus", -400, -300, "prior"), ("ciclosporin", -300, -100, "prior")]

    items = judge_eligibility(classify(child({}, courses), load_definition("haddad_2021")))

    answer = items[items["item"] == "6 months of a calcineurin inhibitor"].iloc[0]
    assert (answer["answer"], answer["reason"]) == ("yes", "6.6 months")
    assert answer["found"] == "tacrolimus, ciclosporin"
    assert answer["cells"] == ["Treatments!B2", "Treatments!B3"]


@pytest.mark.parametrize(
    ("trough", "least", "expected"),
    [(5, None, "yes"), (4.9, None, "no"), (4, None, "no"), (4, 4.0, "yes"), (3.9, 4.0, "no")],
)
def test_an_adequate_trough_is_the_callers(
    trough: float, least: float | None, expected: str
) -> None:
    """KDIGO 2025 begins at 5 ng/mL, the default; ISPN 2021 at 4."""
    found = classify(child({**GOOD, "tacrolimus_trough_ng_ml": (trough, "")}),
                     load_definition("haddad_2021"))  # fmt: skip

    items = judge_eligibility(found, **({} if least is None else {"adequate_trough": least}))

    named = items[items["item"].str.startswith("tacrolimus trough at least")]
    assert named["answer"].iloc[0] == expected


@pytest.mark.parametrize(
    ("recorded", "initial", "late"),
    [
        ("initial", "yes", "no"),
        ("late", "no", "yes"),
        (None, "cannot tell", "cannot tell"),
    ],
)
def test_initial_and_late_resistance_are_what_was_recorded(
    recorded: str | None, initial: str, late: str
) -> None:
    found = answers(child({"steroid_resistance": recorded}))

    assert found["course", "initial resistance"] == initial
    assert found["course", "late resistance"] == late


REMISSION = "patient | day | Up/c | event\n1 | 30 | 0.1 |\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param("60 | | relapse;120 | | relapse;500 | 0.1 |", "yes", id="two in 6 months"),
        pytest.param("60 | | relapse;212 | | relapse;500 | 0.1 |", "yes", id="day 182 of them"),
        pytest.param("60 | | relapse;213 | | relapse;500 | 0.1 |", "no", id="day 183"),
        pytest.param("300 | | relapse;400 | | relapse;665 | | relapse;900 | 0.1 |", "yes",
                     id="three in 365 days"),
        pytest.param("300 | | relapse;400 | | relapse;666 | | relapse;900 | 0.1 |", "no",
                     id="three in 366 days"),
        pytest.param("60 | | relapse;500 | 0.1 |", "no", id="one"),
        pytest.param("60 | | relapse;120 | 0.1 |", "cannot tell", id="followed too short"),
        pytest.param("60 | | relapse;? | | relapse;500 | 0.1 |", "cannot tell", id="undated"),
        pytest.param("60 | 3 |;90 | 0.1 |;120 | 3 |;500 | 0.1 |", "yes", id="two measured"),
        pytest.param("60 | 3 |;70 | | relapse;500 | 0.1 |", "cannot tell",
                     id="measured, and recorded ten days later: one or two"),
        pytest.param("0 | | relapse;300 | | relapse;360 | | relapse;900 | 0.1 |", "no",
                     id="a relapse on day 0 came before the treatment"),
        pytest.param("1 | | relapse;300 | | relapse;366 | | relapse;900 | 0.1 |", "yes",
                     id="one on day 1 came after it began"),
        pytest.param("30 | | relapse;60 | | relapse;500 | 0.1 |", "no",
                     id="one on the day of the remission is not after it"),
        pytest.param("31 | | relapse;60 | | relapse;500 | 0.1 |", "yes",
                     id="one on the day after is"),
        pytest.param("60 | 3 |;90 | 0.1 |;90 | | relapse;500 | 0.1 |", "yes",
                     id="measured, and recorded when the next remission had begun: two"),
        pytest.param("60 | 3 |;90 | 0.1 |;89 | | relapse;500 | 0.1 |", "cannot tell",
                     id="measured, and recorded the day before: one or two"),
        pytest.param("60 | 3 |;61 | | relapse;90 | 0.1 |;120 | 3 |;500 | 0.1 |", "yes",
                     id="the first recorded too, the second measured alone: two"),
        pytest.param("60 | 3 |;90 | 0.1 |;120 | 3 |;130 | | relapse;500 | 0.1 |", "yes",
                     id="the first measured alone, the second recorded too: two"),
        pytest.param("30 | | relapse;60 | 3 |;90 | 0.1 |;120 | 3 |;500 | 0.1 |", "cannot tell",
                     id="two measured, but one recorded as the remission began"),
        pytest.param("395 | 0.1 |", "cannot tell", id="365 days after the remission"),
        pytest.param("396 | 0.1 |", "no", id="366 days after the remission"),
    ],
)  # fmt: skip
def test_frequent_relapse(rows: str, expected: str) -> None:
    """Two within 6 months of the remission, or three within any 12 months."""
    table = REMISSION + "\n".join(f"1 | {row}" for row in rows.split(";"))

    assert answers(child({}, table=table), "neptune_cr")["course", FREQUENT] == expected


@pytest.mark.parametrize(
    ("last_day", "last_result", "expected"),
    [
        pytest.param(396, 120, "no", id="seen on day 396, without a sample"),
        pytest.param(395, 120, "cannot tell", id="seen on day 395"),
        pytest.param(
            120, 396, "cannot tell", id="a result after the last follow-up does not count"
        ),
        pytest.param(396, 396, "no", id="a result on the day of the last follow-up does"),
        pytest.param(None, 120, "cannot tell", id="no last day recorded"),
    ],
)
def test_a_child_seen_long_enough_without_relapse_did_not_relapse_often(
    last_day: int | None, last_result: int, expected: str
) -> None:
    """The day of the last follow-up may be later than the last sample."""
    table = REMISSION + f"1 | {last_result} | 0.1 |"

    found = answers(child({"last_follow_up_day": last_day}, table=table), "neptune_cr")

    assert found["course", FREQUENT] == expected


def test_a_child_without_remission_did_not_relapse() -> None:
    assert answers(child({}))["course", FREQUENT] == "no"


def test_a_child_who_is_not_evaluable_may_have() -> None:
    table = "patient | day | Up/c | albumin\n1 | 30 | 0.1 |"

    found = answers(child({}, table=table))

    assert found["course", FREQUENT] == "cannot tell"
    assert found["course", DEPENDENT] == "cannot tell"


@pytest.mark.parametrize(
    ("steroids", "expected"),
    [
        pytest.param([(40, 200)], "yes", id="on steroids at both"),
        pytest.param([(40, 106)], "yes", id="stopped 14 days before the second"),
        pytest.param([(40, 105)], "no", id="stopped 15 days before the second"),
        pytest.param([(61, 200)], "no", id="begun the day after the first"),
        pytest.param([(60, 200)], "yes", id="begun on the day of the first"),
        pytest.param([(40, None)], "yes", id="never stopped"),
        pytest.param([(None, None)], "cannot tell", id="days unknown"),
        pytest.param([(None, 40)], "no", id="stopped long before"),
        pytest.param([(40, 60), (100, 130)], "yes", id="two courses"),
        pytest.param([], "cannot tell", id="no drug recorded at all"),
    ],
)
def test_steroid_dependence(steroids: list[tuple[int | None, int | None]], expected: str) -> None:
    """Relapses on day 60 and 120: both on prednisolone or within 14 days of stopping it?"""
    courses: list[Course] = [("prednisolone", start, stop, "maintenance")
                             for start, stop in steroids]  # fmt: skip
    table = REMISSION + "1 | 60 | | relapse\n1 | 120 | | relapse\n1 | 500 | 0.1 |"

    found = answers(child({}, courses, table), "neptune_cr")

    assert found["course", DEPENDENT] == expected


def test_one_relapse_makes_no_dependence_whatever_the_steroids() -> None:
    table = REMISSION + "1 | 60 | | relapse\n1 | 500 | 0.1 |"

    items = judge_eligibility(classify(child({}, table=table), load_definition("neptune_cr")))

    answer = items[items["item"] == DEPENDENT].iloc[0]
    assert (answer["answer"], answer["reason"]) == ("no", "fewer than two relapses after day 0")


def test_another_drug_is_no_steroid() -> None:
    table = REMISSION + "1 | 60 | | relapse\n1 | 120 | | relapse\n1 | 500 | 0.1 |"

    found = answers(child({}, [("tacrolimus", 0, 500, "maintenance")], table), "neptune_cr")

    assert found["course", DEPENDENT] == "no"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Relapsed (0.9); steroid dependent", "yes"),
        ("steroid-dependent", "yes"),
        ("not steroid dependent", "no"),
        ("relapsed", "no"),
    ],
)
def test_a_person_who_recorded_steroid_dependence_is_believed(words: str, expected: str) -> None:
    found = answers(child({"recorded_outcome": words}))

    assert found["course", DEPENDENT] == expected


def test_the_eight_children_of_the_paper() -> None:
    """The levels held are not in Table 1, nor how long each drug was given: cannot tell."""
    cohort = read_workbook("data/haddad2021.xlsx").cohort
    assert cohort is not None

    items = judge_eligibility(classify(cohort, load_definition("haddad_2021")))
    wide = summarize_eligibility(items).set_index("patient")

    assert set(wide["steroid-resistant"]) == {"yes"}
    assert set(wide["difficult to treat"]) == {"cannot tell"}
    assert dict(wide["multidrug-resistant"]) == {
        "1": "cannot tell", "2": "no", "3": "no", "4": "no",
        "5": "cannot tell", "6": "cannot tell", "7": "cannot tell", "8": "no",
    }  # fmt: skip
    assert list(wide.index[wide["initial resistance"] == "yes"]) == ["3", "4", "5", "6"]
    assert list(wide.index[wide["late resistance"] == "yes"]) == ["1", "2", "7", "8"]
    assert list(wide.index[wide[DEPENDENT] == "yes"]) == ["7"]
    open_items = items[(items["question"] == "difficult to treat") & (items["item"] != "")
                       & (items["answer"] != "yes")]  # fmt: skip
    assert set(open_items["item"]) == {"tacrolimus trough from 10 to 15 ng/mL"}


def test_every_answer_names_its_cells() -> None:
    items = judge_eligibility(classify(child(GOOD), load_definition("haddad_2021")))
    weeks = items[items["item"] == "6 weeks of prednisolone"].iloc[0]

    assert weeks["cells"] == ["Patients!prednisolone_trial_weeks"]
    assert weeks["found"] == ">=6"
    assert weeks["reason"] == "prednisolone for >=6 weeks"
    assert weeks["source"] == "Haddad 2021"


def test_the_relapses_that_were_recorded_name_their_cells_and_nobody_elses() -> None:
    table = REMISSION + "1 | 60 | | relapse\n2 | 70 | | relapse\n1 | 120 | | relapse"

    items = judge_eligibility(classify(child({}, table=table), load_definition("neptune_cr")))

    for item in (FREQUENT, DEPENDENT):
        answer = items[items["item"] == item].iloc[0]
        assert answer["cells"] == ["Labs!D3", "Labs!D5"]
        assert answer["found"] == "relapse on day 60, 120"


def test_the_whole_names_the_items_that_decide() -> None:
    said = {**GOOD, "c3": "low", "c4": None}

    items = judge_eligibility(classify(child(said), load_definition("haddad_2021")))

    whole = items[(items["question"] == "steroid-resistant") & (items["item"] == "")].iloc[0]
    assert whole["answer"] == "no"
    assert whole["reason"] == "not met: complement C3 normal"


def test_a_cohort_that_records_nothing_leaves_everything_open() -> None:
    cohort = make_cohort(["1"], [])

    items = judge_eligibility(classify(cohort, load_definition("haddad_2021")))

    assert set(items["answer"]) == {"cannot tell"}


def test_the_children_and_the_questions_stand_in_the_order_they_were_asked() -> None:
    cohort = make_cohort(["2", "10", "1"], [])

    wide = summarize_eligibility(judge_eligibility(classify(cohort, load_definition("ipna_2022"))))

    assert list(wide["patient"]) == ["2", "10", "1"]
    assert list(wide.columns[1:4]) == ["steroid-resistant", "difficult to treat", "CNI-resistant"]


def test_a_cohort_without_children_has_no_answers() -> None:
    items = judge_eligibility(classify(make_cohort([], []), load_definition("haddad_2021")))

    assert items.empty
    assert summarize_eligibility(items).empty
