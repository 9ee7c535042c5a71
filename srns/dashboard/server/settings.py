"""How is a hosted dashboard set up? By environment variables, checked before anything starts.

A variable whose name ends in `_FILE` gives the path of a file that holds the value, as secrets do
in containers: `SRNS_COOKIE_SECRET_FILE` stands for `SRNS_COOKIE_SECRET`.
"""

import os
import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from srns.cohort.errors import SettingsError

SECRETS = ("SRNS_COOKIE_SECRET", "SRNS_DATABASE_URL")
SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Settings:
    """What whoever runs the server may set.

    Attributes
    ----------
    address, port
        Where this process listens; a proxy stands before it.
    visitors
        How many visitors this process serves at once.
    upload_mb
        The largest workbook, in megabytes; the proxy's limit belongs one above it.
    memory_mb
        How much memory the process may hold before it takes no new visitor; 0: no limit.
    drain_seconds
        How long a process that was told to stop lets its visitors finish.
    kept_seconds
        How long the session of a visitor whose connection broke is kept.
    log_level
        debug, info, warning or error.
    cookie_secret
        Signs cookies; the same for all processes behind one address.
    sign_in
        The path of a file with Streamlit's `[auth]`; empty: nobody signs in.
    process
        What the proxy calls this process, where there are several; each has a name of its own.
    """

    address: str = "127.0.0.1"
    port: int = 8501
    visitors: int = 40
    upload_mb: int = 50
    memory_mb: int = 0
    drain_seconds: int = 60
    kept_seconds: int = 120
    log_level: str = "info"
    cookie_secret: str = ""
    sign_in: str = ""
    process: str = ""


LIMITS = {
    "port": (1, 65535),
    "visitors": (1, 10_000),
    "upload_mb": (1, 1_000),
    "memory_mb": (0, 1_000_000),
    "drain_seconds": (0, 3_600),
    "kept_seconds": (0, 86_400),
}
LEVELS = ("debug", "info", "warning", "error")


def variable(name: str) -> str:
    """Give the name of the variable that sets it.

    >>> variable("upload_mb")
    'SRNS_UPLOAD_MB'
    """
    return f"SRNS_{name.upper()}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings.

    Raises
    ------
    SettingsError
        If one cannot be used: one sentence that names it.
    """
    given = {
        each.name: environment[variable(each.name)].strip()
        for each in fields(Settings)
        if environment.get(variable(each.name), "").strip()
    }
    known: dict[str, Any] = {
        name: _number(name, text) if name in LIMITS else text for name, text in given.items()
    }
    settings = Settings(**known)
    if settings.log_level not in LEVELS:
        raise SettingsError(
            f"SRNS_LOG_LEVEL is '{settings.log_level}'; expected {', '.join(LEVELS[:-1])} or "
            f"{LEVELS[-1]}. Correct it, or leave it away for info."
        )
    if settings.cookie_secret and len(settings.cookie_secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"SRNS_COOKIE_SECRET has {len(settings.cookie_secret)} characters; expected at least "
            f"{SHORTEST_SECRET}. Make one with: openssl rand -hex 32"
        )
    if settings.sign_in and not Path(settings.sign_in).is_file():
        raise SettingsError(
            f"SRNS_SIGN_IN names {settings.sign_in}, which is no file. Give a file with [auth] in "
            "it that the server's user may read, or leave it away."
        )
    if settings.process and not re.fullmatch(r"[a-z0-9_]{1,40}", settings.process):
        raise SettingsError(
            f"SRNS_PROCESS is '{settings.process}'; expected small letters, digits and '_' alone, "
            "as the proxy calls this process: dashboard_1, for instance."
        )
    return settings


def _number(name: str, text: str) -> int:
    low, high = LIMITS[name]
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(
            f"{variable(name)} is '{text}'; expected a whole number from {low} to {high}. "
            f"Correct it, or leave it away for {getattr(Settings, name)}."
        )
    return int(text)


def open_secrets(environment: MutableMapping[str, str]) -> None:
    """Put the content of each `…_FILE` where the rest of the program looks for it.

    Raises
    ------
    SettingsError
        If a file cannot be read, or the value is given twice.
    """
    for name in SECRETS:
        path = environment.get(f"{name}_FILE", "")
        if not path:
            continue
        if environment.get(name):
            raise SettingsError(f"{name} and {name}_FILE are both set. Leave one of them away.")
        try:
            environment[name] = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingsError(
                f"{name}_FILE names {path}, which cannot be read. Give a file that the server's "
                "user may read."
            ) from None
