"""No word of a file or of a person is in the log of a process or in an address that it sets."""

import asyncio
import contextlib
import json
import random
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from topology import free_ports, start_process, wait_until_healthy

from benchmarks.hostile import UPLOADER
from benchmarks.visitor import Visitor
from tests.privacy.canaries import decoded, find_canaries, plant_everywhere, random_word

VISITS = 2
PAGES = ("import", "cohort", "child", "histology", "maintenance", "definitions", "methods", "share")


def fetch(address: str) -> None:
    asked = urllib.request.Request(address, headers={"Accept": "text/html", "Referer": address})
    with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(asked) as answer:
        answer.read()


async def look_round(address: str, source: random.Random) -> tuple[dict[str, str], list[str]]:
    """Upload a workbook of canaries, choose in it, type more; return them and all addresses."""
    planted = plant_everywhere(source)
    typed = {"typed": random_word(source), "asked": random_word(source)}
    addresses = []
    async with Visitor(address, "import") as visitor:
        await visitor.arrive()
        await visitor.upload(UPLOADER, planted.name, planted.content)
        addresses.append(visitor.query)
        for label, word in (
            ("Histology", planted.canaries["histology"]),
            ("Maintenance regimen", planted.canaries["drug"]),
        ):
            if label in visitor.lists:
                await visitor.choose(label, [word])
                addresses.append(visitor.query)
                await visitor.choose(label, [])
        for label in list(visitor.fields):
            with contextlib.suppress(KeyError, TimeoutError):
                await visitor.write(label, typed["typed"])
                addresses.append(visitor.query)
    asked = f"patient={typed['asked']}&histology={typed['asked']}&{typed['asked']}=1"
    for page in PAGES:
        async with Visitor(address, page, asked) as visitor:
            await visitor.arrive()
    for path in (typed["asked"], f"child?patient={typed['asked']}"):
        await asyncio.to_thread(fetch, f"{address}/{quote(path, safe='?=')}")
    return {**planted.canaries, **typed}, [decoded(each) for each in addresses]


def test_no_word_of_a_file_or_a_person_is_in_a_log_or_an_address(tmp_path: Path):
    settings = {"SRNS_LOG_LEVEL": "debug", "SRNS_STORE": str(tmp_path / "store.sqlite3")}
    process = start_process(tmp_path, free_ports(1)[0], settings)
    try:
        wait_until_healthy(process)
        visits = [
            asyncio.run(look_round(process.address, random.Random(seed))) for seed in range(VISITS)
        ]
    finally:
        process.running.terminate()
        process.running.wait()
    log = process.journal.read_text("utf-8")

    events = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert sum(each.get("path") == "/_stcore/upload_file" for each in events) == VISITS
    assert sum(each.get("event") == "visit ended" for each in events) >= VISITS
    for canaries, addresses in visits:
        asked_for = {name: word for name, word in canaries.items() if name != "asked"}
        assert find_canaries(canaries, log) == []
        assert all(find_canaries(asked_for, address) == [] for address in addresses)
