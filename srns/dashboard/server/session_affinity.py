"""Which process holds a visitor's session? The session's own name says it.

Behind a proxy several processes share one address. A session lives in one of them, and what belongs
to it must meet that one: an upload, whose address carries the name of the session, and a websocket
that reconnects and gives the name again. So each session is named after its process, and the proxy
reads it there. The cookie says only where a browser's next visit begins. The process that answered
writes it, so that two tabs, or a process that is away, cannot make it say something untrue.
"""

import uuid
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope
from streamlit.runtime import Runtime

COOKIE = "srns_process"


def name_sessions(runtime: Runtime, process: str) -> None:
    """Let every session that begins here carry the name of this process."""
    connect = runtime.connect_session

    def connect_named(*given: Any, existing_session_id: str | None = None, **more: Any) -> str:
        known = existing_session_id and runtime._session_mgr.get_session_info(existing_session_id)
        if known:  # it comes back
            return connect(*given, existing_session_id=existing_session_id, **more)
        return connect(*given, session_id_override=named(process), **more)

    runtime.connect_session = connect_named


def named(process: str) -> str:
    """Give a new session a name that nobody can guess, and that says where it is.

    >>> named("dashboard_1").split(".")[0]
    'dashboard_1'
    """
    return f"{process}.{uuid.uuid4()}"


def remember(message: Message, scope: Scope, process: str) -> None:
    """Say in the head of an answer which process gave it, where the browser thinks otherwise."""
    if process and _remembered(scope) != process:
        cookie = f"{COOKIE}={process}; Path=/; HttpOnly; SameSite=Lax"  # the proxy adds Secure
        MutableHeaders(scope=message).append("Set-Cookie", cookie)


def _remembered(scope: Scope) -> str:
    given = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        cookies = SimpleCookie(given.decode("latin-1"))
    except CookieError:
        return ""
    return cookies[COOKIE].value if COOKIE in cookies else ""
