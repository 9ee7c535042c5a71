"""Audit log: who did what, when, on which version, as a tamper-evident hash chain.

The log is append-only. Each entry holds the hash of the one before, so a changed, removed or
inserted entry breaks the chain. A log truncated at its end is detected only against its head
(number and hash of the last entry) noted elsewhere. It holds no clinical value and no token.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select

from srns.cohort.canonical_json import write_json
from srns.sharing.schema import AUDIT
from srns.sharing.store import Store

START = "0" * 64
COLUMNS = ("seq", "at", "who", "what", "cohort", "version", "detail", "previous", "sha256")


@dataclass(frozen=True)
class Chain:
    """Result of a check of the log.

    Attributes
    ----------
    entries
        Number of entries.
    head
        Hash of the last entry; noted elsewhere, it reveals when the end was cut off.
    broken
        What is wrong, in one sentence; empty if the chain is intact.
    """

    entries: int
    head: str
    broken: str


def note(
    connection: Connection,
    at: str,
    who: str,
    what: str,
    *,
    cohort: str = "",
    version: str = "",
    **detail: Any,
) -> None:
    """Append an entry to the log, in the transaction of the action that it records."""
    last = connection.execute(
        select(AUDIT.c.seq, AUDIT.c.sha256).order_by(AUDIT.c.seq.desc()).limit(1)
    ).first()
    entry = {
        "seq": last.seq + 1 if last else 1,
        "at": at,
        "who": who,
        "what": what,
        "cohort": cohort,
        "version": version,
        "detail": write_json(detail).decode(),
        "previous": last.sha256 if last else START,
    }
    connection.execute(insert(AUDIT).values(**entry, sha256=_seal(entry)))


def read_log(store: Store, cohort: str | None = None) -> pd.DataFrame:
    """Return the log of one cohort, or of all, one entry per row, the oldest first."""
    query = select(*(AUDIT.c[name] for name in COLUMNS)).order_by(AUDIT.c.seq)
    if cohort is not None:
        query = query.where(AUDIT.c.cohort == cohort)
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def verify_log(store: Store, expected_head: str = "") -> Chain:
    """Check every entry against the one before it.

    Parameters
    ----------
    expected_head
        Hash of an entry that was noted before: it must still be in the log.
    """
    return verify_entries(read_log(store), expected_head)


def verify_entries(log: pd.DataFrame, expected_head: str = "") -> Chain:
    """Check an exported log."""
    previous, broken, seen = START, "", set()
    for number, entry in enumerate(log.to_dict(orient="records"), 1):
        sealed = {str(key): value for key, value in entry.items() if key != "sha256"}
        if entry["seq"] != number:
            broken = f"Entry {number} is missing: the next one is number {entry['seq']}."
        elif entry["previous"] != previous:
            broken = f"Entry {number} does not follow the one before it."
        elif _seal(sealed) != entry["sha256"]:
            broken = f"Entry {number} was changed after it was written."
        if broken:
            return Chain(len(log), previous, broken)
        previous = str(entry["sha256"])
        seen.add(previous)
    if expected_head and expected_head not in seen:
        broken = "The entry noted before is not in the log: its end was cut off or replaced."
    return Chain(len(log), previous, broken)


def _seal(entry: dict[str, Any]) -> str:
    plain = {key: int(value) if key == "seq" else str(value) for key, value in entry.items()}
    return hashlib.sha256(write_json(plain)).hexdigest()
