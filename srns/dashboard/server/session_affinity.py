"""Session affinity behind a proxy: each session's id begins with the process that holds it.

Several processes share one address behind a proxy. A session lives in one of them, and its requests
must reach that one: an upload, whose address contains the session id, and a websocket that
reconnects and sends the id again. So each id starts with the name of its process, and the proxy
reads the name there. The cookie decides only where a browser's next visit starts. The process that
answered sets it, so that two tabs, or a process that is down, cannot leave a wrong value in it.
"""

import uuid
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope
from streamlit.runtime import Runtime

COOKIE = "srns_process"


def prefix_session_ids(runtime: Runtime, process: str) -> None:
    """Make every session that starts here carry the name of this process in its id."""
    connect = runtime.connect_session

    def connect_prefixed(*args: Any, existing_session_id: str | None = None, **options: Any) -> str:
        known = existing_session_id and runtime._session_mgr.get_session_info(existing_session_id)
        if known:  # a reconnection
            return connect(*args, existing_session_id=existing_session_id, **options)
        return connect(*args, session_id_override=new_session_id(process), **options)

    runtime.connect_session = connect_prefixed


def new_session_id(process: str) -> str:
    """Return an unguessable session id that begins with the process.

    >>> new_session_id("dashboard_1").split(".")[0]
    'dashboard_1'
    """
    return f"{process}.{uuid.uuid4()}"


def set_process_cookie(message: Message, scope: Scope, process: str) -> None:
    """Add the cookie with this process to an answer, where the browser has another value."""
    if process and _cookie_of(scope) != process:
        cookie = f"{COOKIE}={process}; Path=/; HttpOnly; SameSite=Lax"  # the proxy adds Secure
        MutableHeaders(scope=message).append("Set-Cookie", cookie)


def _cookie_of(scope: Scope) -> str:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookies = SimpleCookie(sent.decode("latin-1"))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""
