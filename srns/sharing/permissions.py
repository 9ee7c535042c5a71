"""Who may do what with a saved cohort, asked anew at every act?

An `Access` is what opening a link, or signing in, gave. It is a claim and no proof: every function
that reads or writes asks the store again, in the same transaction, whether the link still holds, so
a revoked, expired or downgraded link ends at once wherever it is open.
"""

from dataclasses import dataclass, replace
from typing import NoReturn

from sqlalchemy import Connection, Row, Table, func, select

from srns.cohort.errors import AccessError
from srns.sharing.schema import COHORTS, LINKS, SNAPSHOTS
from srns.sharing.store import Store

AGGREGATE, VIEWER, EDITOR, OWNER, ADMIN = "aggregate-only", "viewer", "editor", "owner", "admin"
ROLES = (AGGREGATE, VIEWER, EDITOR, OWNER)
"""What a link can give, the least first."""
_RANKS = (*ROLES, ADMIN)
COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Access:
    """What somebody was let in to.

    Attributes
    ----------
    cohort, role
        Which cohort, and as what.
    link
        The link's public id; empty for who signed in, or works at the server.
    subject
        The OIDC subject; empty for a link.
    snapshot
        What is looked at: what the link opens, and for editors and owners also any other snapshot
        of the cohort; empty means the newest.
    name
        What the person calls themselves; it is written beside what they do, and proves nothing.
    """

    cohort: str
    role: str
    link: str = ""
    subject: str = ""
    snapshot: str = ""
    name: str = ""

    @property
    def who(self) -> str:
        """What the audit log calls them."""
        came = f"link {self.link}" if self.link else self.subject or COMMAND_LINE
        return f"{self.name} ({came})" if self.name else came

    def may(self, role: str) -> bool:
        """Say whether this role includes another."""
        return _RANKS.index(self.role) >= _RANKS.index(role)


def administer(cohort: str) -> Access:
    """Give whoever sits at the server's command line every right."""
    return Access(cohort, ADMIN)


def check(store: Store, access: Access, role: str = AGGREGATE) -> Access:
    """Ask whether an access still holds, and give it as it is now.

    Raises
    ------
    AccessError
        If it was revoked, has expired, or does not include the role.
    """
    with store.reading() as connection:
        return require(connection, access, role, store.now())


def require(connection: Connection, access: Access, role: str, now: str) -> Access:
    """As `check`, in the transaction of the act that needs it."""
    held = _as_it_is_now(connection, access, now)
    if not held.may(role):
        raise AccessError(
            f"This link is {held.role}, and this needs {role}. Ask the owner of the cohort."
        )
    return held


def _as_it_is_now(connection: Connection, access: Access, now: str) -> Access:
    owner = connection.execute(
        select(COHORTS.c.owner).where(COHORTS.c.id == access.cohort)
    ).scalar_one_or_none()
    if owner is None:
        raise AccessError("This cohort is no longer kept here: it was purged.")
    if access.role == ADMIN and not access.link and not access.subject:
        return access
    if access.subject:
        if access.subject != owner:
            raise AccessError("You do not own this cohort.")
        return Access(access.cohort, OWNER, "", owner, access.snapshot, access.name)
    link = connection.execute(select(LINKS).where(LINKS.c.id == access.link)).first()
    if link is None or link.cohort != access.cohort:
        refuse()
    live(link, now)
    held = Access(link.cohort, link.role, link.id, "", link.snapshot or "", access.name)
    if access.snapshot and held.may(EDITOR):  # whoever sees all views may turn to another
        return replace(held, snapshot=access.snapshot)
    return held


def live(link: Row, now: str) -> None:
    """Refuse a link that was revoked or has expired."""
    if link.revoked_at:
        raise AccessError("This link was revoked. Ask whoever sent it for another.")
    if link.expires_at and link.expires_at <= now:
        raise AccessError(
            f"This link expired on {link.expires_at[:10]}. Ask whoever sent it for another."
        )


def refuse() -> NoReturn:
    """Say the one thing that every wrong link is told."""
    raise AccessError(
        "This link opens nothing here. Copy it whole, or ask whoever sent it for another."
    )


def next_in(connection: Connection, table: Table, cohort: str) -> int:
    """Give the place of the next row of a cohort, in a transaction that writes alone."""
    last = connection.execute(
        select(func.max(table.c.seq)).where(table.c.cohort == cohort)
    ).scalar_one()
    return (last or 0) + 1


def newest_snapshot(connection: Connection, cohort: str) -> str:
    """Give the id of the snapshot made last."""
    return connection.execute(
        select(SNAPSHOTS.c.id)
        .where(SNAPSHOTS.c.cohort == cohort)
        .order_by(SNAPSHOTS.c.seq.desc())
        .limit(1)
    ).scalar_one()
