"""A child of whom nothing is known is in every denominator, and every page says so.

Three children at risk: one in complete remission, one without response, one whose albumin was never
measured. The paper's definition cannot tell of the third; IPNA 2022 can.
"""

from dataclasses import replace

import pandas as pd
import pytest

import srns
from srns.analysis.basis_sentences import headline_sentences
from srns.analysis.definitions.comparison import compare, headline
from srns.cohort.terms import COMPLETE
from srns.panels.headline import headline as headline_of
from srns.report.figure_catalogue import make_figure
from srns.rules.load_definition import load_definition
from tests.rules.table import read_table

CHILDREN = """
    patient   | day | Up/c | albumin
    remission | -10 | 8    | 2.0
    remission |  30 | 0.1  | 4.0
    remission |  60 | 0.1  | 4.0
    remission |  90 | 0.1  | 4.0
    none      | -10 | 8    | 2.0
    none      |  30 | 6    | 2.0
    unknown   | -10 | 8    | 2.0
    unknown   |  30 | 0.1  |
    unknown   |  60 | 0.1  |
    unknown   |  90 | 0.1  |
"""
SAID = "Cannot be evaluated, and counted as without remission: 1 of 3 children at risk (unknown)."


@pytest.fixture(scope="module")
def cohort():
    read = read_table(CHILDREN)
    groups = pd.Series(["MCD", "FSGS", "MCD"], dtype=object)
    return replace(read, patients=read.patients.assign(histology=groups, histology_group=groups))


@pytest.fixture(scope="module")
def view(cohort):
    return srns.view(cohort)


def test_the_headline_counts_them(view):
    assert "; 1 not evaluable, counted as without" in headline_of(view)
    assert SAID in headline_sentences(view.classification)


@pytest.mark.parametrize("panel", ["remission_by_histology", "remission_by_regimen"])
def test_a_figure_by_groups_names_them(view, panel):
    assert SAID in srns.panel(view, panel).sentences
    assert SAID not in srns.panel(srns.view(view.cohort, "ipna_2022"), panel).sentences


def test_a_comparison_of_groups_names_them(view):
    compared = srns.panel(view, "remission_by_histology", compare=True)

    assert compared.sentences.count(SAID) == 2  # of the counts, and of the comparison


def test_the_figure_of_the_report_names_them_and_the_group_in_which_nobody_responded(view):
    figure = make_figure("histology", view.classification)

    assert figure.caption.endswith(SAID)
    assert "FSGS: complete remission in 0 of 1 (0.0 %, exact 95 % interval 0.0 to 97.5 %)." in (
        figure.caption
    )


def test_definitions_side_by_side_say_of_how_many_each_can_tell(cohort):
    compared = compare(cohort, [load_definition(name) for name in ("haddad_2021", "ipna_2022")])
    rows = headline(compared)
    rows = rows[rows["outcome"] == COMPLETE].set_index("definition")

    assert rows["n"].to_dict() == {"haddad_2021": 1, "ipna_2022": 2}
    assert rows["not_evaluable"].to_dict() == {"haddad_2021": ["unknown"], "ipna_2022": []}


def test_the_page_of_definitions_says_so(view):
    panel = srns.panel(view, "remission_by_definition")

    assert "Not evaluable, and counted as without remission: " in panel.caption
    assert panel.table.set_index("group")["not evaluable"]["Haddad 2021, as written"] == 1
