"""What must hold for every child, whatever the samples, under the published definitions."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from tests.rules.oracle_limits import Result
from tests.rules.oracle_samples import Child, Event, Lab
from tests.rules.random_children import gather
from tests.rules.table import as_plain

# Values as a laboratory prints them, so that the edges of the rules are often hit.
UPCR = st.one_of(
    st.integers(1, 150).map(lambda hundredths: Result(Fraction(hundredths, 100), "", "mg/mg")),
    st.integers(10, 1200).map(lambda whole: Result(Fraction(whole), "", "mg/g")),
    st.sampled_from(["22.62", "22.624", "22.63", "113.12", "113.13", "226.24"]).map(
        lambda number: Result(Fraction(number), "", "mg/mmol")
    ),
    st.tuples(
        st.sampled_from(["0.1", "0.2", "0.3", "1", "2", "30"]),
        st.sampled_from(["<", "<=", ">", ">="]),
    ).map(lambda typed: Result(Fraction(typed[0]), typed[1], "mg/mg")),
)
ALBUMIN = st.one_of(
    st.integers(20, 45).map(lambda tenths: Result(Fraction(tenths, 10), "", "g/dL")),
    st.integers(20, 45).map(lambda whole: Result(Fraction(whole), "", "g/L")),
    st.sampled_from(["1", "2.5", "3.5"]).map(lambda number: Result(Fraction(number), "<", "g/dL")),
)
DAYS = st.integers(-30, 300)
LABS = st.lists(
    st.one_of(
        st.builds(Lab, DAYS, st.just("upcr"), UPCR),
        st.builds(Lab, DAYS, st.just("albumin"), ALBUMIN),
    ),
    max_size=14,
)
VISITS = st.lists(st.tuples(DAYS, UPCR, ALBUMIN), max_size=8).map(
    lambda visits: [
        lab
        for day, upcr, albumin in visits
        for lab in (Lab(day, "upcr", upcr), Lab(day, "albumin", albumin))
    ]
)
EVENTS = st.lists(
    st.tuples(st.integers(1, 300), st.sampled_from(["relapse", "dialysis", "infection"])).map(
        lambda event: Event(event[1], (event[0], event[0]))
    ),
    max_size=2,
)
CHILD = st.tuples(st.one_of(LABS, VISITS), EVENTS).map(
    lambda recorded: Child(tuple(recorded[0]), tuple(recorded[1]))
)
IDS = ("haddad_2021", "haddad_2021_closed")
PATIENTLY = settings(deadline=None, max_examples=25)
WORST_FIRST = (
    "no response",
    "partial remission",
    "complete remission",
    "in remission at start",
)


def judge(children: list[Child], definition: str, seed: int = 0) -> Classification:
    return classify(gather(children, seed), load_definition(definition))


def rows(classification: Classification) -> list[tuple[object, ...]]:
    """Return every child's verdict without its name."""
    plain = classification.verdicts.drop(columns="patient")
    return [tuple(map(as_plain, row)) for row in plain.itertuples(index=False)]


@pytest.mark.parametrize("definition", IDS)
@PATIENTLY
@given(children=st.lists(CHILD, min_size=1, max_size=4), seed=st.integers(1, 100))
def test_the_order_of_the_rows_does_not_matter(
    definition: str, children: list[Child], seed: int
) -> None:
    assert rows(judge(children, definition, seed)) == rows(judge(children, definition, 0))


@pytest.mark.parametrize("definition", IDS)
@settings(deadline=None, max_examples=10)  # one classification for every child
@given(children=st.lists(CHILD, min_size=2, max_size=5))
def test_a_child_is_judged_on_its_own_samples_alone(definition: str, children: list[Child]) -> None:
    together = rows(judge(children, definition))

    assert together == [rows(judge([child], definition))[0] for child in children]


@PATIENTLY
@given(
    visits=st.lists(
        st.tuples(DAYS, st.integers(0, 150), st.integers(20, 45)),
        min_size=1, max_size=7, unique_by=lambda visit: visit[0],
    ),
    data=st.data(),
)  # fmt: skip
def test_better_values_never_worsen_the_response_once_the_gaps_are_closed(
    visits: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """The definition as written fails this: that is what its gaps are."""
    better = [
        (
            day,
            data.draw(st.integers(0, upcr), label="better Up/c"),
            data.draw(st.integers(albumin, 45), label="better albumin"),
        )
        for day, upcr, albumin in visits
    ]

    def child(visits: list[tuple[int, int, int]]) -> Child:
        labs: list[Lab] = []
        for day, upcr, albumin in visits:
            labs.append(Lab(day, "upcr", Result(Fraction(upcr, 100), "", "mg/mg")))
            labs.append(Lab(day, "albumin", Result(Fraction(albumin, 10), "", "g/dL")))
        return Child(tuple(labs))

    verdicts = judge([child(visits), child(better)], "haddad_2021_closed").verdicts
    before, after = verdicts["response"]

    if before == "not evaluable":  # no visit after day 0, then neither has the other
        assert after in (before, "in remission at start")
    else:
        assert WORST_FIRST.index(after) >= WORST_FIRST.index(before)


def test_better_values_can_worsen_the_response_as_the_paper_words_it() -> None:
    """From 0.21 to 0.19 at an albumin of 2.5: partial remission becomes nothing."""

    def child(upcr: str) -> Child:
        return Child(
            (
                Lab(30, "upcr", Result(Fraction(upcr), "", "mg/mg")),
                Lab(30, "albumin", Result(Fraction("2.5"), "", "g/dL")),
            )
        )

    verdicts = judge([child("0.21"), child("0.19")], "haddad_2021").verdicts

    assert list(verdicts["response"]) == ["partial remission", "unclassified"]


@pytest.mark.parametrize("definition", IDS)
@PATIENTLY
@given(child=CHILD)
def test_the_decisive_samples_alone_give_the_same_response(definition: str, child: Child) -> None:
    """And the same days: nothing but the evidence was needed."""
    cohort = gather([child])
    first = classify(cohort, load_definition(definition))
    verdict = first.verdicts.iloc[0]
    if verdict["response"] not in WORST_FIRST[1:3]:
        return
    evidence = first.occasions[first.occasions["evidence"].astype(bool)]
    cells = {*evidence["upcr_cell"], *evidence["albumin_cell"]}

    decisive = replace(cohort, labs=cohort.labs[cohort.labs["cell"].isin(cells)])
    again = classify(decisive, load_definition(definition)).verdicts.iloc[0]

    for column in ("response", "onset_day", "confirmed_day"):
        assert again[column] == verdict[column]


@pytest.mark.parametrize("definition", IDS)
@PATIENTLY
@given(child=CHILD, later=st.integers(1, 400))
def test_later_days_shift_the_verdict_along(definition: str, child: Child, later: int) -> None:
    """As long as what was baseline stays baseline: neither definition asks for one, so it goes."""
    labs = tuple(lab for lab in child.labs if lab.day is not None and lab.day >= 1)
    child = replace(child, labs=labs)

    before, after = judge([child, child.counted_from(-later)], definition).verdicts.to_dict(
        "records"
    )

    for column in ("response", "left_open", "status", "sustained"):
        assert as_plain(before[column]) == as_plain(after[column])
    for column in ("onset_day", "confirmed_day", "relapse_day"):
        day, shifted_day = as_plain(before[column]), as_plain(after[column])
        assert shifted_day == (None if day is None else day + later)  # pyright: ignore


@pytest.mark.parametrize("definition", IDS)
@PATIENTLY
@given(child=CHILD, place=st.integers(0, 13), unit=st.sampled_from(["g/g", "mg/g"]))
def test_the_same_result_in_another_unit_changes_nothing(
    definition: str, child: Child, place: int, unit: str
) -> None:
    factor = 1000 if unit == "mg/g" else 1
    converted = [
        replace(
            lab,
            result=Result((lab.result.value or Fraction(0)) * factor, lab.result.sign, unit),
        )
        if lab.analyte == "upcr" and lab.result.unit == "mg/mg" and number >= place
        else lab
        for number, lab in enumerate(child.labs)
    ]  # fmt: skip

    columns = ["response", "left_open", "onset_day", "confirmed_day", "relapse_day", "status"]
    verdicts = judge([child, replace(child, labs=tuple(converted))], definition).verdicts[columns]

    before, after = (tuple(map(as_plain, row)) for row in verdicts.itertuples(index=False))
    assert before == after
