"""A data cut is held against the last version: results, cells, verdicts."""

from dataclasses import replace

from srns.sharing.version_diff import compare
from tests.sharing.made import cleared, judged, with_labs, with_text, without_last_lab


def test_nothing_is_different_from_itself_in_another_order():
    cohort = cleared().cohort
    shuffled = replace(cohort, labs=cohort.labs.iloc[::-1].reset_index(drop=True))

    difference = compare(judged(cohort), judged(shuffled))

    assert difference.children == ()
    assert difference.sentence == "No differences."


def test_a_moved_row_is_no_change():
    cohort = cleared().cohort

    assert compare(judged(cohort), judged(with_labs(cohort, cell="Labs!C99"))).children == ()


def test_a_new_a_missing_and_a_changed_result_are_told_apart():
    cohort = cleared().cohort
    last = cohort.labs.iloc[-1]

    gone = compare(judged(cohort), judged(without_last_lab(cohort)))
    new = compare(judged(without_last_lab(cohort)), judged(cohort))
    changed = compare(judged(cohort), judged(with_labs(cohort, value=3.0, bound="<")))

    assert list(gone.gone["patient"]) == [last["patient"]]
    assert list(new.new["what"]) == [last["analyte"]]
    [row] = changed.changed.to_dict(orient="records")
    assert (row["before"], row["after"]) == ("10.08 mg/mg", "<3 mg/mg")


def test_a_changed_cell_of_a_child_is_named():
    cohort = cleared().cohort

    [row] = compare(
        judged(cohort), judged(with_text(cohort, "patients", "histology", "FSGS"))
    ).changed.to_dict(orient="records")

    assert (row["what"], row["before"], row["after"]) == ("histology", "MCD", "FSGS")


def test_a_changed_verdict_is_said_with_both_responses():
    cohort = cleared().cohort
    without = replace(cohort, labs=cohort.labs[cohort.labs["patient"] != "7"])

    verdicts = compare(judged(cohort), judged(without)).verdicts
    row = verdicts[verdicts["what"] == "response"].iloc[0]

    assert (row["patient"], row["before"], row["after"]) == (
        "7",
        "complete remission",
        "not evaluable",
    )
