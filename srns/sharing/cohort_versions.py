"""Rows of the table of cohort versions: inserted, found, and loaded with their hash checked."""

import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from srns import SOFTWARE
from srns.cohort.canonical_json import content_hash, read_cohort, write_json
from srns.cohort.errors import StoreError
from srns.cohort.tables import Cohort
from srns.privacy.deidentify import Cleared
from srns.sharing.audit import note
from srns.sharing.permissions import Access
from srns.sharing.schema import VERSIONS


@dataclass(frozen=True)
class Version:
    """One version of a cohort, without its content."""

    cohort: str
    number: int
    sha256: str
    children: int
    who: str
    created_at: str


LARGEST_CONTENT = 2**30
"""In bytes, unpacked."""


def select_versions():
    """Return the query of all versions, with the columns of `Version`."""
    columns = ("cohort", "number", "sha256", "children", "who", "created_at")
    return select(*(VERSIONS.c[name] for name in columns))


def newest_of(connection: Connection, cohort: str) -> Version:
    """Return the version of a cohort that was saved last."""
    row = connection.execute(
        select_versions()
        .where(VERSIONS.c.cohort == cohort)
        .order_by(VERSIONS.c.number.desc())
        .limit(1)
    ).one()
    return Version(*row)


def find_version(connection: Connection, cohort: str, sha256: str) -> Any:
    """Return the row of a version; a StoreError if the cohort has none of this hash."""
    row = connection.execute(
        select(VERSIONS)
        .where(VERSIONS.c.cohort == cohort, VERSIONS.c.sha256 == sha256)
        .order_by(VERSIONS.c.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise StoreError("This cohort has no such version. List its versions to see them.")
    return row


def load_tables(connection: Connection, cohort: str, sha256: str) -> Cohort:
    """Return the tables of a version; a StoreError if they no longer match its hash."""
    return read_cohort(unpack_version(find_version(connection, cohort, sha256).content, sha256))


def unpack_version(packed: bytes, sha256: str) -> bytes:
    """Return the content of a version; a StoreError that names it if it is damaged."""
    damaged = StoreError(
        f"The saved version {sha256[:12]} was altered or damaged after it was saved, so it is not "
        "opened; other versions are. Restore a backup to get it back."
    )
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(packed, LARGEST_CONTENT)
    except zlib.error:
        raise damaged from None
    if unpacker.unconsumed_tail or content_hash(content) != sha256:
        raise damaged
    return content


def list_damaged(connection: Connection) -> list[str]:
    """Return one sentence for each saved version that is no longer what its hash says."""
    damaged = []
    query = select(VERSIONS.c.cohort, VERSIONS.c.number, VERSIONS.c.sha256, VERSIONS.c.content)
    for cohort, number, sha256, content in connection.execute(query):
        try:
            unpack_version(content, sha256)
        except StoreError as error:
            damaged.append(f"Cohort {cohort}, version {number}: {error}")
    return damaged


def add_version(
    connection: Connection,
    access: Access,
    cleared: Cleared,
    content: bytes,
    sha256: str,
    number: int,
    now: str,
) -> Version:
    """Store a version, in the transaction that saves it, and log it."""
    version = Version(access.cohort, number, sha256, len(cleared.cohort.patients), access.who, now)
    connection.execute(
        insert(VERSIONS).values(
            cohort=version.cohort,
            number=version.number,
            sha256=version.sha256,
            children=version.children,
            who=version.who,
            created_at=version.created_at,
            content=zlib.compress(content, 6),
            screened=write_json(cleared.summary).decode(),
            software=SOFTWARE,
        )
    )
    note(
        connection,
        now,
        access.who,
        "saved a version",
        cohort=access.cohort,
        version=sha256,
        number=number,
    )
    return version
