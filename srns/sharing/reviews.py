"""Reviews: who checked which child, on which version, and what has changed since?"""

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, insert, select

from srns.cohort.canonical_json import write_json
from srns.cohort.errors import DayZeroError, StoreError
from srns.cohort.overrides import ALLOWED, Override
from srns.cohort.tables import Cohort
from srns.privacy.typed_words import require_initials, require_safe_words
from srns.rules.basis import Basis, classify_on
from srns.rules.classification import Classification
from srns.rules.load_definition import PUBLISHED
from srns.sharing.audit import note
from srns.sharing.cohort_versions import load_tables
from srns.sharing.cohorts import load_cohort
from srns.sharing.permissions import EDITOR, VIEWER, Access, next_in, require
from srns.sharing.schema import MARKS, VERSIONS
from srns.sharing.store import Store
from srns.sharing.version_diff import Difference, compare

REVIEWED, COMMENT, OVERRIDE = "reviewed", "comment", "override"
UNCHANGED = "nothing changed"
LONGEST = 2000
_USUAL = Basis()


def mark_reviewed(store: Store, access: Access, sha256: str, patient: str) -> None:
    """Record that a child was reviewed on this version; editors and owners."""
    _add(store, access, sha256, patient, REVIEWED, "")


def add_comment(
    store: Store,
    access: Access,
    sha256: str,
    patient: str,
    words: str,
    *,
    confirmed: Collection[str] = (),
) -> None:
    """Add a comment on a child, screened like everything that is stored; editors and owners.

    Parameters
    ----------
    confirmed
        Words of which the person has said that they name no child, person or place.
    """
    require_safe_words(words, "comment", needed=True, confirmed=confirmed)
    _add(store, access, sha256, patient, COMMENT, words)


def add_override(
    store: Store,
    access: Access,
    sha256: str,
    override: Override,
    *,
    confirmed: Collection[str] = (),
) -> None:
    """Add a person's verdict next to the rule's, which is unchanged; editors and owners."""
    require_safe_override(override, confirmed)
    body = write_json(asdict(override)).decode()
    _add(store, access, sha256, override.patient, OVERRIDE, body)


def require_safe_override(override: Override, confirmed: Collection[str] = ()) -> None:
    """Refuse an override whose words could identify a child, or that names a person."""
    if override.response not in ALLOWED:
        raise StoreError(f"Child overridden to no response: expected {', '.join(ALLOWED)}.")
    require_safe_words(override.reason, "reason of the override", needed=True, confirmed=confirmed)
    if not override.by.strip():
        raise StoreError("The override does not say who decided. Type initials.")
    require_initials(override.by, "name of the person who overrides")
    definition = override.definition or ""
    if not (PUBLISHED / f"{Path(definition).name}.toml").is_file():
        require_safe_words(
            definition.replace("_", " "), "definition of the override", confirmed=confirmed,
            years=True,
        )  # fmt: skip


def list_overrides(store: Store, access: Access) -> tuple[Override, ...]:
    """Return the last override of each child and definition; viewers and above."""
    listed = list_marks(store, access)
    made = [Override(**json.loads(body)) for body in listed[listed["kind"] == OVERRIDE]["body"]]
    return tuple({(each.patient, each.definition): each for each in made}.values())


def list_marks(store: Store, access: Access) -> pd.DataFrame:
    """Return every mark of a cohort, one per row, the oldest first; viewers and above."""
    shown = ("id", "number", "sha256", "patient", "kind", "body", "who", "created_at")
    with store.reading() as connection:
        held = require(connection, access, VIEWER, store.now())
        rows = connection.execute(
            select(*(MARKS.c[name] for name in shown))
            .where(MARKS.c.cohort == held.cohort)
            .order_by(MARKS.c.seq)
        ).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=list(shown))


def review_state(
    store: Store, access: Access, classification: Classification, basis: Basis = _USUAL
) -> pd.DataFrame:
    """Return for each child who reviewed it last, on which version, and what changed since.

    Parameters
    ----------
    classification
        Of the current version; earlier versions are judged by the same definition.
    basis
        The basis of that classification; earlier versions are judged on the same.

    Returns
    -------
    DataFrame
        One row per child: `patient`, `response`, `reviewed_by`, `version`, `on`, `since`.
    """
    marks = list_marks(store, access)
    reviewed = marks[marks["kind"] == REVIEWED].drop_duplicates("patient", keep="last")
    changes = {
        sha256: _changes_since(load_cohort(store, access, sha256), classification, basis)
        for sha256 in reviewed["sha256"].unique()
    }
    last = reviewed.set_index("patient").to_dict(orient="index")
    rows = []
    for child in classification.outcomes.to_dict(orient="records"):
        patient, kept = child["patient"], last.get(child["patient"])
        if kept is None:
            rows.append((patient, child["response"], "", None, "", "not reviewed yet"))
            continue
        changed = changes[kept["sha256"]]
        since = None if changed is None else changed.of(patient)
        rows.append(
            (
                patient,
                child["response"],
                kept["who"],
                kept["number"],
                kept["created_at"][:10],
                _in_words(since),
            )
        )
    columns = ["patient", "response", "reviewed_by", "version", "on", "since"]
    return pd.DataFrame(rows, columns=columns).astype({"version": "Int64"})


def _changes_since(
    earlier: Cohort, classification: Classification, basis: Basis
) -> Difference | None:
    """Compare with an earlier version; None where no child of it has this day 0."""
    try:
        before = classify_on(earlier, classification.definition, basis)
    except DayZeroError:
        return None
    return compare(before, classification)


def _in_words(since: Difference | None) -> str:
    if since is None:
        return "not known: no child of that version has this day 0"
    return since.sentence if since.children else UNCHANGED


def _add(store: Store, access: Access, sha256: str, patient: str, kind: str, body: str) -> None:
    if len(body) > LONGEST:
        raise StoreError(f"That is {len(body)} characters; expected at most {LONGEST}. Shorten it.")
    with store.writing() as connection:
        now = store.now()
        held = require(connection, access, EDITOR, now)
        number = _number(connection, held.cohort, sha256)
        _require_child(connection, held.cohort, sha256, patient)
        identity = secrets.token_hex(8)
        connection.execute(
            insert(MARKS).values(
                id=identity,
                cohort=held.cohort,
                seq=next_in(connection, MARKS, held.cohort),
                number=number,
                sha256=sha256,
                patient=patient,
                kind=kind,
                body=body,
                who=held.who,
                created_at=now,
            )
        )
        note(
            connection,
            now,
            held.who,
            {REVIEWED: "reviewed a child", COMMENT: "commented", OVERRIDE: "overrode a verdict"}[
                kind
            ],
            cohort=held.cohort,
            version=sha256,
            mark=identity,
        )


def _require_child(connection: Connection, cohort: str, sha256: str, patient: str) -> None:
    """Refuse a mark on anybody who is no child of the version, a name for instance."""
    children = load_tables(connection, cohort, sha256).patients["patient"].map(str)
    if patient not in set(children):
        raise StoreError("This version has no such child. Choose one of its study numbers.")


def _number(connection: Connection, cohort: str, sha256: str) -> int:
    number = connection.execute(
        select(VERSIONS.c.number)
        .where(VERSIONS.c.cohort == cohort, VERSIONS.c.sha256 == sha256)
        .order_by(VERSIONS.c.number.desc())
        .limit(1)
    ).scalar_one_or_none()
    if number is None:
        raise StoreError("This cohort has no such version. Open the newest one.")
    return number
