"""The wheel: built from what git has, installed, it serves the dashboard and runs the README.

Run it as a script to do the same in an empty environment with everything downloaded:
`python tests/packaging/test_wheel.py` (`make wheel`; about a minute).
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
PAGES = """
import sys
from streamlit.testing.v1 import AppTest
from srns.app_files import APP
app = AppTest.from_file(str(APP), default_timeout=60).run()
hidden = {APP.parent / "pages" / name for name in ("counts.py", "registry.py")}
for page in sorted({*APP.parent.glob("pages/*.py")} - hidden):
    app = app.switch_page(f"pages/{page.name}").run()
    if app.exception:
        sys.exit(f"{page.name}: {app.exception[0].value}")
print(APP)
"""
"""Draws every page of the installed app on the paper's cohort.

Counts is for links alone, and registry for servers that have one.
"""


def build_wheel(folder: Path) -> Path:
    """Build the wheel from a clean copy: the files that git tracks, or would, as they are."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
    source = folder / "source"
    for name in filter(None, names.decode().split("\0")):
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=source)
    (wheel,) = folder.glob("*.whl")
    return wheel


def run(command: list[object], **options: object) -> str:
    finished = subprocess.run(
        [str(each) for each in command], capture_output=True, text=True, encoding="utf-8", **options
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def readme_example() -> str:
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S)
    return block


def serve(python: Path | str, folder: Path, environment: dict[str, str]) -> str:
    """Start `srns dashboard` and return what its health URL answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(python), "-m", "srns", "dashboard", f"--port={port}", "--no-browser"]
    log = folder / "dashboard.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    try:
        give_up = time.monotonic() + START_SECONDS
        while server.poll() is None and time.monotonic() < give_up:
            try:
                address = f"http://localhost:{port}/_stcore/health"
                with urllib.request.urlopen(address, timeout=2) as answer:
                    return answer.read().decode()
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError(f"The dashboard did not start:\n{log.read_text(errors='replace')}")
    finally:
        server.terminate()
        server.wait(timeout=20)


def elsewhere(folder: Path, target: Path | None = None) -> dict[str, str]:
    """Return an environment in which `srns` is the installed one, never the checkout."""
    environment = {**os.environ, "SRNS_STORE": str(folder / "store.sqlite3")}
    environment.pop("SRNS_DATABASE_URL", None)
    environment.pop("PYTHONPATH", None)
    if target:
        environment["PYTHONPATH"] = str(target)
    return environment


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The wheel alone, unpacked; the other packages are those that run this test."""
    target = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def test_the_wheel_holds_app_pages_data_and_types(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert {
        "srns/py.typed",
        "srns/__init__.pyi",
        "srns/_app/app.py",
        "srns/_app/data/haddad2021.xlsx",
        "srns/_app/data/haddad2021_statements.toml",
        "srns/_app/.streamlit/config.toml",
        "srns/rules/published/haddad_2021.toml",
        "srns/rules/published/haddad_2021.cases.md",
    } <= names
    pages = {f"srns/_app/pages/{path.name}" for path in (ROOT / "pages").glob("*.py")}
    assert pages <= names
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "srns").rglob("*.py")}
    assert modules <= names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "docs"))]


def test_the_readme_example_runs_from_the_wheel(installed, tmp_path):
    code = f"{readme_example()}\nprint(srns.__file__)"

    printed = run([sys.executable, "-c", code], cwd=tmp_path, env=elsewhere(tmp_path, installed))

    assert printed.splitlines()[-1].startswith(str(installed))


def test_the_dashboard_is_served_from_the_wheel(installed, tmp_path):
    assert serve(sys.executable, tmp_path, elsewhere(tmp_path, installed)) == "ok"


def test_every_page_is_drawn_from_the_wheel(installed, tmp_path):
    code = [sys.executable, "-c", PAGES]

    printed = run(code, cwd=tmp_path, env=elsewhere(tmp_path, installed))

    assert printed.splitlines()[-1] == str(installed / "srns" / "_app" / "app.py")


def main() -> None:
    """Install the wheel with everything it needs into an empty environment and try it."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build_wheel(folder)
        print(f"Built {wheel.name} ({wheel.stat().st_size // 1024} kB).", flush=True)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run([*pip, f"{wheel}[dashboard]"])
        print("Installed it with [dashboard] in an empty environment.", flush=True)
        environment = elsewhere(folder)
        light = "import sys, srns; sys.exit('pandas' in sys.modules)"
        run([python, "-c", light], cwd=folder, env=environment)
        print(run([python, "-c", readme_example()], cwd=folder, env=environment), end="")
        run([python, "-m", "srns", "definitions"], cwd=folder, env=environment)
        run([python, "-c", PAGES], cwd=folder, env=environment)
        print("Every page is drawn.", flush=True)
        print("The dashboard's health:", serve(python, folder, environment))
    print(f"The wheel works ({time.monotonic() - began:.0f} s).")


if __name__ == "__main__":
    main()
