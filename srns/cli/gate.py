"""Options of the commands whose file may leave the machine: what a person decides at the gate."""

import argparse
from pathlib import Path

from srns.cli.common import open_file, read_opened, write_file
from srns.cohort.errors import InputError, StoreError
from srns.cohort.wording import plural
from srns.privacy.deidentify import Cleared, clear, refuse_uncleared, screen
from srns.privacy.find_identifiers import find_private
from srns.privacy.pseudonym_key import read_key, write_key
from srns.privacy.uniqueness import AGES
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading

_OPTIONS = (
    ("Keep a text", "--keep TEXT"),
    ("study numbers", "--keep-labels"),
    ("Check it in Excel", "--hidden-seen"),
    ("Coarsen the ages", "--ages, --leave-out or --accept-risk"),
)


def add_gate(command: argparse.ArgumentParser) -> None:
    """Add the decisions that only a person can make before a cohort is shared."""
    asked = command.add_argument_group(
        "de-identification",
        "The file has no dates, no free text and no names; days and codes stay.",
    )
    asked.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="TEXT",
        help="a text that names no child, person or place (may be given again)",
    )
    asked.add_argument(
        "--leave-out", action="append", default=[], metavar="COLUMN", help="a column of Patients"
    )
    asked.add_argument("--ages", choices=tuple(AGES), default="tenths", help="how ages are kept")
    asked.add_argument(
        "--keep-labels", action="store_true", help="keep the study numbers; none means anything"
    )
    asked.add_argument(
        "--hidden-seen", action="store_true", help="hidden sheets, rows and columns were checked"
    )
    asked.add_argument(
        "--accept-risk",
        action="store_true",
        help="accept that fewer than three children are equal in age, sex, histology and origin",
    )
    asked.add_argument(
        "--key",
        type=Path,
        metavar="FILE.csv",
        help="old and new study numbers: read where it exists, and written; share it with nobody",
    )


def open_cleared(chosen: argparse.Namespace) -> tuple[Reading, Cleared | None]:
    """Read the workbook, and take its cohort through the gate.

    Returns
    -------
    tuple
        The reading, and the de-identified cohort; None where the workbook has no cohort.

    Raises
    ------
    InputError
        Where something is open that only a person can decide; it names the option.
    """
    opened = open_file(chosen)
    reading = read_opened(opened, chosen)
    if reading.cohort is None or isinstance(opened, Problem):
        return reading, None
    key = read_key(chosen.key.read_bytes()) if chosen.key and chosen.key.is_file() else {}
    try:
        cleared = clear(
            screen(reading.cohort, find_private(opened)),
            keep=chosen.keep,
            leave_out=chosen.leave_out,
            keep_labels=chosen.keep_labels,
            key=key,
            hidden_seen=chosen.hidden_seen,
            ages=chosen.ages,
            risk_accepted=chosen.accept_risk,
        )
        refuse_uncleared(cleared)
    except StoreError as error:
        option = next((name for words, name in _OPTIONS if words in str(error)), "")
        raise InputError(f"{error}{f' Option: {option}.' if option else ''}") from None
    if chosen.key and cleared.key:
        write_file(chosen.key, write_key(cleared.key))
    return reading, cleared


def cleared_sentence(cleared: Cleared) -> str:
    """Return what the gate made of the cohort, as one sentence."""
    cells = cleared.summary["cells"]
    listed = ", ".join(f"{plural(count, 'cell')} {fate}" for fate, count in sorted(cells.items()))
    return f"De-identified: {listed or 'nothing had to be left out'}."
