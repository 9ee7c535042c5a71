"""Hosted dashboard, started once; a missing program fails these tests and skips none."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from topology import MissingError, Topology, serve

MARKERS = ("QUINCEANERA", "73.1773")
"""A child's name and a result found nowhere else: no log may contain them."""


@pytest.fixture(scope="session")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    """Two processes behind nginx with at most three visitors each and workbooks of at most 2 MB."""
    folder = tmp_path_factory.mktemp("hosted")
    try:
        with serve(folder, {"SRNS_VISITORS": "3", "SRNS_LOG_LEVEL": "debug"}, 2) as topology:
            yield topology
    except MissingError as error:
        pytest.fail(str(error), pytrace=False)
