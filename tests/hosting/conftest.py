"""The hosted dashboard, started once; what is not installed fails these tests and skips none."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from topology import MissingError, Topology, serve

MARKERS = ("QUINCEANERA", "73.1773")
"""A child's name and a result that stand nowhere else: they may be in no log."""


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    """Two processes behind nginx that serve three visitors each and take workbooks of 2 MB."""
    folder = tmp_path_factory.mktemp("hosted")
    try:
        with serve(folder, {"SRNS_VISITORS": "3", "SRNS_LOG_LEVEL": "debug"}, 2) as topology:
            yield topology
    except MissingError as error:
        pytest.fail(str(error), pytrace=False)
