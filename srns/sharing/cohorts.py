"""How is a cohort saved, as immutable versions that are named by what they hold?

The first save makes a cohort and its owner's link. Each later save is a data cut: a new version,
which says what it was compared with, so that of two editors at once the second is told.
"""

import secrets
import zlib
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update

from srns import SOFTWARE
from srns.cohort.errors import StoreError
from srns.cohort.tables import Cohort
from srns.privacy.deidentify import Cleared, refuse_uncleared, require_safe_words
from srns.sharing.audit import note
from srns.sharing.canonical_json import content_hash, read_cohort, write_cohort, write_json
from srns.sharing.links import NewLink, add_link
from srns.sharing.permissions import EDITOR, OWNER, VIEWER, Access, require
from srns.sharing.schema import COHORTS, LINKS, MARKS, SNAPSHOTS, VERSIONS
from srns.sharing.snapshots import Pinned, pin
from srns.sharing.store import Store


@dataclass(frozen=True)
class Version:
    """One version of a cohort, without its content."""

    cohort: str
    number: int
    sha256: str
    children: int
    who: str
    created_at: str


@dataclass(frozen=True)
class Saved:
    """What a first save gives: the version, and the owner's way back to it.

    Attributes
    ----------
    link
        The owner's link; None where the owner signed in, who needs none.
    """

    version: Version
    snapshot: str
    access: Access
    link: NewLink | None


def save_cohort(
    store: Store,
    cleared: Cleared,
    pinned: Pinned,
    *,
    name: str,
    person: str = "",
    subject: str = "",
) -> Saved:
    """Save a cohort for the first time, with a snapshot of what is looked at.

    Parameters
    ----------
    cleared
        What the gate let through; nothing else can be saved.
    pinned
        The definition, the filters and the numbers of the first snapshot.
    name
        What the cohort is called; it is screened as the tables are.
    person
        What the saver calls themselves.
    subject
        The OIDC subject that is to own it; empty gives an owner's link.
    """
    require_safe_words(name, "name of the cohort", needed=True)
    content, sha256 = _content(cleared)
    identity = secrets.token_hex(8)
    with store.writing() as connection:
        now = store.now()
        connection.execute(
            insert(COHORTS).values(id=identity, name=name, owner=subject, created_at=now)
        )
        link_id = "" if subject else secrets.token_hex(8)
        owner = Access(identity, OWNER, link_id, subject, "", person)
        link = None
        if link_id:
            link = add_link(connection, store, owner, OWNER, identity=link_id, label="the owner")
        version = _add_version(connection, owner, cleared, content, sha256, 1, now)
        snapshot = pin(connection, owner, version.number, sha256, pinned, now)
    return Saved(version, snapshot, owner, link)


def save_cut(
    store: Store, access: Access, cleared: Cleared, pinned: Pinned, *, compared_with: str
) -> tuple[Version, str]:
    """Save a data cut: the next version, and a snapshot of it; editors and owners.

    Parameters
    ----------
    compared_with
        The hash of the version whose difference was looked at. If another version was saved
        meanwhile nothing is saved.

    Returns
    -------
    tuple
        The version and the id of its snapshot. A cut that changes nothing makes no version.
    """
    content, sha256 = _content(cleared)
    with store.writing() as connection:
        now = store.now()
        held = require(connection, access, EDITOR, now)
        last = _newest(connection, held.cohort)
        if last.sha256 != compared_with:
            raise StoreError(
                f"Version {last.number} was saved meanwhile by {last.who}, so nothing was saved. "
                "Look at the difference to it, then save again."
            )
        if sha256 == last.sha256:
            version = last
        else:
            version = _add_version(connection, held, cleared, content, sha256, last.number + 1, now)
        snapshot = pin(connection, held, version.number, sha256, pinned, now)
    return version, snapshot


def save_snapshot(store: Store, access: Access, sha256: str, pinned: Pinned) -> str:
    """Make a snapshot of a version that is saved already; editors and owners."""
    with store.writing() as connection:
        now = store.now()
        held = require(connection, access, EDITOR, now)
        row = _version_row(connection, held.cohort, sha256)
        return pin(connection, held, row.number, sha256, pinned, now)


def load_cohort(store: Store, access: Access, sha256: str) -> Cohort:
    """Give a version's tables, checked against their name; viewers and above."""
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        return _load(connection, held.cohort, sha256)


def load_for_counting(store: Store, access: Access, sha256: str) -> Cohort:
    """Give a version's tables to the code that counts and masks; nobody may be shown them."""
    with store.reading() as connection:
        held = require(connection, access, now=store.now(), role="aggregate-only")
        return _load(connection, held.cohort, sha256)


def list_versions(store: Store, access: Access) -> list[Version]:
    """List the versions of a cohort, the oldest first; viewers and above."""
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        rows = connection.execute(
            _versions().where(VERSIONS.c.cohort == held.cohort).order_by(VERSIONS.c.number)
        ).all()
    return [Version(*row) for row in rows]


def cohort_name(store: Store, access: Access) -> str:
    """Give what the cohort is called."""
    with store.reading() as connection:
        held = require(connection, access, "aggregate-only", store.now())
        return connection.execute(
            select(COHORTS.c.name).where(COHORTS.c.id == held.cohort)
        ).scalar_one()


def owned_by(store: Store, subject: str) -> list[tuple[Access, str]]:
    """Give the cohorts that a signed-in person owns, each with its name, the newest first."""
    if not subject:
        return []
    with store.reading() as connection:
        rows = connection.execute(
            select(COHORTS.c.id, COHORTS.c.name)
            .where(COHORTS.c.owner == subject)
            .order_by(COHORTS.c.created_at.desc())
        ).all()
    return [(Access(row.id, OWNER, "", subject), row.name) for row in rows]


def list_cohorts(store: Store) -> pd.DataFrame:
    """List every cohort for whoever runs the server: names and sizes, no content."""
    newest = (
        select(
            VERSIONS.c.cohort,
            func.count().label("versions"),
            func.max(VERSIONS.c.number).label("newest"),
            func.sum(func.length(VERSIONS.c.content)).label("bytes"),
        )
        .group_by(VERSIONS.c.cohort)
        .subquery()
    )
    links = (
        select(LINKS.c.cohort, func.count().label("links"))
        .where(LINKS.c.revoked_at == "")
        .group_by(LINKS.c.cohort)
        .subquery()
    )
    query = (
        select(
            COHORTS.c.id,
            COHORTS.c.name,
            COHORTS.c.owner,
            COHORTS.c.created_at,
            newest.c.versions,
            newest.c.bytes,
            func.coalesce(links.c.links, 0).label("links"),
        )
        .join(newest, newest.c.cohort == COHORTS.c.id)
        .outerjoin(links, links.c.cohort == COHORTS.c.id)
        .order_by(COHORTS.c.created_at, COHORTS.c.id)
    )
    columns = ["cohort", "name", "owner", "created_at", "versions", "bytes", "links"]
    with store.reading() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
    return pd.DataFrame(rows, columns=columns)


def purge_cohort(store: Store, access: Access) -> None:
    """Delete a cohort with everything that belongs to it; the log keeps that it was there."""
    with store.writing() as connection:
        held = require(connection, access, OWNER, store.now())
        gone = [
            row.sha256
            for row in connection.execute(
                _versions().where(VERSIONS.c.cohort == held.cohort).order_by(VERSIONS.c.number)
            )
        ]
        for table in (MARKS, LINKS, SNAPSHOTS, VERSIONS):
            connection.execute(delete(table).where(table.c.cohort == held.cohort))
        connection.execute(delete(COHORTS).where(COHORTS.c.id == held.cohort))
        note(
            connection,
            store.now(),
            held.who,
            "purged the cohort",
            cohort=held.cohort,
            versions=gone,
        )
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:  # what was deleted leaves the log file too
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rename_cohort(store: Store, access: Access, name: str) -> None:
    """Call a cohort something else; the owner only."""
    require_safe_words(name, "name of the cohort", needed=True)
    with store.writing() as connection:
        held = require(connection, access, OWNER, store.now())
        connection.execute(update(COHORTS).where(COHORTS.c.id == held.cohort).values(name=name))
        note(connection, store.now(), held.who, "renamed the cohort", cohort=held.cohort)


def newest_version(store: Store, access: Access) -> Version:
    """Give the version saved last; viewers and above."""
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        return _newest(connection, held.cohort)


def _content(cleared: Cleared) -> tuple[bytes, str]:
    refuse_uncleared(cleared)
    content = write_cohort(cleared.cohort)
    return content, content_hash(content)


def _versions():
    columns = ("cohort", "number", "sha256", "children", "who", "created_at")
    return select(*(VERSIONS.c[name] for name in columns))


def _newest(connection: Connection, cohort: str) -> Version:
    row = connection.execute(
        _versions().where(VERSIONS.c.cohort == cohort).order_by(VERSIONS.c.number.desc()).limit(1)
    ).one()
    return Version(*row)


def _version_row(connection: Connection, cohort: str, sha256: str) -> Any:
    row = connection.execute(
        select(VERSIONS)
        .where(VERSIONS.c.cohort == cohort, VERSIONS.c.sha256 == sha256)
        .order_by(VERSIONS.c.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise StoreError("This cohort has no such version. List its versions to see them.")
    return row


def _load(connection: Connection, cohort: str, sha256: str) -> Cohort:
    content = zlib.decompress(_version_row(connection, cohort, sha256).content)
    if content_hash(content) != sha256:
        raise StoreError(
            f"The saved version {sha256[:12]} is not what was saved: somebody changed it. Restore "
            "a backup."
        )
    return read_cohort(content)


def _add_version(
    connection: Connection,
    access: Access,
    cleared: Cleared,
    content: bytes,
    sha256: str,
    number: int,
    now: str,
) -> Version:
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
