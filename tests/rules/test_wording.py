"""Wording of a definition in a methods section, and next to its quotes."""

import pytest

from srns.cohort.unit_systems import CONVENTIONAL, SI
from srns.rules.definition_wording import list_terms, methods_paragraph
from srns.rules.load_definition import load_definition, parse_definition, published
from srns.rules.runs import last_day
from tests.rules.made_up import define


def test_the_papers_definition_as_a_paragraph() -> None:
    assert methods_paragraph(load_definition("haddad_2021")) == (
        "Response was judged by Haddad 2021, as written (version 1; Haddad et al., BMC Nephrology "
        "2021;22:395, Methods; doi 10.1186/s12882-021-02605-6). A visit was a day after day 0 on "
        "which Up/c was measured; of several results on one day, the highest Up/c and the lowest "
        "albumin counted. Complete remission was Up/c < 0.2 mg/mg at 3 consecutive visits, with "
        "albumin > 3.5 g/dL at the visit that confirms it. Partial remission was Up/c > 0.2 and "
        "≤ 1.0 mg/mg, with albumin ≥ 2.5 and ≤ 3.4 g/dL. Relapse was Up/c ≥ 2 mg/mg after a "
        "confirmed remission, or a recorded relapse. The paper defines no relapse; >= 2 mg/mg is "
        "the threshold of IPNA 2022, here at one visit. Consecutive visits could be any number of "
        "days apart. Results in other units were converted exactly. Albumin was the value measured "
        "nearest to the visit, within 14 days. A remission was dated by the first of its "
        "confirming visits. A censored result, such as <0.3, stood for every value that it "
        "allows; a child whose response depended on a missing or censored result was not "
        "evaluable."
    )


def test_a_definition_with_a_baseline_and_a_last_week_as_a_paragraph() -> None:
    assert methods_paragraph(load_definition("duplex")).startswith(
        "Response was judged by DUPLEX, complete remission and FPRE (version 2; DUPLEX trial of "
        "sparsentan in FSGS: design (PMC7136327) and proteinuria results (Travere poster); "
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC7136327). A visit was a day after day 0 on which "
        "Up/c was measured; of several results on one day, the highest Up/c and the lowest albumin "
        "counted. Complete remission was Up/c < 0.3 g/g, by week 108. Partial remission (FPRE) was "
        "Up/c ≤ 1.5 g/g and a fall of > 40 % from the last Up/c of day −90 to 0, at week 36 "
        "(the visit nearest to it, within 28 days). Relapse was"
    )


@pytest.mark.parametrize(
    ("identifier", "sentence"),
    [
        ("duplex", "Weeks were counted from day 0. Results in other units were converted exactly. "
         "Albumin was not required."),
        ("parasol", "Months of 30.4375 days were counted from day 0."),
        ("ipna_2022", "Each result was judged by the threshold printed in its own unit, and "
         "converted only if the definition prints no threshold in that unit."),
        ("ipna_2022", "Albumin was the value measured nearest to the visit, within 14 days."),
        ("kdigo_2025", "within 14 days; if none was measured, albumin was not required."),
        ("fsgs_ct", "Weeks were counted from day 0."),
        ("parasol_by", "Months of 30.4375 days were counted from day 0."),
        ("ipna_2022", "A visit was a day after day 0 on which Up/c or 24-hour protein was "
         "measured, or urine was tested by dipstick; of several results on one day, the highest of "
         "each test and the lowest albumin counted, and a measured protein went before the "
         "dipstick. "
         "Where Up/c and 24-hour protein were measured on one day, a response or relapse asked "
         "each of them for which it has a limit. "
         "First-morning urine went before other samples of the day."),
        ("aap_2009", "or dipstick ≥ 2+ at 3 consecutive visits or 3 of 5 consecutive days after"),
        ("fsgs_ct", "a fall of ≥ 50 % from the mean of the last two Up/c of day −90 to 0"),
        ("choudhry_2009", "with albumin ≥ 2.5 g/dL. Not verified: whether an albumin of exactly "
         "2.5 g/dL counts"),
        ("kdigo_2012", "or a recorded relapse. Not verified: from general knowledge of the field"),
        ("adult_conventional", "We found no definition of relapse in the source; >= 3.5 g/g is"),
    ],
)  # fmt: skip
def test_what_decides_stands_in_the_paragraph(identifier: str, sentence: str) -> None:
    assert sentence in methods_paragraph(load_definition(identifier))


def test_spacing_the_last_day_and_a_missing_relapse_in_words() -> None:
    definition = define(
        """
        [[response]]
        name = "complete remission"
        quote = "made up"
        upcr = "< 0.2 mg/mg"
        occasions = 2
        min_days_between = 7
        max_days_between = 60
        by_month = 6
        """,
        top='dated_by = "last"\nunverified = "made up"',
    )

    assert definition.responses[0].words == (
        "Up/c < 0.2 mg/mg at 2 consecutive visits at least 7 days apart, never more than 60 "
        "days apart, by month 6"
    )
    assert "any number of days apart" not in methods_paragraph(definition)
    assert "Only recorded relapses counted." in methods_paragraph(definition)
    assert "dated by the last of its confirming visits" in methods_paragraph(definition)
    assert methods_paragraph(definition).endswith("Not verified: made up")
    assert [reading.name for reading in list_terms(definition)] == ["complete remission"]


def test_quotes_stand_beside_our_words() -> None:
    complete, partial, relapse = list_terms(load_definition("ipna_2022"))

    assert (complete.name, partial.name, relapse.name) == (
        "complete remission", "partial remission", "relapse",
    )  # fmt: skip
    assert partial.quote == (
        "UPCR > 0.2 and < 2 mg/mg (> 20 and < 200 mg/mmol) and serum albumin ≥ 30 g/L"
    )
    assert partial.words == (
        "Up/c > 0.2 and < 2 mg/mg or > 20 and < 200 mg/mmol, with albumin ≥ 30 g/L"
    )
    assert relapse.words == (
        "Up/c ≥ 2 mg/mg or ≥ 200 mg/mmol, or dipstick ≥ 3+ at 3 consecutive visits or 3 "
        "consecutive days after a confirmed remission, or a recorded relapse"
    )


def test_what_is_borrowed_or_unverified_stands_beside_its_term() -> None:
    text = """
    id = "a"
    name = "A"
    source = "nobody"
    [[response]]
    name = "partial remission"
    label = "FPRE"
    quote = "made up"
    upcr = "< 1 mg/mg"
    borrowed = "From B."
    unverified = "the sign."
    """

    reading = list_terms(parse_definition(text))[0]

    assert reading.name == "partial remission (FPRE)"
    assert reading.remarks == ("From B.", "Not verified: the sign.")


@pytest.mark.parametrize("definition", published(), ids=lambda definition: definition.id)
def test_a_paragraph_is_whole_sentences(definition) -> None:
    assert methods_paragraph(definition).endswith(".")
    assert "  " not in methods_paragraph(definition)
    assert "\n" not in methods_paragraph(definition)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        pytest.param("occasions = 1", False, id="one occasion is not spaced"),
        pytest.param("occasions = 2", True, id="two, any number of days apart"),
        pytest.param("occasions = 2\nmin_days_between = 28", False, id="two, at least 28 apart"),
        pytest.param("occasions = 2\nmax_days_between = 60", False, id="two, at most 60 apart"),
    ],
)
def test_it_is_said_where_occasions_may_lie_any_number_of_days_apart(keys: str, said: bool) -> None:
    definition = define(f"""
        [[response]]
        name = "complete remission"
        quote = "made up"
        upcr = "< 0.2 mg/mg"
        {keys}
    """)

    sentence = "Consecutive visits could be any number of days apart."
    assert (sentence in methods_paragraph(definition)) == said


def test_a_spaced_response_with_a_deadline_in_words() -> None:
    definition = define("""
        [[response]]
        name = "complete remission"
        quote = "made up"
        upcr = "< 0.2 mg/mg"
        albumin = "> 3.5 g/dL"
        albumin_at = "confirming"
        occasions = 2
        min_days_between = 7
        max_days_between = 60
        by_month = 6

        [[response]]
        name = "partial remission"
        quote = "made up"
        upcr = "< 1 mg/mg"
        albumin = "> 2.5 g/dL"
        albumin_at = "confirming"
        by_week = 36

        [relapse]
        quote = "made up"
        upcr = ">= 2 mg/mg"
        occasions = 2
        min_days_between = 10
        max_days_between = 100
    """)
    complete, partial, relapse = (reading.words for reading in list_terms(definition))

    assert complete == (
        "Up/c < 0.2 mg/mg at 2 consecutive visits at least 7 days apart, never more than 60 "
        "days apart, with albumin > 3.5 g/dL at the visit that confirms it, by month 6"
    )
    assert partial == "Up/c < 1 mg/mg, with albumin > 2.5 g/dL, by week 36"
    assert relapse == (
        "Up/c ≥ 2 mg/mg at 2 consecutive visits at least 10 days apart, never more than 100 "
        "days apart after a confirmed remission, or a recorded relapse"
    )
    assert last_day(definition.responses[1].by_month) == 252  # pyright: ignore


def test_what_a_file_does_not_say_is_the_least() -> None:
    definition = parse_definition("""
        id = "least"
        name = "Least"
        source = "Nobody; made up for the tests"

        [[response]]
        name = "complete remission"
        quote = "made up"
        upcr = "< 0.2 mg/mg"

        [relapse]
        quote = "made up"
        upcr = ">= 2 mg/mg"
    """)
    (response,), relapse = definition.responses, definition.relapse
    assert relapse is not None

    assert (definition.version, definition.albumin_window_days, definition.dated_by) == (
        1, 14, "first",
    )  # fmt: skip
    assert definition.wording == "verbatim"
    for said in (response, relapse):
        assert (said.occasions, said.min_days_between, said.max_days_between) == (1, 0, None)
    assert (response.albumin_at, response.baseline) == ("each", "last")


def test_the_thresholds_to_draw_stand_in_the_first_unit_printed() -> None:
    ipna = load_definition("ipna_2022")

    assert ipna.limit_lines("upcr", CONVENTIONAL)[0] == ("complete remission ≤ 0.2", 0.2)
    assert ipna.limit_lines("upcr", SI)[0] == ("complete remission ≤ 20", 20.0)
    assert ipna.limit_lines("albumin", CONVENTIONAL) == [("partial remission ≥ 3", 3.0)]
    assert ipna.limit_lines("albumin", SI) == [("partial remission ≥ 30", 30.0)]
