"""Hosted dashboard as in deploy/compose.yaml, without containers: nginx and two processes.

The nginx files are those of deploy/, with local values filled in.
"""

import contextlib
import datetime
import ipaddress
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
START_SECONDS = 90


class MissingError(RuntimeError):
    """A program that must be installed is missing; one sentence."""


@dataclass
class Process:
    """One process of the dashboard."""

    port: int
    running: subprocess.Popen[bytes]
    journal: Path

    @property
    def address(self) -> str:
        """Its own address, without the proxy."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Topology:
    """The running processes and their logs."""

    address: str
    processes: list[Process]
    access_log: Path
    error_log: Path

    def logs(self) -> str:
        """Return the content of all logs."""
        paths = [self.access_log, self.error_log, *(each.journal for each in self.processes)]
        return "\n".join(path.read_text("utf-8") for path in paths)


def free_ports(number: int) -> list[int]:
    """Return unused ports."""
    probes = [socket.socket() for _ in range(number)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def fill_in(template: str, values: Mapping[str, str]) -> str:
    """Replace ${SRNS_…} as envsubst does in the nginx image."""
    return re.sub(r"\$\{(SRNS_\w+)\}", lambda found: values[found[1]], template)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Create a certificate for 127.0.0.1, valid for a day; return the paths of it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "certificate_key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def start_process(folder: Path, port: int, environment: Mapping[str, str]) -> Process:
    """Start one process of the dashboard that logs to a file."""
    journal = folder / f"process_{port}.log"
    with journal.open("ab") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", "srns.dashboard.server"],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **{name: text for name, text in os.environ.items() if "SRNS" not in name},
                "SRNS_PORT": str(port),
                "PYTHONUNBUFFERED": "1",
                **environment,
            },
        )
    return Process(port, running, journal)


def write_nginx(folder: Path, apps: list[int], http: int, https: int, upload_mb: int) -> Path:
    """Fill in the files of deploy/nginx; return the main configuration."""
    certificate, key = make_certificate(folder)
    values = {
        "SRNS_NAME": "127.0.0.1",
        "SRNS_DASHBOARD_1": f"127.0.0.1:{apps[0]}",
        "SRNS_DASHBOARD_2": f"127.0.0.1:{apps[1]}",
        "SRNS_PROXY_UPLOAD_MB": str(upload_mb),
        "SRNS_PROXY_HTTP": f"127.0.0.1:{http}",
        "SRNS_PROXY_HTTPS": f"127.0.0.1:{https}",
        "SRNS_CERTIFICATE": str(certificate),
        "SRNS_CERTIFICATE_KEY": str(key),
    }
    template = (DEPLOY / "nginx" / "srns.conf.template").read_text("utf-8")
    site = fill_in(template, values).replace("/dev/stdout", str(folder / "access.log"))
    (folder / "conf.d").mkdir()
    (folder / "conf.d" / "srns.conf").write_text(site, "utf-8")
    frame = (DEPLOY / "nginx" / "nginx.conf").read_text("utf-8")
    frame = frame.replace("/tmp/", f"{folder}/").replace("/dev/stderr", str(folder / "error.log"))
    path = folder / "nginx.conf"
    path.write_text(frame, "utf-8")
    return path


@contextlib.contextmanager
def serve(
    folder: Path,
    environment: Mapping[str, str] | None = None,
    upload_mb: int = 50,
    sign_in: Callable[[str], str] | None = None,
) -> Iterator[Topology]:
    """Run two processes behind nginx until the block ends; `sign_in` returns [auth] for an address.

    Raises
    ------
    MissingError
        If nginx is not installed.
    """
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        raise MissingError("nginx is not installed: run `make servers` to install it.")
    folder.chmod(0o755)
    *apps, http, https = free_ports(4)
    settings = {
        "SRNS_UPLOAD_MB": str(upload_mb),
        "SRNS_COOKIE_SECRET": "a secret of the tests, the same for both",
        "SRNS_DRAIN_SECONDS": "2",
        "SRNS_STORE": str(folder / "store.sqlite3"),
        **(environment or {}),
    }
    if sign_in is not None:
        settings["SRNS_SIGN_IN"] = str(folder / "sign_in.toml")
        (folder / "sign_in.toml").write_text(sign_in(f"https://127.0.0.1:{https}"), "utf-8")
    configuration = write_nginx(folder, apps, http, https, upload_mb + 1)
    processes = [
        start_process(folder, port, {**settings, "SRNS_PROCESS": f"dashboard_{number}"})
        for number, port in enumerate(apps, 1)
    ]
    proxy = subprocess.Popen(
        [nginx, "-c", str(configuration), "-e", str(folder / "error.log"), "-g", "daemon off;"],
        stderr=subprocess.DEVNULL,
    )
    try:
        for process in processes:
            wait_until_healthy(process)
        yield Topology(
            f"https://127.0.0.1:{https}", processes, folder / "access.log", folder / "error.log"
        )
    finally:
        for child in (proxy, *(each.running for each in processes)):
            child.terminate()
        for child in (proxy, *(each.running for each in processes)):
            try:
                child.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_until_healthy(process: Process) -> None:
    """Wait until a process answers."""
    deadline = time.monotonic() + START_SECONDS
    while process.running.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{process.address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"A process did not start: {process.journal.read_text('utf-8')[-2000:]}")
