"""Permissions on a saved cohort, checked again for every action.

An `Access` is what opening a link, or signing in, gave. It is a claim, not a proof: every function
that reads or writes checks in the same transaction whether the link is still valid, so a revoked,
expired or downgraded link ends immediately wherever it is open.
"""

from dataclasses import dataclass, replace
from typing import NoReturn

from sqlalchemy import Connection, Row, Table, func, select

from srns.cohort.errors import AccessError
from srns.privacy.typed_words import require_initials
from srns.sharing.schema import COHORTS, LINKS, SNAPSHOTS
from srns.sharing.store import Store

AGGREGATE, VIEWER, EDITOR, OWNER, ADMIN = "aggregate-only", "viewer", "editor", "owner", "admin"
ROLES = (AGGREGATE, VIEWER, EDITOR, OWNER)
"""Roles that a link can give, the least powerful first."""
_RANKS = (*ROLES, ADMIN)
COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Access:
    """Access of one person to one cohort.

    Attributes
    ----------
    cohort, role
        Id of the cohort, and the role in it.
    link
        Public id of the link; empty for a signed-in person and the command line.
    subject
        The OIDC subject; empty for a link.
    snapshot
        Id of the snapshot in view: the one that the link opens, for editors and owners also any
        other of the cohort; empty for the newest.
    name
        The person's initials or role; they are logged with their actions, and prove nothing.
    """

    cohort: str
    role: str
    link: str = ""
    subject: str = ""
    snapshot: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a name, which would be recorded with every action: initials are enough."""
        require_initials(self.name, "name of the person")

    @property
    def who(self) -> str:
        """The name in the audit log."""
        source = f"link {self.link}" if self.link else self.subject or COMMAND_LINE
        return f"{self.name} ({source})" if self.name else source

    def may(self, role: str) -> bool:
        """Return whether this role includes another."""
        return _RANKS.index(self.role) >= _RANKS.index(role)


def administer(cohort: str) -> Access:
    """Return full access, for the server's command line."""
    return Access(cohort, ADMIN)


def check(store: Store, access: Access, role: str = AGGREGATE) -> Access:
    """Check that an access is still valid, and return it as it is now.

    Raises
    ------
    AccessError
        If it was revoked, has expired, or does not include the role.
    """
    with store.reading() as connection:
        return require(connection, access, role, store.now())


def require(connection: Connection, access: Access, role: str, now: str) -> Access:
    """Check an access as `check` does, in the transaction of the action that needs it."""
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
        raise AccessError("This cohort is no longer stored here: it was purged.")
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
    if access.snapshot and held.may(EDITOR):  # whoever sees all snapshots may open another
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
    """Raise the one error that every wrong link gets."""
    raise AccessError(
        "This link does not work. Copy all of it, or ask whoever sent it for another."
    )


def next_in(connection: Connection, table: Table, cohort: str) -> int:
    """Return the sequence number of a cohort's next row, in an exclusive transaction."""
    last = connection.execute(
        select(func.max(table.c.seq)).where(table.c.cohort == cohort)
    ).scalar_one()
    return (last or 0) + 1


def newest_snapshot(connection: Connection, cohort: str) -> str:
    """Return the id of the newest snapshot."""
    return connection.execute(
        select(SNAPSHOTS.c.id)
        .where(SNAPSHOTS.c.cohort == cohort)
        .order_by(SNAPSHOTS.c.seq.desc())
        .limit(1)
    ).scalar_one()
