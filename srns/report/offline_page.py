"""Offline page: a cohort in one HTML file that opens anywhere and asks nobody for anything.

No server and no network: the file holds its data, compressed, and the Vega runtime that vl-convert
ships. Its policy forbids every request and every script but its own two. Nothing that was typed
into a workbook is ever markup: the page writes text alone.
"""

import base64
import functools
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from html import escape
from importlib.resources import files
from typing import Any

from srns import SOFTWARE
from srns.analysis.shared_counts import shared_counts
from srns.cohort.canonical_json import read_cohort, write_cohort
from srns.cohort.errors import InputError
from srns.cohort.plain_json import plain
from srns.cohort.unit_systems import CONVENTIONAL, Units
from srns.privacy.deidentify import Cleared, refuse_uncleared
from srns.report.dataset import AnalysisSet, result_files
from srns.report.offline_data import EVERYONE, definition_data, page_data
from srns.report.page_lock import LockedContent, lock, unlock
from srns.report.safe_cells import as_text
from srns.rules.basis import Basis, classify_on
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.rules.load_definition import parse_definition

TITLE = "Children with steroid-resistant nephrotic syndrome"
_DATA = re.compile(rb'<script type="application/octet-stream" id="data"([^>]*)>([^<]*)</script>')
_ATTRIBUTE = re.compile(rb'data-(\w+)="([^"]*)"')


def offline_page(
    cleared: Cleared,
    definition: Definition,
    text: str,
    basis: Basis | None = None,
    *,
    units: Units = CONVENTIONAL,
    note: str = "",
    counts_only: bool = False,
    password: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> bytes:
    """Return the page of a de-identified cohort.

    Parameters
    ----------
    cleared
        What came through the gate; nothing else can be written.
    text
        Text of the definition's file.
    note
        A mandatory note on the data, such as that they are simulated.
    counts_only
        Whether the page has altered and rounded counts alone, and no child.
    password
        Without it nobody can read anything of the page; empty: everybody can.

    Raises
    ------
    GateError
        Where the cohort did not come from the gate.
    InputError
        Where the password is too short.
    """
    refuse_uncleared(cleared)
    basis = basis or Basis()
    canonical = write_cohort(cleared.cohort)
    found = classify_on(read_cohort(canonical), definition, basis).in_units(units)
    about = {"software": SOFTWARE, "note": note, "basis": basis.words_for(found.cohort)}
    if counts_only:
        data = {**about, **_counts_data(found), "definition": definition_data(definition)}
        headline = "Counts only: no single child is in this file."
    else:
        again = {
            "cohort": json.loads(canonical),
            "definition_text": text,
            "basis": {"day_zero": basis.day_zero, "by_line": basis.by_line,
                      "strategy": basis.strategy},
            "results": _hashes(found),
        }  # fmt: skip
        data = {**about, **page_data(found, note, progress), "again": again}
        headline = data["views"][EVERYONE]["words"][0]
    progress("Page")
    return _assemble(plain(data), headline, note, password)


def _counts_data(found: Classification) -> dict[str, Any]:
    released = shared_counts(found)
    return {
        "counts": {
            "sentence": released.sentence,
            "columns": list(map(str, released.counts.columns)),
            "rows": [[as_text(cell) for cell in row] for row in released.counts.to_numpy()],
        }
    }


def _hashes(found: Classification) -> dict[str, str]:
    return {
        name: hashlib.sha256(content).hexdigest() for name, content in result_files(found).items()
    }


def _assemble(data: Any, headline: str, note: str, password: str) -> bytes:
    packed = gzip.compress(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 9, mtime=0
    )
    lock_data = ""
    if password:
        sealed = lock(packed, password)
        packed, headline, note = sealed.sealed, "This page is locked.", ""
        lock_data = "".join(f' data-{name}="{value}"' for name, value in sealed.as_data().items())
    scripts = (_runtime(), _own("offline.js"))
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    )
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    body = _own("offline.html")
    for name, value in {
        "policy": policy,
        "title": TITLE,
        "style": _own("offline.css"),
        "headline": escape(headline),
        "note": escape(note),
        "software": escape(SOFTWARE),
        "locked": "" if password else "hidden",
        "lock": lock_data,
        "data": base64.b64encode(packed).decode("ascii"),
        "runtime": scripts[0],
        "script": scripts[1],
    }.items():
        body = body.replace(f"<!--{name}-->", value)
    return body.encode("utf-8")


def _own(name: str) -> str:
    return files("srns.report").joinpath(name).read_text("utf-8")


@functools.cache
def _runtime() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script that can stand in a page."""
    import vl_convert  # slow to import, and not needed until then

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def read_page(content: bytes, password: str = "") -> AnalysisSet:
    """Read back the cohort that an offline page holds.

    Raises
    ------
    InputError
        Where it is no page of this program, has counts alone, or the password is another.
    """
    match = _DATA.search(content)
    if match is None:
        raise InputError("found no data; expected a page that `srns snapshot` wrote.")
    packed = base64.b64decode(match[2])
    attributes = {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(match[1])}
    if attributes:
        salt, nonce = (base64.b64decode(attributes[name]) for name in ("salt", "nonce"))
        packed = unlock(LockedContent(salt, nonce, packed), password)
    data = json.loads(gzip.decompress(packed))
    if "again" not in data:
        raise InputError("found counts alone; expected a page with the children.")
    again = data["again"]
    return AnalysisSet(
        read_cohort(json.dumps(again["cohort"]).encode()),
        parse_definition(again["definition_text"]),
        Basis(**again["basis"]),
        {name: digest.encode() for name, digest in again["results"].items()},
    )
