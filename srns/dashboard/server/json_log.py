"""JSON log of the server, free of patient data.

One JSON object a line. Our own entries have a fixed set of words and numbers. From what libraries
log only the code location and the message template are kept, without the values filled in; from an
exception the type and the code locations, never the message: it may quote a cell.
"""

import datetime
import json
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import streamlit.logger

from srns.app_files import PACKAGE

OURS = "srns.server"
_ROOT = PACKAGE.parent
_LOGGABLE = {
    "/_stcore/upload_file": "/_stcore/upload_file",  # followed by a session id
    "/_stcore/stream": "/_stcore/stream",
    "/_stcore/health": "/_stcore/health",
    "/media": "/media",
    "/static": "/static",
    "/metrics": "/metrics",
}


class JsonFormatter(logging.Formatter):
    """Format a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        entry: dict[str, Any] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name == OURS:
            entry["event"] = record.msg
            entry |= record.__dict__.get("facts", {})
        else:
            entry["event"] = record.msg if record.args and isinstance(record.msg, str) else "said"
            entry["place"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = type(record.exc_info[1]).__name__
            entry["places"] = code_locations(record.exc_info[2])
        return json.dumps(entry, ensure_ascii=False)


def code_locations(trace: TracebackType | None) -> list[str]:
    """Return up to 12 `file:line` that an exception came through, the innermost last.

    Files of ours are relative to the repository; of others only the name is kept.
    """
    found = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and ".venv" not in path.parts:
            found.append(f"{path.relative_to(_ROOT)}:{frame.lineno}")
        else:
            found.append(f"{path.name}:{frame.lineno}")
    return found[-12:]


def configure_logging(level: str) -> None:
    """Send every log record to the standard output as JSON, and nowhere else."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    for name in list(logging.Logger.manager.loggerDict):
        _hand_on(logging.getLogger(name))
    # Streamlit gives every logger of its own a handler, also to those that come later, which writes
    # messages of exceptions.
    streamlit.logger.setup_formatter = _hand_on
    logging.getLogger("uvicorn.access").disabled = True  # it logs whole addresses


def _hand_on(logger: logging.Logger) -> None:
    """Let a logger write nothing itself, and hand everything on to the one handler."""
    logger.handlers[:] = []
    logger.propagate = True


def log_event(event: str, level: int = logging.INFO, error: bool = False, **facts: Any) -> None:
    """Log an entry of our own; `facts` are words and numbers of the server, never of a child."""
    logging.getLogger(OURS).log(level, event, extra={"facts": facts}, exc_info=error)


def loggable_path(path: str) -> str:
    """Return the part of a path that may be logged: no query, no session id, no file name.

    >>> loggable_path("/_stcore/upload_file/a1b2/c3"), loggable_path("/child")
    ('/_stcore/upload_file', '/child')
    """
    for prefix, shown in _LOGGABLE.items():
        if path == prefix or path.startswith(f"{prefix}/"):
            return shown
    name = path.removeprefix("/")
    pages = {each.stem for each in (_ROOT / "pages").glob("*.py")}
    return path if name in pages or path == "/" else "other"
