"""What is lost when the server is killed, its disk fills, its database stops or its clock jumps?

Run: python -m benchmarks.faults [--operations 500] [--app 20] [--only-app] [--on sqlite|postgres]

A worker saves cohorts, makes links and revokes them, and writes each act down after the store
acknowledged it, in a file that is synchronised. It is killed (SIGKILL) at random moments and
started again; each time the store is opened anew and searched for halves, and at the end for all
that was acknowledged. Then the app itself is killed while a visitor saves, shares and revokes on
its page, and the other faults come. Nothing leaves a temporary folder; PostgreSQL is a server of
its own there. The full disk is a small file system in memory where mounting is allowed, else a
limit on the file's size.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import datetime
import json
import multiprocessing
import os
import random
import re
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select
from websockets.exceptions import WebSocketException

from benchmarks.visitor import Visitor

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "hosting"))
from topology import free_ports, start_process, wait_until_healthy

from srns.cohort.errors import AccessError, StoreError
from srns.privacy import deidentify
from srns.privacy.deidentify import Cleared
from srns.rules.classify import classify
from srns.rules.load_definition import load_definition
from srns.sharing import audit, cohorts, links, snapshots
from srns.sharing.permissions import VIEWER, Access, administer
from srns.sharing.schema import LINKS, SNAPSHOTS, VERSIONS
from srns.sharing.snapshots import Pinned
from srns.sharing.store import Store, open_store, utc_now
from srns.workbook.read_workbook import read_workbook

ROOT = Path(__file__).parents[1]
KEPT = 6


def ready() -> tuple[Cleared, Pinned]:
    """Give the paper's cohort as it may be stored, and what is looked at."""
    cohort = read_workbook(ROOT / "data" / "haddad2021.xlsx").cohort
    assert cohort is not None
    cleared = deidentify.clear(deidentify.screen(cohort), risk_accepted=True)
    pinned = snapshots.pin_view(classify(cleared.cohort, load_definition("haddad_2021")))
    return cleared, pinned


def another(cleared: Cleared, number: int) -> Cleared:
    """Give the same children with other results, so that the version is new."""
    labs = cleared.cohort.labs.copy()
    labs.loc[labs.index[0], "value"] = 1 + number / 1000
    return dataclasses.replace(cleared, cohort=dataclasses.replace(cleared.cohort, labs=labs))


def work(where: str, acknowledged: Path) -> None:
    """Save, share and revoke without end; write each act down once it was acknowledged."""
    random.seed()  # a fork would go on where its parent is
    cleared, pinned = ready()
    store = open_store(where)
    held: list[Access] = []
    shared: list[tuple[Access, str]] = []
    with acknowledged.open("a", encoding="utf-8") as log:
        while True:
            act: dict[str, str]
            kind = random.choice(("save", "cut", "share", "share", "revoke"))
            if kind == "save" or not held:
                kind = "save"
                saved = cohorts.save_cohort(store, cleared, pinned, name="The paper")
                held = [*held[-KEPT:], saved.access]
                act = {"cohort": saved.access.cohort, "version": saved.version.sha256}
            elif kind == "cut":
                access = random.choice(held)
                before = cohorts.newest_version(store, access).sha256
                changed = another(cleared, secrets.randbelow(10**9))
                version, _ = cohorts.save_cut(store, access, changed, pinned, compared_with=before)
                act = {"cohort": access.cohort, "version": version.sha256}
            elif kind == "share" or not shared:
                kind = "share"
                access = random.choice(held)
                link = links.make_link(store, access, VIEWER)
                shared = [*shared[-KEPT:], (access, link.id)]
                act = {"cohort": access.cohort, "link": link.id, "token": link.token}
            else:
                access, identity = shared.pop(random.randrange(len(shared)))
                links.revoke_link(store, access, identity)
                act = {"cohort": access.cohort, "link": identity}
            log.write(json.dumps({"act": kind, **act}) + "\n")
            log.flush()
            os.fsync(log.fileno())


def acts_of(acknowledged: Path) -> list[dict[str, str]]:
    """Read what was acknowledged; a last line that was cut off was not."""
    if not acknowledged.exists():
        return []
    lines = acknowledged.read_text("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines]


def missing(where: str, acts: Sequence[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Name what is lost, and what was saved although the kill came before the answer.

    Lost is what was acknowledged and is not there, or is there by half. A link that is closed
    because the store holds the time of its revocation was revoked, whether or not anybody was told.
    """
    store = open_store(where)
    lost, untold = [], []
    with store.reading() as connection:
        ended = {row.id: row.revoked_at for row in connection.execute(select(LINKS))}
    revoked = {act["link"] for act in acts if act["act"] == "revoke"}
    for act in acts:
        if "version" in act:
            try:
                cohorts.load_cohort(store, administer(act["cohort"]), act["version"])
            except StoreError as error:
                lost.append(f"{act['act']} {act['version'][:8]}: {error}")
        elif "token" in act:
            try:
                links.open_link(store, act["token"])
                opened = True
            except AccessError:
                opened = False
            if not opened and ended.get(act["link"]) and act["link"] not in revoked:
                untold.append(f"revocation of {act['link']} at {ended[act['link']]}")
            elif opened == (act["link"] in revoked):
                lost.append(f"link {act['link']}: {'open' if opened else 'closed'}")
    lost += halves(store)
    chain = audit.verify_log(store)
    if chain.broken:
        lost.append(f"audit log: {chain.broken}")
    store.close()
    return lost, untold


def halves(store: Store, read: int | None = None) -> list[str]:
    """Name versions that cannot be read, and snapshots without their version.

    `read` is how many versions, drawn at random, are read whole; None means all.
    """
    with store.reading() as connection:
        versions = {
            (row.cohort, row.sha256)
            for row in connection.execute(select(VERSIONS.c.cohort, VERSIONS.c.sha256))
        }
        pinned = {
            (row.cohort, row.sha256)
            for row in connection.execute(select(SNAPSHOTS.c.cohort, SNAPSHOTS.c.sha256))
        }
    found = [f"snapshot without its version: {each[1][:8]}" for each in pinned - versions]
    found += [f"version without a snapshot: {each[1][:8]}" for each in versions - pinned]
    drawn = versions if read is None else random.sample(sorted(versions), min(read, len(versions)))
    for cohort, sha256 in drawn:
        try:
            cohorts.load_cohort(store, administer(cohort), sha256)
        except StoreError as error:
            found.append(f"version {sha256[:8]}: {error}")
    return found


def kill_at_random(where: str, folder: Path, operations: int) -> str:
    """Kill the worker again and again until so many acts were acknowledged."""
    acknowledged, kills, lost = folder / "acknowledged.jsonl", 0, []
    while len(acts_of(acknowledged)) < operations:
        before = len(acts_of(acknowledged))
        worker = multiprocessing.get_context("fork").Process(
            target=work, args=(where, acknowledged), daemon=True
        )
        worker.start()
        assert worker.pid is not None
        while len(acts_of(acknowledged)) == before and worker.is_alive():
            time.sleep(0.01)
        if not worker.is_alive():
            raise RuntimeError("The worker ended by itself.")
        time.sleep(random.uniform(0, 0.5))
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        kills += 1
        lost += halves_of(where)
    acts = acts_of(acknowledged)
    gone, untold = missing(where, acts)
    lost += gone
    return tally(acts, kills, lost, untold)


async def save_on_the_page(
    address: str, told: list[dict[str, str]], begin: Callable[[], None]
) -> None:
    """Save the paper's cohort on the page Share, then make links and revoke some, as a person does.

    An act counts as acknowledged once the page says so: it shows the new link, or no longer offers
    the link that was to be revoked.
    """
    offered = "Link to change"
    async with Visitor(address, "share", "cohort=paper") as visitor:
        await visitor.arrive()
        for label in [each for each in visitor.fields if each.startswith("Whoever knows")]:
            await visitor.tick(label)
        await visitor.write("Cohort name", "The paper")
        begin()
        await visitor.press("Save cohort")
        told.append({"act": "save", **link_shown(visitor)})
        for _ in range(random.randint(2, 6)):
            if offered not in visitor.options or random.random() < 0.6:
                await visitor.press("Create link")
                told.append({"act": "share", **link_shown(visitor)})
                continue
            chosen = random.choice(visitor.options[offered])
            await visitor.pick(offered, chosen)
            await visitor.press("Revoke link")
            if visitor.failed or chosen in visitor.options.get(offered, ()):
                raise RuntimeError(f"The page revoked nothing: {visitor.texts[:5]}")
            told.append({"act": "revoke", "link": chosen.split("(")[-1].removesuffix(")")})


def link_shown(visitor: Visitor) -> dict[str, str]:
    """Give the link that the page shows, once."""
    if visitor.failed or len(visitor.codes) != 1:
        raise RuntimeError(f"The page gave no link: {visitor.texts[:5]}")
    token = parse_qs(urlsplit(visitor.codes[0]).query)[links.PARAMETER][0]
    return {"token": token, "link": token.split(".")[0]}


async def stay_until_killed(
    address: str, told: list[dict[str, str]], kill: Callable[[], None]
) -> None:
    """Save and share in one visit after the other; the kill comes at random after the first one."""
    killing: list[asyncio.TimerHandle] = []

    def begin() -> None:
        if not killing:
            after = random.uniform(0, 8)
            killing.append(asyncio.get_running_loop().call_later(after, kill))

    with contextlib.suppress(WebSocketException, ConnectionError):  # it was killed
        while True:
            await save_on_the_page(address, told, begin)


def kill_the_app(where: str, folder: Path, kills: int) -> str:
    """Kill the dashboard's own process so many times while a visitor saves and shares on it."""
    told: list[dict[str, str]] = []
    lost: list[str] = []
    starting = 0.0
    shown = {"SRNS_DATABASE_URL" if "://" in where else "SRNS_STORE": where}
    for _ in range(kills):
        begun = time.monotonic()
        app = start_process(folder, free_ports(1)[0], shown)
        wait_until_healthy(app)
        starting += time.monotonic() - begun
        asyncio.run(stay_until_killed(app.address, told, app.running.kill))
        if app.running.wait() != -signal.SIGKILL:
            raise RuntimeError("The app ended by itself.")
        lost += halves_of(where)
    gone, untold = missing(where, told)
    lost += gone
    return f"{tally(told, kills, lost, untold)}; a start took {starting / kills:.1f} s"


def tally(
    acts: Sequence[dict[str, str]], kills: int, lost: Sequence[str], untold: Sequence[str]
) -> str:
    """Say what was acknowledged and what became of it."""
    counts = Counter(act["act"] for act in acts)
    said = ", ".join(f"{number} {act}" for act, number in sorted(counts.items()))
    return (
        f"{len(acts)} acknowledged ({said}), {kills} kills, {len(lost)} lost or half {lost[:3]}, "
        f"{len(untold)} saved but not acknowledged {untold[:3]}"
    )


def halves_of(where: str) -> list[str]:
    """As `halves`, and the audit log, on a store that is opened for it."""
    store = open_store(where)
    found = halves(store, read=10)
    broken = audit.verify_log(store).broken
    store.close()
    return [*found, *([broken] if broken else [])]


def fill_the_disk(where: Path) -> str:
    """Save until the disk is full; look, purge, and save again."""
    cleared, pinned = ready()
    store = open_store(where)
    first = cohorts.save_cohort(store, cleared, pinned, name="The paper")
    saved, told = [first.version.sha256], Counter[str]()
    for number in range(400):
        try:
            before = cohorts.newest_version(store, first.access).sha256
            version, _ = cohorts.save_cut(
                store, first.access, another(cleared, number), pinned, compared_with=before
            )
            saved.append(version.sha256)
        except StoreError as error:
            told[plainly(error)] += 1
            if told.total() == 5:
                break
    acts = [{"act": "cut", "cohort": first.access.cohort, "version": each} for each in saved]
    store.close()
    lost, _ = missing(str(where), acts)
    return (
        f"{len(saved)} saved before, {told.total()} refused {dict(told)}, {len(lost)} lost {lost}"
    )


def plainly(error: StoreError) -> str:
    """Give what was said without the numbers and the ids."""
    return re.sub(r"\b(?=\w*\d)\w+\b", "…", str(error))


def edit_at_once(where: str) -> str:
    """Let two editors save on top of the same version, many times."""
    cleared, pinned = ready()
    first = open_store(where)
    saved = cohorts.save_cohort(first, cleared, pinned, name="The paper")
    stores = (first, open_store(where))
    won: list[str] = []
    told: Counter[str] = Counter()
    for turn in range(40):
        before = cohorts.newest_version(first, saved.access).sha256

        def save(editor: int, turn: int = turn, before: str = before) -> None:
            changed = another(cleared, 10 * turn + editor)
            try:
                version, _ = cohorts.save_cut(
                    stores[editor], saved.access, changed, pinned, compared_with=before
                )
                won.append(version.sha256)
            except StoreError as error:
                told[plainly(error)] += 1

        both = [threading.Thread(target=save, args=(editor,)) for editor in (0, 1)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    acts = [{"act": "cut", "cohort": saved.access.cohort, "version": each} for each in won]
    for store in stores:
        store.close()
    lost, _ = missing(where, acts)
    return (
        f"40 pairs: {len(won)} saved, {sum(told.values())} refused {dict(told)}, {len(lost)} lost"
    )


def jump_the_clock(where: str) -> str:
    """Set the clock back and forth by years while links expire."""
    cleared, pinned = ready()
    now = [utc_now()]
    store = open_store(where, clock=lambda: now[0])
    saved = cohorts.save_cohort(store, cleared, pinned, name="The paper")
    link = links.make_link(store, saved.access, VIEWER, days=30)
    wrong = []
    for days in (-3650, 0, 29, 31, 3650, -1, 31, 0):
        now[0] = utc_now() + datetime.timedelta(days=days)
        try:
            links.open_link(store, link.token)
            opened = True
        except AccessError:
            opened = False
        if opened != (days < 30):
            wrong.append(f"{days} days: {'open' if opened else 'closed'}")
        links.make_link(store, administer(saved.access.cohort), VIEWER)  # an entry of the audit log
    broken = audit.verify_log(store).broken
    store.close()
    return f"8 jumps: {len(wrong)} wrong {wrong}, audit log {'broken' if broken else 'whole'}"


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Start a PostgreSQL of our own; give its URL and how `pg_ctl` is called."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    where = Path(found[-1]).parent if found else Path(shutil.which("pg_ctl") or "").parent
    data = folder / "postgres"
    as_user: list[str] = []
    if os.geteuid() == 0:
        folder.chmod(0o777)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    run = [*as_user, str(where / "pg_ctl"), "-D", str(data), "-w", "-s"]
    port = random.randrange(20000, 60000)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    subprocess.run(
        [*as_user, str(where / "initdb"), "-D", str(data), "-A", "trust", "-U", "srns"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    start = [*run, "-o", options, "-l", str(folder / "postgres.log"), "start"]
    subprocess.run(start, check=True)
    try:
        yield f"postgresql://srns@127.0.0.1:{port}/postgres", [json.dumps(run), json.dumps(start)]
    finally:
        subprocess.run([*run, "-m", "immediate", "stop"], check=False)


def stop_the_database(where: str, control: list[str]) -> str:
    """Stop PostgreSQL hard while somebody saves, start it again, and go on."""
    run, start = (json.loads(each) for each in control)
    cleared, pinned = ready()
    store = open_store(where)
    saved = cohorts.save_cohort(store, cleared, pinned, name="The paper")
    kept, told = [saved.version.sha256], Counter[str]()
    for turn in range(10):
        stop = [*run, "-m", random.choice(("fast", "immediate")), "stop"]
        stopping = threading.Timer(random.uniform(0.2, 1.5), subprocess.run, (stop,))
        stopping.start()
        number = 0
        while stopping.is_alive():
            number += 1
            try:
                before = cohorts.newest_version(store, saved.access).sha256
                changed = another(cleared, 10_000 * turn + number)
                version, _ = cohorts.save_cut(
                    store, saved.access, changed, pinned, compared_with=before
                )
                kept.append(version.sha256)
            except StoreError as error:
                told[plainly(error)] += 1
                time.sleep(0.05)
        stopping.join()
        subprocess.run(start, check=True)
    acts = [{"act": "cut", "cohort": saved.access.cohort, "version": each} for each in kept]
    store.close()
    lost, _ = missing(where, acts)
    return (
        f"10 stops: {len(kept)} saved, {sum(told.values())} refused {dict(told)}, {len(lost)} lost"
    )


def main() -> None:
    """Print one line for each kind of fault."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--operations", type=int, default=500)
    parser.add_argument("--app", type=int, default=20, help="how often the app is killed")
    parser.add_argument("--only-app", action="store_true", help="kill the app and nothing else")
    parser.add_argument("--on", choices=("sqlite", "postgres"), default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.on == "postgres":
            with postgres(folder) as (url, control):
                other = folder / "other"
                other.mkdir()
                if asked.only_app:
                    say("PostgreSQL, kill -9 of the app", kill_the_app(url, other, asked.app))
                    return
                say("PostgreSQL, stopped and started", stop_the_database(url, control))
                say("PostgreSQL, two editors", edit_at_once(url))
                say("PostgreSQL, clock", jump_the_clock(url))
                say("PostgreSQL, kill -9", kill_at_random(url, other, asked.operations))
                say("PostgreSQL, kill -9 of the app", kill_the_app(url, other, asked.app))
            return
        if asked.only_app:
            lite = str(folder / "app.sqlite3")
            say("SQLite, kill -9 of the app", kill_the_app(lite, folder, asked.app))
            return
        with small_disk(folder) as disk:
            say("SQLite, full disk", fill_the_disk(disk / "full.sqlite3"))
        say("SQLite, two editors", edit_at_once(str(folder / "two.sqlite3")))
        say("SQLite, clock", jump_the_clock(str(folder / "clock.sqlite3")))
        lite = folder / "killed.sqlite3"
        say("SQLite, kill -9", kill_at_random(str(lite), folder, asked.operations))
        say(
            "SQLite, kill -9 of the app",
            kill_the_app(str(folder / "app.sqlite3"), folder, asked.app),
        )


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Give a folder that holds little; where mounting is not allowed, any file may grow little."""
    disk = folder / "small"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not mounted:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, hard))
    print(f"The small disk is {'a file system of 1 MB' if mounted else 'a limit on files'}.")
    try:
        yield disk
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)


def say(what: str, found: str) -> None:
    """Print a line at once."""
    print(f"{what}: {found}", flush=True)


if __name__ == "__main__":
    main()
