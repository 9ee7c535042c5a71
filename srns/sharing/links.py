"""Share links: made, opened, changed and revoked.

A token is `ID.SECRET`: the id finds the row, the secret (256 bits) opens it. Only the secret's
SHA-256 is stored, and it is compared in constant time; an optional password is kept as salted
scrypt.
"""

import datetime
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection, insert, select, update

from srns.cohort.errors import AccessError, PasswordNeededError, StoreError
from srns.privacy.typed_words import LONGEST_NAME, require_safe_words
from srns.sharing.audit import note
from srns.sharing.link_secrets import hash_password, hash_secret, is_same_password
from srns.sharing.permissions import OWNER, ROLES, Access, live, refuse, require
from srns.sharing.schema import LINKS, SNAPSHOTS
from srns.sharing.store import Store

PARAMETER = "link"
"""The name of the token in an address."""
SECRET_BYTES = 32
FAILURES = 10
LOCKED_MINUTES = 15
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
MOST_DAYS = 3650

_NOBODY = hash_secret("")


@dataclass(frozen=True)
class NewLink:
    """A new link; its token is shown once and never again."""

    id: str
    role: str
    token: str = field(repr=False)  # a repr may end in a log


def make_link(
    store: Store,
    access: Access,
    role: str,
    *,
    snapshot: str = "",
    label: str = "",
    days: int | None = 90,
    password: str = "",
    confirmed: Collection[str] = (),
) -> NewLink:
    """Make a link to a snapshot; owners only.

    Parameters
    ----------
    snapshot
        Id of what it opens; empty for the newest snapshot at the time of opening.
    label
        Whom it is for, in the owner's words; it is screened like everything that is stored.
    days
        Days until it expires; None for never.
    password
        Password needed in addition to the link; empty for none.
    confirmed
        Words of the label of which the owner has said that they name no child, person or place.
    """
    require_safe_words(label, "label of the link", confirmed=confirmed, longest=LONGEST_NAME)
    if role not in ROLES:
        raise StoreError(f"found the role '{role}'; expected one of {', '.join(ROLES)}.")
    if password and len(password) < SHORTEST_PASSWORD:
        raise StoreError(
            f"The password has {len(password)} characters; expected {SHORTEST_PASSWORD} or more. "
            "Three words are enough."
        )
    if password and len(password) > LONGEST_PASSWORD:
        raise StoreError(
            f"The password has {len(password):,} characters; expected at most {LONGEST_PASSWORD}."
        )
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise StoreError(
            f"found {days} days; expected a link that lasts 1 to {MOST_DAYS} days. Revoke it to "
            "end it now; give no days for one without end."
        )
    kept = hash_password(password, store.password_cost) if password else ""
    with store.writing() as connection:
        held = require(connection, access, OWNER, store.now())
        if snapshot:
            _require_snapshot(connection, snapshot, held.cohort)
        return add_link(
            connection,
            store,
            held,
            role,
            snapshot=snapshot,
            label=label,
            days=days,
            password=kept,
        )


def add_link(
    connection: Connection,
    store: Store,
    access: Access,
    role: str,
    *,
    identity: str = "",
    snapshot: str = "",
    label: str = "",
    days: int | None = None,
    password: str = "",
) -> NewLink:
    """Make a link in a transaction that has checked permission; `password` is hashed already."""
    identity = identity or secrets.token_hex(8)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    until = store.clock() + datetime.timedelta(days=days) if days is not None else None
    expires = until.astimezone(datetime.UTC).isoformat(timespec="microseconds") if until else ""
    connection.execute(
        insert(LINKS).values(
            id=identity,
            cohort=access.cohort,
            snapshot=snapshot or None,
            role=role,
            label=label,
            secret_sha256=hash_secret(secret),
            password=password,
            failures=0,
            locked_until="",
            created_at=store.now(),
            expires_at=expires,
            revoked_at="",
        )
    )
    note(
        connection,
        store.now(),
        access.who,
        "made a link",
        cohort=access.cohort,
        link=identity,
        role=role,
        snapshot=snapshot,
        expires=expires,
        password=bool(password),
    )
    return NewLink(identity, role, f"{identity}.{secret}")


def open_link(store: Store, token: str, password: str | None = None, *, name: str = "") -> Access:
    """Return the access that a link gives.

    Raises
    ------
    PasswordNeededError
        If the link has a password and none, or a wrong one, was given.
    AccessError
        If it is wrong, revoked, expired or locked. For a wrong link it never says what was wrong.
    """
    identity, _, secret = token.strip().partition(".")
    with store.reading() as connection:
        link = connection.execute(select(LINKS).where(LINKS.c.id == identity)).first()
    stored = link.secret_sha256 if link else _NOBODY
    right = hmac.compare_digest(hash_secret(secret), stored)
    if link is None or not right:
        refuse()
    live(link, store.now())
    if link.password:
        _ask_password(store, identity, link.password, password)
    with store.writing() as connection:
        found = Access(link.cohort, link.role, link.id, "", link.snapshot or "", name)
        held = require(connection, found, found.role, store.now())
        note(
            connection,
            store.now(),
            held.who,
            "opened a link",
            cohort=held.cohort,
            link=held.link,
            role=held.role,
        )
    return held


def _ask_password(store: Store, identity: str, stored: str, given: str | None) -> None:
    """Check the password; a failure is counted first, so that a crash gives no free attempt."""
    if not given:
        raise PasswordNeededError("This link needs its password.")
    with store.writing() as connection:
        link = connection.execute(select(LINKS).where(LINKS.c.id == identity)).first()
        if link is None:
            refuse()
        if link.locked_until > store.now():
            raise AccessError(
                f"Too many wrong passwords: this link is locked for {LOCKED_MINUTES} minutes."
            )
        failures = link.failures + 1
        until = ""
        if failures >= FAILURES:
            later = store.clock() + datetime.timedelta(minutes=LOCKED_MINUTES)
            until = later.astimezone(datetime.UTC).isoformat(timespec="microseconds")
            note(connection, store.now(), f"link {identity}", "locked a link", cohort=link.cohort)
        _set(connection, identity, failures=failures % FAILURES, locked_until=until)
    if not is_same_password(given, stored):
        raise PasswordNeededError("That is not the password of this link.")
    with store.writing() as connection:
        _set(connection, identity, failures=0, locked_until="")


def revoke_link(store: Store, access: Access, link: str) -> None:
    """Revoke a link, immediately and wherever it is open; owners only, or the link itself."""
    with store.writing() as connection:
        needed = ROLES[0] if access.link == link else OWNER
        held = require(connection, access, needed, store.now())
        row = _require_link(connection, link, held.cohort)
        if not row.revoked_at:
            _set(connection, link, revoked_at=store.now())
            note(connection, store.now(), held.who, "revoked a link", cohort=held.cohort, link=link)


def change_role(store: Store, access: Access, link: str, role: str) -> None:
    """Change the role of a link, immediately and wherever it is open; owners only."""
    if role not in ROLES:
        raise StoreError(f"found the role '{role}'; expected one of {', '.join(ROLES)}.")
    with store.writing() as connection:
        held = require(connection, access, OWNER, store.now())
        row = _require_link(connection, link, held.cohort)
        _set(connection, link, role=role)
        note(
            connection,
            store.now(),
            held.who,
            "changed the role of a link",
            cohort=held.cohort,
            link=link,
            before=row.role,
            role=role,
        )


def list_links(store: Store, access: Access) -> pd.DataFrame:
    """Return the links of a cohort, one row per link, without their secrets; owners only."""
    shown = ("id", "role", "label", "snapshot", "created_at", "expires_at", "revoked_at")
    with store.reading() as connection:
        held = require(connection, access, OWNER, store.now())
        query = select(*(LINKS.c[name] for name in shown), (LINKS.c.password != "").label("secret"))
        rows = connection.execute(
            query.where(LINKS.c.cohort == held.cohort).order_by(LINKS.c.created_at, LINKS.c.id)
        ).all()
    table = pd.DataFrame([tuple(row) for row in rows], columns=[*shown, "password"])
    now = store.now()
    table["state"] = [
        "revoked" if row.revoked_at else "expired" if _past(row.expires_at, now) else "open"
        for row in rows
    ]
    return table


def cohort_of(store: Store, link: str) -> str:
    """Return the cohort of a link by its id, for the server's administrator."""
    with store.reading() as connection:
        cohort = connection.execute(
            select(LINKS.c.cohort).where(LINKS.c.id == link)
        ).scalar_one_or_none()
    if cohort is None:
        raise StoreError(f"There is no link {link}. List them: srns admin list.")
    return cohort


def _past(moment: str, now: str) -> bool:
    return bool(moment) and moment <= now


def _require_link(connection: Connection, link: str, cohort: str):
    row = connection.execute(
        select(LINKS).where(LINKS.c.id == link, LINKS.c.cohort == cohort)
    ).first()
    if row is None:
        raise StoreError("This cohort has no such link. List its links to see their ids.")
    return row


def _require_snapshot(connection: Connection, snapshot: str, cohort: str) -> None:
    found = connection.execute(
        select(SNAPSHOTS.c.id).where(SNAPSHOTS.c.id == snapshot, SNAPSHOTS.c.cohort == cohort)
    ).first()
    if found is None:
        raise StoreError("This cohort has no such snapshot. Make one first.")


def _set(connection: Connection, link: str, **values: object) -> None:
    connection.execute(update(LINKS).where(LINKS.c.id == link).values(**values))
