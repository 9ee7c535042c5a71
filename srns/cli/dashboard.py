"""`srns dashboard`: open the dashboard in a browser, on the paper's cohort."""

import argparse
import importlib.util
import os
import runpy
import sys
from pathlib import Path

from srns.app_files import APP
from srns.cohort.errors import InputError
from srns.registry.opened_registry import REGISTRY, open_registry


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command and its arguments."""
    command = commands.add_parser(
        "dashboard",
        help="open the dashboard in a browser, on the paper's cohort",
        description="Other machines cannot reach it, and nothing leaves yours. Ctrl+C stops it. "
        "To host it for several people, see docs/hosting.md.",
    )
    command.add_argument("--port", type=_port, default=8501, help="default: 8501")
    command.add_argument(
        "--no-browser", action="store_true", help="only print the address, open no browser"
    )
    command.add_argument(
        "--registry",
        type=Path,
        metavar="DIR",
        help="also show the result that srns registry --for-dashboard wrote there",
    )
    command.set_defaults(run=run)


def _port(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and 1024 <= int(typed) <= 65535):
        raise argparse.ArgumentTypeError(f"found '{typed}'; expected a port from 1024 to 65535.")
    return int(typed)


def run(chosen: argparse.Namespace) -> int:
    """Serve the dashboard on localhost until it is interrupted."""
    # By name, because nothing outside srns.dashboard imports Streamlit.
    if importlib.util.find_spec("streamlit") is None:
        raise InputError(
            "srns dashboard needs the extra 'dashboard': pip install 'srns[dashboard]'"
        )
    if chosen.registry:
        open_registry(chosen.registry)  # in one sentence, where there is none
        os.environ[REGISTRY] = str(chosen.registry.absolute())
    os.chdir(APP.parent)  # Streamlit looks for .streamlit/config.toml where it is started
    sys.argv = [
        "streamlit",
        "run",
        str(APP),
        "--server.address=localhost",
        f"--server.port={chosen.port}",
        f"--server.headless={str(chosen.no_browser).lower()}",
        "--server.fileWatcherType=none",
    ]
    runpy.run_module("streamlit", run_name="__main__")  # leaves by SystemExit
    return 0
