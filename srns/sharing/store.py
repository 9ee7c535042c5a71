"""Store of saved cohorts: a database in which every read and write is one transaction.

SQLite in one file by default; PostgreSQL if `SRNS_DATABASE_URL` says so. Every write holds the
store's single lock, so it sees everything that was acknowledged before it.
"""

import contextlib
import datetime
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from srns.cohort.errors import StoreError, StoreOffError
from srns.sharing.schema import METADATA

URL_VARIABLE = "SRNS_DATABASE_URL"
PATH_VARIABLE = "SRNS_STORE"
OFF = "off"
DEFAULT_PATH = "~/.srns/store.sqlite3"
WAIT_SECONDS = 10
PASSWORD_COST = (2**15, 8, 3)
"""OWASP's recommendation for scrypt at 32 MB: n, r and p."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x73726E73  # "srns": the advisory lock of every write on PostgreSQL


def utc_now() -> datetime.datetime:
    """Return the current time in UTC."""
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Store:
    """A database with the schema in place.

    Attributes
    ----------
    clock
        Returns the current time; tests let it jump.
    password_cost
        n, r and p of scrypt for the passwords of new links; tests make it cheap. A password keeps
        the cost it was stored with.
    """

    engine: Engine
    clock: Callable[[], datetime.datetime] = utc_now
    password_cost: tuple[int, int, int] = PASSWORD_COST

    def now(self) -> str:
        """Return the time as it is stored: UTC, ISO 8601, to the microsecond, so that it sorts."""
        return self.clock().astimezone(datetime.UTC).isoformat(timespec="microseconds")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction for reading; every failure is a StoreError of one sentence."""
        with _one_sentence(), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open an exclusive transaction for writing; saved when the block ends, or not at all."""
        with _one_sentence(), self.engine.connect() as connection:
            connection = connection.execution_options(srns_writes=True)
            with connection.begin():
                _lock(connection)
                yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_store(
    where: str | Path | None = None,
    *,
    clock: Callable[[], datetime.datetime] = utc_now,
    password_cost: tuple[int, int, int] = PASSWORD_COST,
    environment: Mapping[str, str] = os.environ,
) -> Store:
    """Open the store, and migrate its schema to the current version.

    Parameters
    ----------
    where
        A database URL or the path of a SQLite file. Without it, the environment decides:
        `SRNS_DATABASE_URL`, else the path in `SRNS_STORE` ("off": nothing is ever stored), else
        `~/.srns/store.sqlite3`.
    clock, password_cost
        As in `Store`.

    Raises
    ------
    StoreError
        If it cannot be opened: one sentence.
    """
    url = _address(where, environment)
    engine = _engine(url)
    store = Store(engine, clock, password_cost)
    try:
        with store.writing() as connection:
            _migrate(connection)
    except StoreError:
        store.close()
        raise
    return store


def _address(where: str | Path | None, environment: Mapping[str, str]) -> str:
    wanted = where or environment.get(URL_VARIABLE) or environment.get(PATH_VARIABLE)
    if wanted == OFF:
        raise StoreOffError(
            "Saving and sharing are switched off on this server; nothing is ever stored here."
        )
    wanted = str(wanted or DEFAULT_PATH)
    if "://" in wanted:
        return wanted
    return f"sqlite:///{_private(Path(wanted).expanduser().resolve())}"


def _private(path: Path) -> Path:
    """Create the file so that only its owner can read it, and return its path."""
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(
            f"The store {path} cannot be made ({error.strerror}). Give another path in "
            f"{PATH_VARIABLE}."
        ) from None
    return path


def _engine(address: str) -> Engine:
    try:
        url = make_url(address)
    except ArgumentError:  # its text may hold a password
        raise StoreError(
            f"{URL_VARIABLE} is no database URL. Write postgresql://USER@HOST/DATABASE."
        ) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.drivername != "postgresql+psycopg":
        raise StoreError(
            f"The store is asked to be {url.drivername}; expected sqlite or postgresql. Correct "
            f"{URL_VARIABLE}."
        )
    return create_engine(
        url,
        pool_pre_ping=True,  # a restarted database gets a fresh connection
        pool_timeout=WAIT_SECONDS,
        connect_args={"connect_timeout": WAIT_SECONDS, "application_name": "srns"},
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = (
        None  # transactions begin where we say, not where the driver decides
    )
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # what was acknowledged survives a power failure
        "foreign_keys = ON",
        "secure_delete = ON",  # what was purged is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("srns_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    scripts = ScriptDirectory(str(_MIGRATIONS), version_locations=[str(_MIGRATIONS)])
    head = scripts.get_current_head()
    current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return
    if current is None and inspect(connection).get_table_names():
        raise StoreError(
            "The store holds tables and does not say which version of srns wrote them, so it is "
            "not touched. Restore a backup into a new file, or give another path."
        )
    if current is not None and current not in {each.revision for each in scripts.walk_revisions()}:
        raise StoreError(
            f"The store was written by a newer srns (schema {current}, known here is {head}). "
            "Install that version."
        )
    with EnvironmentContext(
        config, scripts, fn=lambda revision, _context: scripts._upgrade_revs("head", revision)
    ) as migration:
        migration.configure(connection=connection, target_metadata=METADATA)
        migration.run_migrations()


@contextlib.contextmanager
def _one_sentence() -> Iterator[None]:
    """Turn a database error into one sentence to act on, without values or secrets."""
    try:
        yield
    except PoolTimeout:
        raise StoreError("The store is busy: nothing was saved. Try again in a moment.") from None
    except DBAPIError as error:
        raise StoreError(_sentence(error)) from error


def _sentence(error: DBAPIError) -> str:
    message = str(error.orig).lower()
    if any(words in message for words in ("disk is full", "no space left", "could not extend")):
        return "The disk of the store is full: nothing was saved. Free some space and try again."
    if "locked" in message or "lock timeout" in message or "busy" in message:
        return "The store is busy: nothing was saved. Try again in a moment."
    if "readonly" in message or "read-only" in message:
        return "The store cannot be written: nothing was saved. Let the server write its file."
    if "never changed" in message:
        return "Saved versions and the audit log are never changed: nothing was saved."
    if "unable to open" in message:
        return f"The store cannot be opened: nothing was saved. Check the path in {PATH_VARIABLE}."
    if any(words in message for words in ("no such table", "no such column", "does not exist")):
        return (
            "The store lacks a table of this version of srns: it was emptied, or written by "
            "another version. Restore a backup into a new store, or install the version that "
            "wrote it."
        )
    if "not a database" in message or "malformed" in message:
        return (
            "The file of the store is damaged or not a store. Restore a backup: srns admin restore."
        )
    return (
        "The store cannot be reached: nothing was saved. Try again; if it lasts, tell whoever runs "
        "this server."
    )
