"""Server for many visitors: admission limits, JSON log, Prometheus metrics, graceful stop.

`python -m srns.dashboard.server` serves `app.py` as `streamlit run` does. It also counts its
visitors, refuses the next one with a clear page when it is full, writes a log and metrics for the
administrator, and lets its visitors finish when it is asked to stop.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import threading
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import streamlit as st
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from srns.app_files import APP
from srns.cohort.errors import SettingsError
from srns.dashboard.server.json_log import (
    code_locations,
    configure_logging,
    log_event,
    loggable_path,
)
from srns.dashboard.server.memory_return import DELAY_SECONDS, MemoryReturn, limit_arenas
from srns.dashboard.server.metrics import Metrics, memory_bytes
from srns.dashboard.server.pages_ahead import load_pages
from srns.dashboard.server.session_affinity import prefix_session_ids, set_process_cookie
from srns.dashboard.server.settings import Settings, read_secret_files, read_settings
from srns.privacy import upload_jobs

SILENT_SECONDS = 15
"""How long a connection may be open before the page asks for anything; a browser does at once."""
MOST_SILENT = 100
STREAM, UPLOAD = "/_stcore/stream", "/_stcore/upload_file/"
OK, FULL, HIDDEN = 200, 503, 404
POLICY, TRY_LATER = 1008, 1013
"""Why a websocket is closed, in the words of its protocol."""
RETRY_SECONDS = 60


class AdmissionMiddleware:
    """Admit and count visitors, and refuse the next one when the server is full."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        self._silent = 0
        self._memory = MemoryReturn(settings.kept_seconds + DELAY_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one connection."""
        if scope["type"] == "websocket" and scope["path"] == STREAM:
            await self._serve_visit(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve_request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _serve_visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection; it counts as a visitor from the first thing that it asks for."""
        if self._is_full() or self._silent >= MOST_SILENT:
            self._metrics.counters["srns_turned_away_total"].inc()
            await reject_websocket(receive, send)
            return
        started, counted = time.monotonic(), False
        self._silent += 1

        async def receive_and_count() -> Message:
            nonlocal counted
            if counted:
                return await receive()
            try:
                async with asyncio.timeout(SILENT_SECONDS):
                    message = await receive()
            except TimeoutError:
                return await self._hang_up(send, POLICY)
            if message["type"] == "websocket.receive":
                if self._is_full():  # others spoke first
                    self._metrics.counters["srns_turned_away_total"].inc()
                    return await self._hang_up(send, TRY_LATER)
                counted = True
                self._silent -= 1
                self._metrics.counters["srns_visits_total"].inc()
                self._metrics.gauges["srns_visitors"].inc()
            return message

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "websocket.accept":
                message.setdefault("headers", [])
                set_process_cookie(message, scope, self._settings.process)
            await send(message)

        try:
            await self._app(scope, receive_and_count, send_with_cookie)
        finally:
            if counted:
                self._metrics.gauges["srns_visitors"].dec()
                self._memory.visit_ended()
                log_event("visit ended", seconds=round(time.monotonic() - started))
            else:
                self._silent -= 1

    @staticmethod
    async def _hang_up(send: Send, code: int) -> Message:
        """Close a connection from this side; return what the app reads of it."""
        with contextlib.suppress(RuntimeError, OSError):
            await send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def _serve_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, started, status = scope["path"], time.monotonic(), 0

        async def send_and_note_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if status == OK and self._requests_page(scope):
                    set_process_cookie(message, scope, self._settings.process)
            await send(message)

        if self._requests_page(scope) and self._is_full():
            self._metrics.counters["srns_turned_away_total"].inc()
            await full_page(self._settings, self._metrics)(scope, receive, send_and_note_status)
        else:
            await self._app(scope, receive, send_and_note_status)
        if path.startswith(UPLOAD) and scope["method"] == "PUT":
            accepted = 200 <= status < 300
            name = "srns_uploads_total" if accepted else "srns_uploads_refused_total"
            self._metrics.counters[name].inc()
        quiet = loggable_path(path) in ("/static", "/_stcore/health", "/metrics")
        log_event(
            "request",
            logging.DEBUG if quiet else logging.INFO,
            method=scope["method"],
            path=loggable_path(path),
            status=status,
            ms=round((time.monotonic() - started) * 1e3),
        )

    def _requests_page(self, scope: Scope) -> bool:
        accepted = dict(scope["headers"]).get(b"accept", b"")
        return scope["method"] == "GET" and b"text/html" in accepted

    def _is_full(self) -> bool:
        limit = self._settings.memory_mb * 2**20
        return (
            self._metrics["srns_draining"] == 1
            or self._metrics["srns_visitors"] >= self._settings.visitors
            or (limit > 0 and memory_bytes() >= limit)
        )


async def reject_websocket(receive: Receive, send: Send) -> None:
    """Answer a websocket with 503, so that a proxy asks another process."""
    await receive()
    headers = [(b"retry-after", str(RETRY_SECONDS).encode())]
    await send({"type": "websocket.http.response.start", "status": FULL, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})


def full_page(settings: Settings, metrics: Metrics) -> Response:
    """Return the page for a visitor who cannot be served now: why, and what to do."""
    if metrics["srns_draining"]:
        why = "This dashboard is being restarted."
    elif metrics["srns_visitors"] >= settings.visitors:
        why = f"This dashboard serves {settings.visitors} visitors at once and is full."
    else:
        why = "This dashboard has no memory left for another visitor."
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>srns: please come back in a minute</title>"
        '<body style="font-family:sans-serif;max-width:34em;margin:4em auto;padding:0 1em">'
        f"<h1>Please come back in a minute</h1><p>{why} Nothing of yours is lost: keep this "
        "address and reload it in a minute.</p>"
        "<p>In a hurry? Ask the administrator for more capacity, or run the dashboard on your own "
        "computer.</p>",
        status_code=FULL,
        headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"},
    )


def log_page_error(metrics: Metrics, error: Exception) -> bool:
    """Show the visitor one sentence about a page that failed, and log where it failed.

    Returns
    -------
    bool
        True: Streamlit shows nothing of its own.
    """
    number = uuid.uuid4().hex[:8]
    metrics.counters["srns_errors_total"].inc()
    log_event(
        "page failed",
        logging.ERROR,
        number=number,
        kind=type(error).__name__,
        places=code_locations(error.__traceback__),
    )
    st.error(
        "This page could not be shown. Nothing you uploaded was changed. Go back and try again; "
        f"if it happens again, give the administrator of this server the error number {number}."
    )
    return True


def _prepare() -> None:
    """Do before the first visitor comes what each of them would wait for."""
    upload_jobs.prepare()
    load_pages()


def make_app(settings: Settings) -> Any:
    """Return the ASGI application."""
    metrics = Metrics()
    metrics.gauges["srns_visitors_limit"].set(settings.visitors)

    def metrics_page(request: Request) -> Response:
        if not may_see_metrics(request, settings.metrics):
            return Response(status_code=HIDDEN)
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        _drain_on_stop(settings, metrics)
        configure_logging(settings.log_level)  # once more, for loggers that came with the server
        threading.Thread(target=_prepare, daemon=True).start()
        if settings.process:
            prefix_session_ids(get_instance(), settings.process)
        log_event("started", visitors=settings.visitors, upload_mb=settings.upload_mb)
        yield
        log_event("stopped", visitors=metrics["srns_visitors"])

    return st.App(
        APP,
        lifespan=lifespan,
        routes=[Route("/metrics", metrics_page)],
        middleware=[Middleware(AdmissionMiddleware, settings=settings, metrics=metrics)],
        on_script_error=lambda error: log_page_error(metrics, error),
    )


def may_see_metrics(request: Request, metrics: str) -> bool:
    """Return whether whoever asks may see the metrics.

    Parameters
    ----------
    metrics
        The setting: `local` for programs on this machine alone, `network` for all who reach the
        process itself, `off` for nobody. What a proxy passes on is a visitor's.
    """
    if metrics == "off" or "x-forwarded-for" in request.headers:
        return False
    host = request.client.host if request.client else ""
    return metrics == "network" or host in ("127.0.0.1", "::1")


def _drain_on_stop(settings: Settings, metrics: Metrics) -> None:
    """On SIGTERM admit no new visitor, wait for those connected, then stop."""
    running: set[asyncio.Task[None]] = set()  # a task without a reference may be collected

    async def drain() -> None:
        deadline = time.monotonic() + settings.drain_seconds
        while metrics["srns_visitors"] and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)  # the server's own way to stop

    def start_draining() -> None:
        if metrics["srns_draining"]:
            return
        metrics.gauges["srns_draining"].set(1)
        log_event("draining", visitors=metrics["srns_visitors"], seconds=settings.drain_seconds)
        running.add(asyncio.ensure_future(drain()))

    with contextlib.suppress(NotImplementedError, RuntimeError):  # Windows, and tests in a thread
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, start_draining)


def streamlit_options(settings: Settings) -> dict[str, Any]:
    """Return Streamlit's configuration options for these settings."""
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
        "logger.enableRich": False,  # it would print messages of exceptions
        "client.toolbarMode": "minimal",
        **({"secrets.files": [settings.sign_in]} if settings.sign_in else {}),
    }


def main() -> int:
    """Serve until asked to stop; return the exit code, 2 for a wrong setting."""
    try:
        read_secret_files(os.environ)
        settings = read_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    if settings.cookie_secret:
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = settings.cookie_secret
    limit_arenas()
    os.chdir(APP.parent)  # where .streamlit is
    app = make_app(settings)
    configure_logging(settings.log_level)
    with contextlib.suppress(KeyboardInterrupt):
        app.run(config=streamlit_options(settings))
    return 0
