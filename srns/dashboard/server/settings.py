"""Settings of a hosted dashboard: environment variables, checked before anything starts.

A variable whose name ends in `_FILE` is the path of a file that contains the value, as container
secrets are: `SRNS_COOKIE_SECRET_FILE` replaces `SRNS_COOKIE_SECRET`.
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
    """The settings of one server process.

    Attributes
    ----------
    address, port
        Where this process listens, behind a proxy.
    visitors
        Maximum number of visitors at the same time.
    upload_mb
        Maximum size of a workbook in megabytes; set the proxy's limit 1 MB higher.
    memory_mb
        Resident memory in megabytes above which no new visitor is admitted; 0: no limit.
    drain_seconds
        How long a process that was asked to stop waits for its visitors to finish.
    kept_seconds
        How long the session of a visitor whose connection broke is kept.
    log_level
        debug, info, warning or error.
    cookie_secret
        Signs cookies; the same for all processes behind one address.
    sign_in
        Path of a file with Streamlit's `[auth]` section; empty: no sign-in.
    metrics
        Who may read /metrics: local, network or off.
    process
        The proxy's name for this process, unique among the processes behind it; empty: there is
        only one.
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
    metrics: str = "local"
    process: str = ""


LIMITS = {
    "port": (1, 65535),
    "visitors": (1, 10_000),
    "upload_mb": (1, 1_000),
    "memory_mb": (0, 1_000_000),
    "drain_seconds": (0, 3_600),
    "kept_seconds": (0, 86_400),
}
METRICS = ("local", "network", "off")
LEVELS = ("debug", "info", "warning", "error")


def environment_name(name: str) -> str:
    """Return the environment variable of a setting.

    >>> environment_name("upload_mb")
    'SRNS_UPLOAD_MB'
    """
    return f"SRNS_{name.upper()}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings.

    Raises
    ------
    SettingsError
        If a value cannot be used: one sentence that names the variable.
    """
    given = {
        each.name: environment[environment_name(each.name)].strip()
        for each in fields(Settings)
        if environment.get(environment_name(each.name), "").strip()
    }
    known: dict[str, Any] = {
        name: _number(name, text) if name in LIMITS else text for name, text in given.items()
    }
    settings = Settings(**known)
    if settings.log_level not in LEVELS:
        raise SettingsError(
            f"SRNS_LOG_LEVEL is '{settings.log_level}'; expected {', '.join(LEVELS[:-1])} or "
            f"{LEVELS[-1]}. Correct it, or leave it out for info."
        )
    if settings.metrics not in METRICS:
        raise SettingsError(
            f"SRNS_METRICS is '{settings.metrics}'; expected local, network or off. Correct it, or "
            "leave it out for local."
        )
    if settings.cookie_secret and len(settings.cookie_secret) < SHORTEST_SECRET:
        raise SettingsError(
            f"SRNS_COOKIE_SECRET has {len(settings.cookie_secret)} characters; expected at least "
            f"{SHORTEST_SECRET}. Make one with: openssl rand -hex 32"
        )
    if settings.sign_in and not Path(settings.sign_in).is_file():
        raise SettingsError(
            f"SRNS_SIGN_IN names {settings.sign_in}, which is not a file. Give a file with an "
            "[auth] section that the server's user may read, or leave it out."
        )
    if settings.process and not re.fullmatch(r"[a-z0-9_]{1,40}", settings.process):
        raise SettingsError(
            f"SRNS_PROCESS is '{settings.process}'; expected only small letters, digits and '_': "
            "the proxy's name for this process, for example dashboard_1."
        )
    return settings


def _number(name: str, text: str) -> int:
    low, high = LIMITS[name]
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(
            f"{environment_name(name)} is '{text}'; expected a whole number from {low} to {high}. "
            f"Correct it, or leave it out for {getattr(Settings, name)}."
        )
    return int(text)


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Set each secret in `environment` from the file that its `…_FILE` variable names.

    Raises
    ------
    SettingsError
        If a file cannot be read, or a secret is set twice.
    """
    for name in SECRETS:
        path = environment.get(f"{name}_FILE", "")
        if not path:
            continue
        if environment.get(name):
            raise SettingsError(f"{name} and {name}_FILE are both set. Leave one of them out.")
        try:
            environment[name] = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingsError(
                f"{name}_FILE names {path}, which cannot be read. Give a file that the server's "
                "user may read."
            ) from None
