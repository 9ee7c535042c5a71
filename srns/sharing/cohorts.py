"""Saved cohorts: immutable versions, each named by the hash of its content.

The first save makes a cohort and its owner's link. Each later save is a data cut: a new version,
which names the version it was compared with, so that of two simultaneous editors the second is
refused.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import delete, func, insert, select, update

from srns.cohort.canonical_json import content_hash, write_cohort
from srns.cohort.errors import StoreError
from srns.cohort.tables import Cohort
from srns.privacy.deidentify import Cleared, refuse_uncleared
from srns.privacy.typed_words import LONGEST_NAME, require_initials, require_safe_words
from srns.sharing.audit import note
from srns.sharing.cohort_versions import (
    Version,
    add_version,
    find_version,
    load_tables,
    newest_of,
    select_versions,
)
from srns.sharing.links import NewLink, add_link
from srns.sharing.permissions import EDITOR, OWNER, VIEWER, Access, require
from srns.sharing.schema import COHORTS, LINKS, MARKS, SNAPSHOTS, VERSIONS
from srns.sharing.snapshots import Pinned, pin
from srns.sharing.store import Store


@dataclass(frozen=True)
class Saved:
    """Result of a first save: the version, and the owner's access to it.

    Attributes
    ----------
    link
        The owner's link; None for an owner who signed in and needs none.
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
    confirmed: Collection[str] = (),
) -> Saved:
    """Save a cohort for the first time, with a snapshot of the current view.

    Parameters
    ----------
    cleared
        The de-identified cohort; nothing else can be saved.
    pinned
        The definition, the filters and the numbers of the first snapshot.
    name
        Name of the cohort; it is screened like everything that others will see.
    person
        Initials or role of the person who saves.
    subject
        OIDC subject of the owner; empty for an owner's link instead.
    confirmed
        Words of the name of which the person has said that they name no child, person or place.
    """
    _require_safe_name(name, confirmed)
    require_initials(person, "name of the person")
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
        version = add_version(connection, owner, cleared, content, sha256, 1, now)
        snapshot = pin(connection, owner, version.number, sha256, pinned, now)
    return Saved(version, snapshot, owner, link)


def save_cut(
    store: Store, access: Access, cleared: Cleared, pinned: Pinned, *, compared_with: str
) -> tuple[Version, str]:
    """Save a data cut: the next version, and a snapshot of it; editors and owners.

    Parameters
    ----------
    compared_with
        Hash of the version that the cut was compared with. If another version was saved in the
        meantime, nothing is saved.

    Returns
    -------
    tuple
        The version and the id of its snapshot. A cut that changes nothing makes no version.
    """
    content, sha256 = _content(cleared)
    with store.writing() as connection:
        now = store.now()
        held = require(connection, access, EDITOR, now)
        last = newest_of(connection, held.cohort)
        if last.sha256 != compared_with:
            raise StoreError(
                f"Version {last.number} was saved in the meantime by {last.who}, so nothing was "
                "saved. Review the differences from it, then save again."
            )
        if sha256 == last.sha256:
            version = last
        else:
            version = add_version(connection, held, cleared, content, sha256, last.number + 1, now)
        snapshot = pin(connection, held, version.number, sha256, pinned, now)
    return version, snapshot


def save_snapshot(store: Store, access: Access, sha256: str, pinned: Pinned) -> str:
    """Make a snapshot of a saved version and return its id; editors and owners."""
    with store.writing() as connection:
        now = store.now()
        held = require(connection, access, EDITOR, now)
        row = find_version(connection, held.cohort, sha256)
        return pin(connection, held, row.number, sha256, pinned, now)


def load_cohort(store: Store, access: Access, sha256: str) -> Cohort:
    """Return the tables of a version, checked against its hash; viewers and above."""
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        return load_tables(connection, held.cohort, sha256)


def load_for_counting(store: Store, access: Access, sha256: str) -> Cohort:
    """Return the tables of a version for counting and masking only; they must not be shown."""
    with store.reading() as connection:
        held = require(connection, access, now=store.now(), role="aggregate-only")
        return load_tables(connection, held.cohort, sha256)


def list_versions(store: Store, access: Access) -> list[Version]:
    """Return the versions of a cohort, the oldest first; viewers and above."""
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        rows = connection.execute(
            select_versions().where(VERSIONS.c.cohort == held.cohort).order_by(VERSIONS.c.number)
        ).all()
    return [Version(*row) for row in rows]


def cohort_name(store: Store, access: Access) -> str:
    """Return the name of the cohort; every role."""
    with store.reading() as connection:
        held = require(connection, access, "aggregate-only", store.now())
        return connection.execute(
            select(COHORTS.c.name).where(COHORTS.c.id == held.cohort)
        ).scalar_one()


def owned_by(store: Store, subject: str) -> list[tuple[Access, str]]:
    """Return the cohorts that a signed-in person owns, each with its name, the newest first."""
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
    """Return every cohort for the server's administrator, one per row: names and sizes only."""
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
    """Delete a cohort with everything that belongs to it; the audit log keeps its entries."""
    with store.writing() as connection:
        held = require(connection, access, OWNER, store.now())
        gone = [
            row.sha256
            for row in connection.execute(
                select_versions()
                .where(VERSIONS.c.cohort == held.cohort)
                .order_by(VERSIONS.c.number)
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
        with store.engine.connect() as connection:  # deleted content leaves the write-ahead log too
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rename_cohort(
    store: Store, access: Access, name: str, *, confirmed: Collection[str] = ()
) -> None:
    """Rename a cohort; owners only."""
    _require_safe_name(name, confirmed)
    with store.writing() as connection:
        held = require(connection, access, OWNER, store.now())
        connection.execute(update(COHORTS).where(COHORTS.c.id == held.cohort).values(name=name))
        note(connection, store.now(), held.who, "renamed the cohort", cohort=held.cohort)


def newest_version(store: Store, access: Access) -> Version:
    """Return the version saved last; viewers and above."""
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        return newest_of(connection, held.cohort)


def _require_safe_name(name: str, confirmed: Collection[str]) -> None:
    require_safe_words(
        name, "name of the cohort", needed=True, confirmed=confirmed, longest=LONGEST_NAME
    )


def _content(cleared: Cleared) -> tuple[bytes, str]:
    refuse_uncleared(cleared)
    content = write_cohort(cleared.cohort)
    return content, content_hash(content)
