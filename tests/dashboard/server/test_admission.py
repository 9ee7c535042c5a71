"""Who counts as a visitor, and who may read the metrics."""

import asyncio
from collections.abc import Sequence

import pytest
from starlette.requests import Request

from srns.dashboard.server import serve
from srns.dashboard.server.metrics import Metrics
from srns.dashboard.server.serve import AdmissionMiddleware, may_see_metrics
from srns.dashboard.server.settings import Settings

CONNECT, ASK = {"type": "websocket.connect"}, {"type": "websocket.receive", "bytes": b"run"}
SCOPE = {"type": "websocket", "path": serve.STREAM, "headers": []}


async def app(_scope, receive, send) -> None:
    """Accept, and read until the connection ends."""
    await send({"type": "websocket.accept"})
    while (await receive())["type"] != "websocket.disconnect":
        await asyncio.sleep(0)


class Client:
    """One connection: what it sends, then silence; and what it was sent."""

    def __init__(self, says: Sequence[dict]) -> None:
        self._says = list(says)
        self.told: list[dict] = []
        self.gone = asyncio.Event()

    async def receive(self) -> dict:
        if self._says:
            return self._says.pop(0)
        await self.gone.wait()
        return {"type": "websocket.disconnect"}

    async def send(self, message: dict) -> None:
        self.told.append(message)

    def codes(self) -> list[int]:
        return [each["code"] for each in self.told if each["type"] == "websocket.close"]


def visits(clients: Sequence[Sequence[dict]], limit: int) -> tuple[list[int], list[Client]]:
    """Connect all at once; return the number of visitors while they stay, and at the end."""

    async def run() -> tuple[list[int], list[Client]]:
        metrics = Metrics()
        middleware = AdmissionMiddleware(app, Settings(visitors=limit), metrics)
        connected = [Client(says) for says in clients]
        tasks = [
            asyncio.create_task(middleware(dict(SCOPE), each.receive, each.send))
            for each in connected
        ]
        await asyncio.sleep(0.1)
        counts = [metrics["srns_visitors"]]
        for each in connected:
            each.gone.set()
        await asyncio.gather(*tasks)
        return [*counts, metrics["srns_visitors"], middleware._silent], connected

    return asyncio.run(run())


def test_a_connection_counts_from_the_first_thing_that_it_asks_for():
    counts, _ = visits([[CONNECT]] * 30 + [[CONNECT, ASK]] * 2, limit=3)

    assert counts == [2, 0, 0]


def test_who_asks_when_others_have_filled_the_server_is_told_to_try_later():
    counts, clients = visits([[CONNECT, ASK]] * 4, limit=3)

    assert counts[0] == 3
    assert [each.codes() for each in clients] == [[], [], [], [serve.TRY_LATER]]


def test_a_silent_connection_is_closed(monkeypatch):
    monkeypatch.setattr(serve, "SILENT_SECONDS", 0.02)
    counts, clients = visits([[CONNECT]], limit=3)

    assert clients[0].codes() == [serve.POLICY]
    assert counts == [0, 0, 0]


def test_more_silent_connections_than_a_browser_ever_needs_are_turned_away(monkeypatch):
    monkeypatch.setattr(serve, "MOST_SILENT", 5)
    _, clients = visits([[CONNECT]] * 9, limit=3)

    refused = [each for each in clients if each.told[0]["type"] == "websocket.http.response.start"]
    assert len(refused) == 4


@pytest.mark.parametrize(
    ("setting", "host", "passed_on", "seen"),
    [
        ("local", "127.0.0.1", False, True),
        ("local", "10.0.0.7", False, False),
        ("network", "10.0.0.7", False, True),
        ("network", "10.0.0.7", True, False),
        ("local", "127.0.0.1", True, False),
        ("off", "127.0.0.1", False, False),
    ],
    ids=["here", "from elsewhere", "inside", "a visitor", "a visitor, proxy here", "off"],
)
def test_metrics_are_for_whom_the_setting_names(setting, host, passed_on, seen):
    headers = [(b"x-forwarded-for", b"192.0.2.1")] if passed_on else []
    scope = {"type": "http", "headers": headers, "client": (host, 1)}
    assert may_see_metrics(Request(scope), setting) is seen
