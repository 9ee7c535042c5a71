"""The commands as a whole: their help, what each needs, and the one that opens the dashboard."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from srns import cli
from srns.cli import COMMANDS, dashboard, main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def without(monkeypatch):
    """Make a package impossible to import, as if it were not installed."""

    def without(package: str) -> None:
        for name in list(sys.modules):
            if name.partition(".")[0] == package or name.startswith("srns.cli."):
                monkeypatch.delitem(sys.modules, name)
        for name in list(sys.modules):
            if name.startswith(("srns.report", "srns.sharing")):
                monkeypatch.delitem(sys.modules, name)
        monkeypatch.setitem(sys.modules, package, None)

    return without


def test_every_file_of_a_command_is_listed():
    shared = {"__init__", "common", "gate", "json_output", "printing"}
    files = {path.stem for path in (ROOT / "srns" / "cli").glob("*.py")} - shared

    assert files == set(COMMANDS.values())


def test_the_help_lists_every_command(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out

    assert [name for name in COMMANDS if not re.search(rf"\n    {name}\s", printed)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_has_its_help(name, capsys):
    with pytest.raises(SystemExit):
        main([name, "--help"])

    assert capsys.readouterr().out.startswith(f"usage: srns {name}")


def test_a_command_that_does_not_exist_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit) as left:
        main(["clasify"])

    assert left.value.code == 2
    assert "classify" in capsys.readouterr().err


def test_a_command_loads_no_other(capsys):
    code = "import sys; from srns.cli import main; main(['definitions']); print(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()[-1]

    assert "srns.cli.definitions" in printed.split()
    assert not {"srns.cli.admin", "sqlalchemy", "docx"} & set(printed.split())


def test_a_command_without_its_extra_says_what_to_install(without, capsys):
    without("sqlalchemy")

    assert main(["admin", "list"]) == 2
    assert capsys.readouterr().err == (
        "srns admin needs the extra 'dashboard': pip install 'srns[dashboard]'\n"
    )
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "needs the extra 'dashboard'" in capsys.readouterr().out


def test_tables_are_printed_without_the_packages_that_write_them(without, capsys):
    without("docx")

    assert main(["tables", str(ROOT / "data/haddad2021.xlsx"), "--table", "flow"]) == 0
    assert main(["report", str(ROOT / "data/haddad2021.xlsx"), "-o", "report.docx"]) == 2
    assert "pip install 'srns[report]'" in capsys.readouterr().err


def test_a_package_that_no_extra_brings_is_still_an_error(without, tmp_path):
    without("openpyxl")

    with pytest.raises(ModuleNotFoundError):
        main(["template", str(tmp_path / "blank.xlsx")])


@pytest.fixture
def started(monkeypatch):
    """What Streamlit would be started with."""
    calls: list[list[str]] = []
    monkeypatch.setattr(sys, "argv", ["srns"])
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(
        dashboard.runpy, "run_module", lambda name, run_name: calls.append([name, *sys.argv])
    )
    return calls


def test_the_dashboard_listens_on_localhost_alone(started):
    importlib.reload(cli)

    assert main(["dashboard", "--port", "8765", "--no-browser"]) == 0
    (call,) = started
    assert call[:3] == ["streamlit", "streamlit", "run"]
    assert Path(call[3]).name == "app.py"
    assert {"--server.address=localhost", "--server.port=8765", "--server.headless=true"} < {*call}


@pytest.mark.parametrize("port", ["80", "x", "70000", "-1"])
def test_a_port_that_cannot_be_used_is_refused(started, port, capsys):
    with pytest.raises(SystemExit):
        main(["dashboard", f"--port={port}"])

    assert f"found '{port}'; expected a port from 1024 to 65535" in capsys.readouterr().err
    assert not started


def test_the_dashboard_without_streamlit_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(dashboard.importlib.util, "find_spec", lambda _: None)

    assert main(["dashboard"]) == 2
    assert "pip install 'srns[dashboard]'" in capsys.readouterr().err
