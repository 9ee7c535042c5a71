"""The page Child."""

from tests.dashboard.app_driver import go, table, visit


def test_the_evidence_names_cells():
    app = go(visit(cohort="paper", patient="7"), "child")

    evidence = table(app, "Up/c cell", "decides")
    deciding = evidence[evidence["decides"] == "yes"]
    assert len(deciding) == 3
    assert deciding["Up/c cell"].str.fullmatch(r"Labs!C\d+").all()
