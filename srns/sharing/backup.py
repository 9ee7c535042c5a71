"""Backup of the whole store, and its restoration into an empty one.

A backup is one compressed file of JSON lines, the same for SQLite and PostgreSQL, so it can move
a store from one to the other. It contains everything in the store: keep it equally safe.
"""

import base64
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import Connection, insert, select
from sqlalchemy.sql.sqltypes import LargeBinary

from srns import SOFTWARE
from srns.cohort.canonical_json import write_json
from srns.cohort.errors import StoreError
from srns.sharing.audit import note, verify_entries
from srns.sharing.cohort_versions import list_damaged
from srns.sharing.schema import STORED
from srns.sharing.store import Store

FORM = 1
_AT_ONCE = 500
_LONGEST_LINE = 128 * 2**20
"""In bytes; a version of the largest cohort that is read has some ten million."""


def write_backup(store: Store, path: Path) -> int:
    """Write everything to a file that only its owner can read, and return the number of rows.

    The file is written completely or not at all, and replaces one of the same name.
    """
    partial = path.with_name(f"{path.name}.part")
    rows, digest = 0, hashlib.sha256()
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw, gzip.open(raw, "wb") as file:
            with store.writing() as connection:  # exclusively, so that it is one point in time
                for line in _lines(store, connection):
                    digest.update(line)
                    file.write(line + b"\n")
                    rows += 1
            file.write(write_json({"rows": rows, "sha256": digest.hexdigest()}) + b"\n")
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError(
            f"The backup {path} cannot be written ({error.strerror}). Choose another location."
        ) from None
    return rows - 1


def find_damage(store: Store) -> list[str]:
    """Return one sentence for each saved version that is no longer what its hash says."""
    with store.reading() as connection:
        return list_damaged(connection)


def restore_backup(store: Store, path: Path) -> int:
    """Fill an empty store from a backup, and return the number of rows.

    Raises
    ------
    StoreError
        If the store holds anything, or the file is damaged: then nothing is written.
    """
    _check(path)
    rows = 0
    with store.writing() as connection:
        for table in STORED:
            if connection.execute(select(table).limit(1)).first() is not None:
                raise StoreError("The store is not empty: restore into an empty one.")
        batch: list[dict[str, Any]] = []
        last = ""
        for line in _read(path):
            if "table" not in line:
                continue
            if batch and (line["table"] != last or len(batch) >= _AT_ONCE):
                _insert(connection, last, batch)
                batch = []
            last = line["table"]
            batch.append(line["row"])
            rows += 1
        if batch:
            _insert(connection, last, batch)
        note(connection, store.now(), "command line", "restored a backup", rows=rows)
    return rows


def _lines(store: Store, connection: Connection) -> Iterator[bytes]:
    yield write_json({"form": FORM, "software": SOFTWARE, "made": store.now()})
    for table in STORED:
        query = select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(query):
            values = {
                name: base64.b64encode(value).decode() if isinstance(value, bytes) else value
                for name, value in row._asdict().items()
            }
            yield write_json({"table": table.name, "row": values})


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") as file:
        for line in _lines_of(file):
            yield json.loads(line)


def _lines_of(file: gzip.GzipFile) -> Iterator[bytes]:
    """Yield the lines of a file, none of which may be longer than a row of the store."""
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise ValueError("a line that is longer than any row")
        yield line


def _check(path: Path) -> None:
    """Check the whole file before any row of it is restored."""
    damaged = StoreError(
        f"{path} is damaged or not a backup: nothing was restored. Use another one."
    )
    digest, rows, end = hashlib.sha256(), 0, None
    audit = []
    try:
        with gzip.open(path, "rb") as file:
            for line in _lines_of(file):
                document = json.loads(line)
                if end is not None:
                    raise damaged
                if "sha256" in document and "rows" in document:
                    end = document
                    continue
                if rows == 0 and document.get("form") != FORM:
                    raise damaged
                if document.get("table") == "audit":
                    audit.append(document["row"])
                digest.update(line.rstrip(b"\n"))
                rows += 1
    except OSError as error:
        if error.strerror:
            raise StoreError(f"The backup {path} cannot be read ({error.strerror}).") from None
        raise damaged from None
    except (EOFError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise damaged from None
    except zlib.error:
        raise damaged from None
    if end != {"rows": rows, "sha256": digest.hexdigest()}:
        raise damaged
    broken = verify_entries(pd.DataFrame(audit)).broken
    if broken:
        raise StoreError(
            f"The audit log of this backup was changed: {broken} Nothing was restored."
        )


def _insert(connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    table = next(each for each in STORED if each.name == name)
    binary = [column.name for column in table.columns if isinstance(column.type, LargeBinary)]
    for row in rows:
        for column in binary:
            row[column] = base64.b64decode(row[column])
    connection.execute(insert(table), rows)
