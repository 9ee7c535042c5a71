"""The same tests on SQLite and on a PostgreSQL that is started for them.

Without PostgreSQL its half fails, and never skips, unless `SRNS_SKIP_POSTGRES=1` asks for that.
"""

import datetime
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from srns.sharing.store import Store, open_store

NOBODY = "nobody"
CHEAP = (2**4, 8, 1)
"""So that passwords are derived fast; one test looks at the real cost."""


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.time

    def forward(self, **by: float) -> None:
        self.time += datetime.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server that runs until the tests end."""
    programs = _programs()
    if programs is None:
        pytest.fail(
            "PostgreSQL is not installed: run `make servers`, or set SRNS_SKIP_POSTGRES=1 to "
            "leave its half of the tests out.",
            pytrace=False,
        )
    folder = Path(tempfile.mkdtemp(prefix="srns-pg-", dir="/tmp"))
    user = None
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user = NOBODY
        os.chown(folder, pwd.getpwnam(NOBODY).pw_uid, pwd.getpwnam(NOBODY).pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
        " -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    )

    def run(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(programs / program), "-D", str(folder / "data"), *arguments],
            user=user,
            group=pwd.getpwnam(NOBODY).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
            check=False,
        )
        if done.returncode:
            pytest.fail(f"{program} failed: {done.stdout.decode()[-1000:]}", pytrace=False)

    run("initdb", "-U", "srns", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    try:
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://srns@127.0.0.1:{port}"
    finally:
        subprocess.run(
            [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"],
            user=user,
            group=pwd.getpwnam(NOBODY).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd="/",
            capture_output=True,
            timeout=60,
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which database; a test that needs another store of it asks `new_store`."""
    if request.param == "postgresql" and os.environ.get("SRNS_SKIP_POSTGRES") == "1":
        pytest.skip("SRNS_SKIP_POSTGRES=1")
    return request.param


@pytest.fixture
def new_store(kind: str, tmp_path: Path, clock: Clock, request: pytest.FixtureRequest):
    """Make an empty store; each call makes another, a name given twice opens the same."""
    stores: list[Store] = []
    emptied: set[str] = set()

    def make(name: str = "one") -> Store:
        if kind == "sqlite":
            where = str(tmp_path / f"{name}.sqlite3")
        else:
            where = f"{request.getfixturevalue('postgres')}/{name}"
            if name not in emptied:
                _empty(where)
                emptied.add(name)
        store = open_store(where, clock=clock, password_cost=CHEAP)
        stores.append(store)
        return store

    yield make
    for store in stores:
        store.close()


def _empty(where: str) -> None:
    """Make a database, or take everything out of it: quicker than another one for every test."""
    try:
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    except psycopg.OperationalError:  # there is none of this name yet
        server, _, name = where.rpartition("/")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())


@pytest.fixture
def store(new_store) -> Store:
    """An empty store."""
    return new_store()
