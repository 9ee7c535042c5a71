"""What a page computes itself is on the basis in force, as are the tables beside it."""

from types import SimpleNamespace
from typing import Any

import pytest

from srns.analysis.definitions.comparison import compare
from srns.analysis.definitions.specification_curve import specification_curve
from srns.analysis.definitions.tipping_points import tipping_points
from srns.analysis.regimens.periods import RULES
from srns.dashboard.parts.paper_tables import printed
from srns.dashboard.screens import maintenance
from srns.dashboard.screens.definitions.comparison import sensitivity
from srns.dashboard.state import session
from srns.report.table_catalogue import periods_in_window
from srns.rules.basis import Basis, classify_on
from srns.rules.load_definition import load_definition
from srns.rules.rescue import NO_RESPONSE, STRATEGIES, TREATMENT_POLICY
from srns.workbook.read_workbook import read_workbook
from tests.dashboard.app_driver import ROOT
from tests.dashboard.cohorts import cohort_of

IPNA = load_definition("ipna_2022")


@pytest.fixture
def view(monkeypatch) -> Any:
    """Make a view of a child with a rescue on day 50, by strategy."""
    monkeypatch.setattr(session, "cached", lambda _, compute: compute())

    def of(strategy: str) -> Any:
        cohort, basis = cohort_of("rescue after infusions"), Basis(strategy=strategy)
        judged = classify_on(cohort, IPNA, basis)
        return SimpleNamespace(
            cohort=cohort, definition=IPNA, classification=judged, basis=basis, patients=["1", "2"]
        )

    return of


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_regimens_over_time_end_where_those_of_the_tables_end(view, strategy):
    chosen = view(strategy)
    drawn = maintenance.periods_of(chosen, RULES).table
    printed = periods_in_window(chosen.cohort, chosen.classification, RULES).table

    assert drawn.equals(printed)
    rescued = drawn[drawn["patient"] == "1"]
    assert rescued["days"].sum() == (500 if strategy == TREATMENT_POLICY else 50)


def test_the_criteria_are_varied_under_the_strategy_in_force(view):
    chosen = view(NO_RESPONSE)
    both = compare(chosen.cohort, [IPNA], strategy=NO_RESPONSE)
    curve = sensitivity.curve_of(chosen, both, "complete remission")

    def of(strategy: str) -> Any:
        return specification_curve(chosen.cohort, [IPNA], strategy=strategy)

    assert curve.equals(of(NO_RESPONSE))
    assert not curve.equals(of(TREATMENT_POLICY))
    changed = tipping_points(chosen.cohort, IPNA, NO_RESPONSE)
    assert len(sensitivity.tipping_of(chosen).rows) == len(changed)
    assert changed != tipping_points(chosen.cohort, IPNA)


def test_the_flow_of_lines_does_not_start_with_the_rows_of_children(view, monkeypatch):
    reading = read_workbook(ROOT / "data" / "invented_lines.xlsx", day_zero="first tacrolimus")
    assert reading.cohort is not None
    loaded = SimpleNamespace(reading=reading)
    monkeypatch.setattr(session, "state", lambda: SimpleNamespace(loaded=loaded))

    def steps(by_line: bool) -> str:
        basis = Basis(by_line=by_line)
        judged = classify_on(reading.cohort, IPNA, basis)
        patients = judged.outcomes["patient"].tolist()
        chosen = SimpleNamespace(
            cohort=judged.cohort, classification=judged, basis=basis, patients=patients,
            filters={}, cohort_size=len(patients),
        )  # fmt: skip
        return printed(chosen, "flow").rows.to_string()

    assert "Row does not add a child" in steps(by_line=False)
    assert "Row does not add a child" not in steps(by_line=True)
