"""Share page: the de-identified cohort as a file, only once the gate has nothing open."""

from srns.dashboard.screens.share import take_home
from srns.report.dataset import read_dataset
from tests.dashboard.app_driver import go, visit


def test_a_file_is_offered_only_once_everything_is_decided(monkeypatch, tmp_path):
    monkeypatch.setenv("SRNS_STORE", str(tmp_path / "store.sqlite3"))
    monkeypatch.setattr(take_home, "is_open", lambda menu: True)  # AppTest opens no menu
    app = go(visit(cohort="paper"), "share")

    assert not [each for each in app.button if each.key == "take_make"]
    app.checkbox(key="risk_accepted").check().run()
    app.segmented_control(key="take_kind").set_value("Analysis set (ZIP)").run()
    app.button(key="take_make").click().run()

    assert not app.exception
    made = app.session_state["srns"].made["take_home"]
    assert made.name == "cohort.zip"
    assert len(read_dataset(made.content).cohort.patients) == 8
