"""What does the server write down of its work, without a word of any child?

One JSON object a line. Our own entries have a fixed set of words and numbers. Of what libraries log
only the place and the wording before its values were filled in are kept; of an exception the type
and the places, never the message: it may quote a cell.
"""

import datetime
import json
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from srns.app_files import PACKAGE

OURS = "srns.server"
_ROOT = PACKAGE.parent
_SHOWN = {
    "/_stcore/upload_file": "/_stcore/upload_file",  # what follows is a session's key
    "/_stcore/stream": "/_stcore/stream",
    "/_stcore/health": "/_stcore/health",
    "/media": "/media",
    "/static": "/static",
    "/metrics": "/metrics",
}


class Journal(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
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
            entry["places"] = places(record.exc_info[2])
        return json.dumps(entry, ensure_ascii=False)


def places(trace: TracebackType | None) -> list[str]:
    """Name the places of our own code that an exception came through, the last one last."""
    found = []
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and ".venv" not in path.parts:
            found.append(f"{path.relative_to(_ROOT)}:{frame.lineno}")
        else:
            found.append(f"{path.name}:{frame.lineno}")
    return found[-12:]


def keep_journal(level: str) -> None:
    """Send everything that is logged to the standard output, in this form and no other."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Journal())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    for name in list(logging.Logger.manager.loggerDict):
        known = logging.getLogger(name)
        known.handlers[:] = []
        known.propagate = True
    logging.getLogger("uvicorn.access").disabled = True  # it would write the whole address


def tell(event: str, level: int = logging.INFO, error: bool = False, **facts: Any) -> None:
    """Write an entry of our own; `facts` are words and numbers of the server, never of a child."""
    logging.getLogger(OURS).log(level, event, extra={"facts": facts}, exc_info=error)


def shown_path(path: str) -> str:
    """Give of an address what may be written down: no query, no session, no name of a file.

    >>> shown_path("/_stcore/upload_file/a1b2/c3"), shown_path("/timelines"), shown_path("/%2e")
    ('/_stcore/upload_file', '/timelines', 'other')
    """
    for prefix, shown in _SHOWN.items():
        if path == prefix or path.startswith(f"{prefix}/"):
            return shown
    name = path.removeprefix("/")
    pages = {each.stem for each in (_ROOT / "pages").glob("*.py")}
    return path if name in pages or path == "/" else "other"
