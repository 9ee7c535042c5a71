"""Rows of the table of cohort versions: inserted, found, and loaded with their hash checked."""

import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from srns import SOFTWARE
from srns.cohort.errors import StoreError
from srns.cohort.tables import Cohort
from srns.privacy.deidentify import Cleared
from srns.sharing.audit import note
from srns.sharing.canonical_json import content_hash, read_cohort, write_json
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
    content = zlib.decompress(find_version(connection, cohort, sha256).content)
    if content_hash(content) != sha256:
        raise StoreError(
            f"The saved version {sha256[:12]} was altered after it was saved. Restore a backup."
        )
    return read_cohort(content)


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
