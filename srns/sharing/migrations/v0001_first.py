"""First schema, with triggers that refuse to change what is immutable."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_FROZEN = {"versions": ("UPDATE",), "snapshots": ("UPDATE",), "audit": ("UPDATE", "DELETE")}


def _cohort() -> sa.Column:
    return sa.Column("cohort", sa.Text, nullable=False)


def _to_cohort(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["cohort"], ["cohorts.id"], f"fk_{table}_cohort_cohorts")


def _texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    """Create every table, and the triggers."""
    op.create_table(
        "cohorts",
        *_texts("id", "name", "owner", "created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_cohorts"),
    )
    op.create_table(
        "versions",
        _cohort(),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("sha256"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("children", sa.Integer, nullable=False),
        *_texts("screened", "who", "software", "created_at"),
        sa.PrimaryKeyConstraint("cohort", "number", name="pk_versions"),
        _to_cohort("versions"),
    )
    op.create_index("ix_versions_sha256", "versions", ["sha256"])
    op.create_table(
        "snapshots",
        *_texts("id"),
        _cohort(),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("sha256", "recipe", "definition", "definition_sha256", "definition_text"),
        *_texts("choices", "numbers", "software", "who", "created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_snapshots"),
        _to_cohort("snapshots"),
    )
    op.create_index("ix_snapshots_cohort", "snapshots", ["cohort"])
    op.create_table(
        "links",
        *_texts("id"),
        _cohort(),
        sa.Column("snapshot", sa.Text),
        *_texts("role", "label", "secret_sha256", "password"),
        sa.Column("failures", sa.Integer, nullable=False),
        *_texts("locked_until", "created_at", "expires_at", "revoked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        _to_cohort("links"),
        sa.ForeignKeyConstraint(["snapshot"], ["snapshots.id"], "fk_links_snapshot_snapshots"),
    )
    op.create_index("ix_links_cohort", "links", ["cohort"])
    op.create_table(
        "marks",
        *_texts("id"),
        _cohort(),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_texts("sha256", "patient", "kind", "body", "who", "created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_marks"),
        _to_cohort("marks"),
    )
    op.create_index("ix_marks_cohort", "marks", ["cohort"])
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        *_texts("at", "who", "what", "cohort", "version", "detail", "previous", "sha256"),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION srns_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is never changed', TG_TABLE_NAME; END $$"
        )
    for table, verbs in _FROZEN.items():
        for verb in verbs:
            _refuse(table, verb)


def _refuse(table: str, verb: str) -> None:
    name = f"{table}_no_{verb.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION srns_refuse()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
