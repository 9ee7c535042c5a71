"""Does a saved view open to the same numbers, and if not, what differs?

A snapshot is a cohort version, the recipe it was read by, a definition with its whole text, the
filters, and the version of the software; beside them what every child was called on that day.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert, select

from srns import SOFTWARE
from srns.cohort.errors import DefinitionError, StoreError
from srns.cohort.tables import Cohort
from srns.rules.classification import Classification
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import PUBLISHED, parse_definition
from srns.sharing.audit import note
from srns.sharing.canonical_json import content_hash, write_json
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

COMPARED = (
    "response",
    "onset_day",
    "confirmed_day",
    "left_open",
    "relapse_day",
    "status",
    "sustained",
)
"""What must be the same for a child to be called the same."""


@dataclass(frozen=True)
class Pinned:
    """What a snapshot holds besides the version: how the children were judged and looked at.

    Attributes
    ----------
    definition_text
        The file of the definition; its hash is the definition's.
    choices
        The filters, the units and the child of the address, as they stand in it.
    numbers
        `called` of the classification.
    recipe
        The recipe by which a workbook that is not in the template's shape was read; else empty.
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
        """Give the definition from the stored text, whatever is published under its id now."""
        try:
            return parse_definition(self.definition_text, f"{self.definition}.toml")
        except DefinitionError as error:
            raise StoreError(
                f"The definition of this snapshot was written for {self.software} and cannot be "
                f"read by {SOFTWARE}: {error}"
            ) from None


def definition_text(definition: Definition) -> str:
    """Give the text of a published definition.

    Raises
    ------
    StoreError
        If the definition is no published one: its text must then come from whoever has the file.
    """
    path = PUBLISHED / f"{definition.id}.toml"
    if path.is_file():
        raw = path.read_bytes()
        if content_hash(raw) == definition.sha256:
            return raw.decode()
    raise StoreError(
        f"The text of the definition {definition.id} is not at hand. Open its file once more."
    )


def pin_view(
    classification: Classification,
    choices: Mapping[str, Any] | None = None,
    *,
    text: str = "",
    recipe: str = "",
) -> Pinned:
    """Give what a snapshot of this classification holds.

    Parameters
    ----------
    text
        The file of the definition, where it is not a published one.
    """
    definition = classification.definition
    text = text or definition_text(definition)
    if content_hash(text.encode()) != definition.sha256:
        raise StoreError(f"The text given is not that of the definition {definition.id}.")
    return Pinned(definition.id, text, dict(choices or {}), called(classification), recipe)


def called(classification: Classification) -> dict[str, Any]:
    """Give what every child is called, ready for JSON."""
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
    """Give what a link or an owner opens, without any child; every role."""
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
    """List the snapshots of a cohort, the newest first; editors and owners."""
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
    """Judge the children again, and say in sentences what is not as it was; empty: nothing."""
    definition = snapshot.read_definition()
    now = called(classify(cohort, definition))
    said = []
    for patient, before in snapshot.numbers.items():
        changed = [
            f"{name.replace('_', ' ')} {_shown(before.get(name))}, now "
            f"{_shown(now[patient].get(name))}"
            for name in COMPARED
            if patient in now and before.get(name) != now[patient].get(name)
        ]
        if patient not in now:
            said.append(f"Child {patient} was there and is missing.")
        elif changed:
            said.append(f"Child {patient}: {'; '.join(changed)}.")
    said += [
        f"Child {patient} was not there." for patient in now if patient not in snapshot.numbers
    ]
    if said and snapshot.software != SOFTWARE:
        said.insert(0, f"Saved by {snapshot.software}, opened by {SOFTWARE}.")
    return said


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    if isinstance(value, str):
        return value
    return bool(value) if isinstance(value, bool | np.bool_) else int(value)


def _shown(value: Any) -> str:
    return {None: "none", True: "yes", False: "no"}.get(value, str(value))
