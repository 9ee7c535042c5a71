"""Histology is read with negation and "not done"; what is not understood is asked once a column."""

import pytest

from srns.cohort.histology import HISTOLOGY
from srns.workbook.read_workbook import read_workbook
from tests.workbook.wild.reading import book, proposed, read

GROUPS = {
    "MCD": "MCD",
    "lipoid nephrosis": "MCD",
    "Minimal-Change-Nephropathie": "MCD variant",
    "lésions glomérulaires minimes": "MCD",
    "cambios mínimos": "MCD",
    "lesões mínimas": "MCD",
    "lesioni minime": "MCD",
    "微小病变": "MCD",
    "微小変化型": "MCD",
    "minimal değişiklik hastalığı": "MCD",
    "MCD, negative for FSGS": "MCD",
    "MCD (no IgM)": "MCD",
    "MCD without C1q": "MCD",
    "MCD; FSGS excluded": "MCD",
    "Minimal Change, kein Hinweis auf FSGS": "MCD",
    "MCD with IgM": "MCD variant",
    "Focal-segmental sclerosis": "FSGS",
    "FGS": "FSGS",
    "FSGS NOS": "FSGS",
    "FSGS, no crescents": "FSGS",
    "FSGS, not otherwise specified": "FSGS",
    "hyalinose segmentaire et focale": "FSGS",
    "glomeruloesclerosis focal y segmentaria": "FSGS",
    "glomerulosclerosi focale segmentale": "FSGS",
    "局灶节段性肾小球硬化": "FSGS",
    "巣状分節性糸球体硬化症": "FSGS",
    "IgM nephropathy": "other",
    "diffuse mesangial sclerosis": "other",
    "membranous, no FSGS": "other",
    "MCD, FSGS ruled out": "MCD",
    "MCD; FSGS was ruled out.": "MCD",
    "Biopsy no. 5: FSGS": "FSGS",
    "normal": "other",
    "MCD IgM negative": "MCD",
    "MCD, IgM neg.": "MCD",
    "MCD (IgM negative)": "MCD",
    "MCD IgM-": "MCD",
    "MCD IgM (-)": "MCD",
    "MCD, IgM and C1q negative": "MCD",
    "IgM-negative MCD": "MCD",
    "negative IF, MCD": "MCD",
    "minimal change disease with negative immunofluorescence": "MCD",
    "MCD IgM negativo": "MCD",
    "FSGS IgM negative": "FSGS",
    "IgA nephropathy, IgM negative": "other",
    "MCD IgM positive": "MCD variant",
    "MCD IgM+ C1q-": "MCD variant",
}
SHORT = [
    pytest.param("GEFS", "FSGS", id="Spanish"),
    pytest.param("GFS", "FSGS", id="Spanish, of the United States"),
    pytest.param("GESF colapsante", "FSGS", id="Spanish and Portuguese, with its variant"),
    pytest.param("gesf", "FSGS", id="in small letters"),
    pytest.param("GSFS", "FSGS", id="Italian"),
    pytest.param("GSSF, tip", "FSGS", id="Italian, the other order"),
    pytest.param("HSF cellulaire", "FSGS", id="French, with its variant"),
    pytest.param("HSF + LGM", "FSGS", id="both in one biopsy: the lesion was seen"),
    pytest.param("LGM", "MCD", id="French"),
    pytest.param("SNLGM", "MCD", id="French, the syndrome"),
    pytest.param("LGM + IgM", "MCD variant", id="French, with IgM"),
    pytest.param("DLM", "MCD", id="Portuguese"),
    pytest.param("LHM", "MCD", id="Portuguese, histological"),
    pytest.param("SNCM", "MCD", id="Spanish, minimal"),
    pytest.param("ECM", "MCD", id="Spanish, the disease"),
    pytest.param("MDH", "MCD", id="Turkish"),
    pytest.param("MLH", "MCD", id="Turkish, lesion"),
    pytest.param("微小病变性肾病", "MCD", id="Chinese, with its suffix"),
    pytest.param("局灶性节段性肾小球硬化症", "FSGS", id="Chinese, the long form"),
    pytest.param("局灶节段硬化", "FSGS", id="Chinese, the short form"),
]
OPEN = [
    pytest.param("MCGN", id="German minimal change, English mesangiocapillary"),
    pytest.param("ECM expansion", id="the matrix"),
    pytest.param("局灶节段", id="focal segmental, of what"),
    pytest.param("GESF?", id="in doubt"),
    pytest.param("sem GESF", id="not seen"),
    pytest.param("AHSF", id="letters within a word"),
    pytest.param("GEFSX", id="a longer word"),
    pytest.param("DM", id="another abbreviation"),
]


@pytest.mark.parametrize(("typed", "group"), SHORT)
def test_abbreviations_of_other_languages(typed, group):
    assert HISTOLOGY.group(typed) == group
    assert HISTOLOGY.is_understood(typed)


@pytest.mark.parametrize("typed", OPEN)
def test_abbreviations_that_are_asked(typed):
    assert not HISTOLOGY.is_understood(typed)


NOT_KNOWN = ["no FSGS", "rule out FSGS", "r/o FSGS", "FSGS excluded", "kein FSGS", "sans HSF"]
NOT_DONE = [
    *("biopsy not performed", "no biopsy", "not biopsied", "keine Biopsie", "pas de biopsie"),
    *("biopsia no realizada", "biopsia non eseguita", "未做", "declined", "biopsy pending"),
]


@pytest.mark.parametrize(("typed", "group"), GROUPS.items())
def test_groups(typed, group):
    assert HISTOLOGY.group(typed) == group
    assert HISTOLOGY.is_understood(typed)


@pytest.mark.parametrize("typed", NOT_KNOWN)
def test_what_was_not_seen_is_no_group(typed):
    assert HISTOLOGY.group(typed) is None
    assert not HISTOLOGY.is_understood(typed)


@pytest.mark.parametrize("typed", NOT_DONE)
def test_not_done_is_not_recorded(typed):
    assert HISTOLOGY.group(typed) is None
    assert HISTOLOGY.is_understood(typed)


@pytest.mark.parametrize(
    "typed", ["FSGS?", "possible FSGS", "MCD vs FSGS", "MCD or FSGS", "zzz", "suspected MCD", "1b"]
)
def test_doubt_and_unknown_words_are_asked(typed):
    assert not HISTOLOGY.is_understood(typed)


def cohort(*words: str):
    """Return a workbook that needs a recipe, with one child a word."""
    rows = [[f"K{n}", word, 0, 3.1] for n, word in enumerate(words)]
    return book({"Data": [["study_id", "biopsy", "day", "Up/c (mg/mg)"], *rows]})


def test_each_word_is_asked_once_and_the_answer_kept():
    opened = cohort("MCD", "zzz", "zzz", "FSGS?", "no biopsy")
    asked = proposed(opened).questions

    assert [one.asks for one in asked] == [
        "Sheet Data: what does 'zzz' mean in 'biopsy', 2 times?",
        "Sheet Data: what does 'FSGS?' mean in 'biopsy'?",
    ]
    assert asked[0].options == ("MCD", "MCD variant", "FSGS", "other", "not done")
    reading = read(opened, word_zzz="FSGS", **{"word_FSGS?": "not done"})
    patients = reading.cohort.patients
    assert [None if one != one else one for one in patients["histology_group"]] == [
        *("MCD", "FSGS", "FSGS", None, None)
    ]
    assert patients["histology"].tolist() == ["MCD", "zzz", "zzz", "FSGS?", "no biopsy"]


def test_in_the_template_each_word_is_one_query():
    opened = book(
        {
            "Patients": [["patient", "histology"], ["K1", "zzz"], ["K2", "zzz"], ["K3", "no FSGS"]],
            "Labs": [["patient", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1]],
        }
    )
    queries = [one for one in read_workbook(opened).problems if one.severity == "query"]

    assert [(one.cell, one.found) for one in queries] == [
        ("B2", "the text 'zzz' (and 1 more)"),
        ("B4", "the text 'no FSGS'"),
    ]


@pytest.mark.parametrize("word", ["no relapse", "rel.", "flare up"])
def test_an_event_that_is_not_understood_is_asked(word):
    opened = book(
        {
            "Labs x": [["study_id", "day", "Up/c (mg/mg)"], ["K1", 0, 3.1]],
            "Events": [["study_id", "day", "event"], ["K1", 90, word], ["K1", 120, "relapse"]],
        }
    )
    (question,) = proposed(opened).questions

    assert question.options[-1] == "leave it out"
    answered = read(opened, **{f"word_{word}": "relapse"}).cohort.events
    assert answered["event"].tolist() == ["relapse", "relapse"]
    left_out = read(opened, **{f"word_{word}": "leave it out"})
    assert left_out.cohort.events["event"].tolist() == ["relapse"]
