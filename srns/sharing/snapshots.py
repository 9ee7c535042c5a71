"""Snapshots: saved views, and whether they still open to the same numbers.

A snapshot is a cohort version, the recipe it was read by, a definition with its full text, the
filters, the version of the software, and every child's verdict on that day.
"""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert, select

from srns import SOFTWARE
from srns.cohort.canonical_json import content_hash, write_json
from srns.cohort.errors import DefinitionError, StoreError
from srns.cohort.tables import Cohort
from srns.privacy.typed_words import require_safe_words
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import PUBLISHED, parse_definition
from srns.sharing.audit import note
from srns.sharing.permissions import (
    AGGREGATE,
    EDITOR,
    VIEWER,
    Access,
    newest_snapshot,
    next_in,
    require,
)
from srns.sharing.schema import SNAPSHOTS
from srns.sharing.store import Store
from srns.sharing.stored_choices import list_groups, require_known_choices
from srns.sharing.stored_definition import keep_rules_only

NOTE = "note"
"""Key in a snapshot's choices for the warning that every export carries."""
COMPARED = (
    "response",
    "onset_day",
    "confirmed_day",
    "left_open",
    "relapse_day",
    "status",
    "sustained",
)
"""Outcomes that must be equal for a child's verdict to be unchanged."""


@dataclass(frozen=True)
class Pinned:
    """Content of a snapshot besides the version: how the children were judged and viewed.

    Attributes
    ----------
    definition_text
        Text of the definition's file; its hash is the definition's.
    choices
        The filters, the units and the child, as in the page's address.
    numbers
        Verdicts by child, see `verdicts_of`.
    recipe
        Hash of the recipe of a workbook that is not in the template's shape; else empty.
    """

    definition: str
    definition_text: str
    choices: Mapping[str, Any] = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)
    recipe: str = ""


@dataclass(frozen=True)
class Snapshot:
    """A snapshot as it was stored."""

    id: str
    cohort: str
    number: int
    sha256: str
    recipe: str
    definition: str
    definition_sha256: str
    definition_text: str
    choices: dict[str, Any]
    numbers: dict[str, Any]
    software: str
    who: str
    created_at: str

    def read_definition(self) -> Definition:
        """Return the definition from the stored text, whatever is published under its id now."""
        try:
            return parse_definition(self.definition_text, f"{self.definition}.toml")
        except DefinitionError as error:
            raise StoreError(
                f"The definition of this snapshot was written for {self.software} and cannot be "
                f"read by {SOFTWARE}: {error}"
            ) from None


def definition_text(definition: Definition) -> str:
    """Return the text of a published definition.

    Raises
    ------
    StoreError
        If the definition is not published: its text must then come from its file.
    """
    if is_published(definition):
        return (PUBLISHED / f"{definition.id}.toml").read_bytes().decode()
    raise StoreError(
        f"The text of the definition {definition.id} is not available. Open its file again."
    )


def pin_view(
    classification: Classification,
    choices: Mapping[str, Any] | None = None,
    *,
    text: str = "",
    recipe: str = "",
    note: str = "",
    confirmed: Collection[str] = (),
    groups: Mapping[str, Collection[str]] | None = None,
) -> Pinned:
    """Return the content of a snapshot of this classification.

    Parameters
    ----------
    text
        Text of the definition's file, if it is not published; its sentences are not stored.
    recipe
        Text of the recipe that the workbook was read by; only its hash is stored, because it
        quotes the workbook.
    note
        Words that every export carries.
    confirmed
        Words of which the person has said that they name no child, person or place.
    groups
        What `list_groups` returned for this classification, if it was asked already.

    Raises
    ------
    StoreError
        If the definition has no text, or a choice is none of this cohort.
    """
    definition = classification.definition
    text = text or definition_text(definition)
    if content_hash(text.encode()) != definition.sha256:
        raise StoreError(f"The text given is not that of the definition {definition.id}.")
    if not is_published(definition):
        text = keep_rules_only(text, confirmed)
    kept = dict(choices or {})
    require_known_choices(
        {name: values for name, values in kept.items() if name != "definition"},
        list_groups(classification) if groups is None else groups,
    )
    if "definition" in kept:
        kept["definition"] = [definition.id]
    if note:
        require_safe_words(note, "note of the cohort", confirmed=confirmed)
        kept[NOTE] = note
    digest = f"sha256:{content_hash(recipe.encode())}" if recipe else ""
    return Pinned(definition.id, text, kept, verdicts_of(classification), digest)


def is_published(definition: Definition) -> bool:
    """Return whether a definition is, to the byte, one that is published with this software."""
    path = PUBLISHED / f"{definition.id}.toml"
    return path.is_file() and content_hash(path.read_bytes()) == definition.sha256


def verdicts_of(classification: Classification) -> dict[str, Any]:
    """Return every child's outcomes of `COMPARED`, ready for JSON."""
    outcomes = classification.outcomes
    return {
        str(row["patient"]): {name: _plain(row[name]) for name in COMPARED}
        for row in outcomes.to_dict(orient="records")
    }


def pin(
    connection: Connection, access: Access, number: int, sha256: str, pinned: Pinned, now: str
) -> str:
    """Store a snapshot, in the transaction that saved or found the version."""
    identity = secrets.token_hex(8)
    connection.execute(
        insert(SNAPSHOTS).values(
            id=identity,
            cohort=access.cohort,
            seq=next_in(connection, SNAPSHOTS, access.cohort),
            number=number,
            sha256=sha256,
            recipe=pinned.recipe,
            definition=pinned.definition,
            definition_sha256=content_hash(pinned.definition_text.encode()),
            definition_text=pinned.definition_text,
            choices=write_json(dict(pinned.choices)).decode(),
            numbers=write_json(dict(pinned.numbers)).decode(),
            software=SOFTWARE,
            who=access.who,
            created_at=now,
        )
    )
    note(
        connection,
        now,
        access.who,
        "made a snapshot",
        cohort=access.cohort,
        version=sha256,
        snapshot=identity,
        definition=pinned.definition,
    )
    return identity


def open_snapshot(store: Store, access: Access) -> Snapshot:
    """Return the snapshot that a link or an owner opens; verdicts from viewers upward only."""
    with store.reading() as connection:
        held = require(connection, access, AGGREGATE, store.now())
        identity = held.snapshot or newest_snapshot(connection, held.cohort)
        row = connection.execute(
            select(SNAPSHOTS).where(SNAPSHOTS.c.id == identity, SNAPSHOTS.c.cohort == held.cohort)
        ).first()
    if row is None:
        raise StoreError("The snapshot of this link is gone. Ask for a new link.")
    known = row._asdict()
    known.pop("seq")
    numbers = json.loads(known.pop("numbers"))
    return Snapshot(
        **{**known, "choices": json.loads(row.choices)},
        numbers=numbers if held.may(VIEWER) else {},
    )


def list_snapshots(store: Store, access: Access) -> pd.DataFrame:
    """Return the snapshots of a cohort, one per row, the newest first; editors and owners."""
    shown = ("id", "number", "definition", "choices", "software", "who", "created_at")
    with store.reading() as connection:
        held = require(connection, access, EDITOR, store.now())
        rows = connection.execute(
            select(*(SNAPSHOTS.c[name] for name in shown))
            .where(SNAPSHOTS.c.cohort == held.cohort)
            .order_by(SNAPSHOTS.c.seq.desc())
        ).all()
    return pd.DataFrame([tuple(row) for row in rows], columns=list(shown))


def what_differs(snapshot: Snapshot, cohort: Cohort) -> list[str]:
    """Judge the children again, and return one sentence per change; empty if nothing changed."""
    definition = snapshot.read_definition()
    now = verdicts_of(classify(cohort, definition))
    changes = []
    for patient, before in snapshot.numbers.items():
        changed = [
            f"{name.replace('_', ' ')} {_shown(before.get(name))}, now "
            f"{_shown(now[patient].get(name))}"
            for name in COMPARED
            if patient in now and before.get(name) != now[patient].get(name)
        ]
        if patient not in now:
            changes.append(f"Child {patient} was there and is missing now.")
        elif changed:
            changes.append(f"Child {patient}: {'; '.join(changed)}.")
    changes += [f"Child {patient} is new." for patient in now if patient not in snapshot.numbers]
    if changes and snapshot.software != SOFTWARE:
        changes.insert(0, f"Saved by {snapshot.software}, opened by {SOFTWARE}.")
    return changes


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    return bool(value) if isinstance(value, bool | np.bool_) else int(value)


def _shown(value: Any) -> str:
    return {None: "none", True: "yes", False: "no"}.get(value, str(value))
