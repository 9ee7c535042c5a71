"""How is the dashboard served to many, within its limits?

`python -m srns.dashboard.server` serves `app.py` as `streamlit run` does, and besides counts its
visitors, turns the next one away with a clear page when it is full, keeps a journal and numbers for
whoever watches it, and lets its visitors finish when it is told to stop.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from srns.app_files import APP
from srns.cohort.errors import SettingsError
from srns.dashboard.server.json_log import keep_journal, places, shown_path, tell
from srns.dashboard.server.metrics import Counters, memory_bytes
from srns.dashboard.server.session_affinity import name_sessions, remember
from srns.dashboard.server.settings import Settings, open_secrets, read_settings

STREAM, UPLOAD = "/_stcore/stream", "/_stcore/upload_file/"
OK, FULL = 200, 503
RETRY_SECONDS = 60


class Door:
    """Let visitors in, count them, and turn the next one away when the server is full."""

    def __init__(self, app: ASGIApp, settings: Settings, counters: Counters) -> None:
        self._app = app
        self._settings = settings
        self._counters = counters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one connection."""
        if scope["type"] == "websocket" and scope["path"] == STREAM:
            await self._visit(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._full():
            self._counters.add("srns_turned_away_total")
            await turn_away(receive, send)
            return
        self._counters.add("srns_visits_total")
        self._counters.add("srns_visitors")
        begun = time.monotonic()

        async def say_where(message: Message) -> None:
            if message["type"] == "websocket.accept":
                message.setdefault("headers", [])
                remember(message, scope, self._settings.process)
            await send(message)

        try:
            await self._app(scope, receive, say_where)
        finally:
            self._counters.add("srns_visitors", -1)
            tell("visit ended", seconds=round(time.monotonic() - begun))

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, begun, status = scope["path"], time.monotonic(), 0

        async def note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == OK and self._asks_for_a_page(scope):
                    remember(message, scope, self._settings.process)
            await send(message)

        if self._asks_for_a_page(scope) and self._full():
            self._counters.add("srns_turned_away_total")
            await full_page(self._settings, self._counters)(scope, receive, note_status)
        else:
            await self._app(scope, receive, note_status)
        if path.startswith(UPLOAD) and scope["method"] == "PUT":
            taken = 200 <= status < 300
            self._counters.add("srns_uploads_total" if taken else "srns_uploads_refused_total")
        quiet = shown_path(path) in ("/static", "/_stcore/health", "/metrics")
        tell(
            "request",
            logging.DEBUG if quiet else logging.INFO,
            method=scope["method"],
            path=shown_path(path),
            status=status,
            ms=round((time.monotonic() - begun) * 1e3),
        )

    def _asks_for_a_page(self, scope: Scope) -> bool:
        wanted = dict(scope["headers"]).get(b"accept", b"")
        return scope["method"] == "GET" and b"text/html" in wanted

    def _full(self) -> bool:
        limit = self._settings.memory_mb * 2**20
        return (
            self._counters["srns_draining"] == 1
            or self._counters["srns_visitors"] >= self._settings.visitors
            or (limit > 0 and memory_bytes() >= limit)
        )


async def turn_away(receive: Receive, send: Send) -> None:
    """Answer a websocket with 503, so that a proxy asks another process."""
    await receive()
    headers = [(b"retry-after", str(RETRY_SECONDS).encode())]
    await send({"type": "websocket.http.response.start", "status": FULL, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})


def full_page(settings: Settings, counters: Counters) -> Response:
    """Say that no more visitors can be served now, and what to do."""
    if counters["srns_draining"]:
        why = "This dashboard is being restarted."
    elif counters["srns_visitors"] >= settings.visitors:
        why = f"This dashboard serves {settings.visitors} visitors at once and is full."
    else:
        why = "This dashboard has no memory left for another visitor."
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>srns: please come back in a minute</title>"
        '<body style="font-family:sans-serif;max-width:34em;margin:4em auto;padding:0 1em">'
        f"<h1>Please come back in a minute</h1><p>{why} Nothing of yours is lost: keep the "
        "address, and load it again in a minute.</p>"
        "<p>In a hurry? Ask whoever runs it for more room, or run it on your own machine.</p>",
        status_code=FULL,
        headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"},
    )


def note_error(counters: Counters, error: Exception) -> bool:
    """Tell the visitor that a page failed, in one sentence, and note where it did."""
    number = uuid.uuid4().hex[:8]
    counters.add("srns_errors_total")
    tell(
        "page failed",
        logging.ERROR,
        number=number,
        kind=type(error).__name__,
        places=places(error.__traceback__),
    )
    st.error(
        "This page could not be shown. Nothing you uploaded was changed. Go back and try again; "
        f"if it lasts, tell whoever runs this server the number {number}."
    )
    return True


def make_app(settings: Settings) -> Any:
    """Make the application that a server of ASGI runs."""
    counters = Counters()
    counters.put("srns_visitors_limit", settings.visitors)

    def metrics(_request: Request) -> Response:
        return PlainTextResponse(counters.as_text(), media_type="text/plain; version=0.0.4")

    @contextlib.asynccontextmanager
    async def life(_app: Any) -> AsyncIterator[None]:
        _drain_on_stop(settings, counters)
        if settings.process:
            name_sessions(get_instance(), settings.process)
        tell("started", visitors=settings.visitors, upload_mb=settings.upload_mb)
        yield
        tell("stopped", visitors=counters["srns_visitors"])

    return st.App(
        APP,
        lifespan=life,
        routes=[Route("/metrics", metrics)],
        middleware=[Middleware(Door, settings=settings, counters=counters)],
        on_script_error=lambda error: note_error(counters, error),
    )


def _drain_on_stop(settings: Settings, counters: Counters) -> None:
    """Told to stop, take no new visitor, wait for those here, then stop."""
    waiting: set[asyncio.Task[None]] = set()

    async def drain() -> None:
        give_up = time.monotonic() + settings.drain_seconds
        while counters["srns_visitors"] and time.monotonic() < give_up:
            await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)  # the server's own way to stop

    def begin() -> None:
        if counters["srns_draining"]:
            return
        counters.put("srns_draining", 1)
        tell("draining", visitors=counters["srns_visitors"], seconds=settings.drain_seconds)
        waiting.add(asyncio.ensure_future(drain()))

    with contextlib.suppress(NotImplementedError, RuntimeError):  # Windows, and tests in a thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, begin)


def configure(settings: Settings) -> dict[str, Any]:
    """Give what Streamlit is told."""
    return {
        "server.address": settings.address,
        "server.port": settings.port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": settings.upload_mb,
        "server.disconnectedSessionTTL": settings.kept_seconds,
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.enableAgentApi": False,
        "browser.gatherUsageStats": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        **({"secrets.files": [settings.sign_in]} if settings.sign_in else {}),
    }


def main() -> int:
    """Serve until told to stop."""
    try:
        open_secrets(os.environ)
        settings = read_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if settings.cookie_secret:
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = settings.cookie_secret
    os.chdir(APP.parent)  # where .streamlit is
    app = make_app(settings)
    keep_journal(settings.log_level)
    with contextlib.suppress(KeyboardInterrupt):
        app.run(config=configure(settings))
    return 0
