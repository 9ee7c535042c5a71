"""Schema of the store, table by table.

No table can hold a file, a date of a child's life, a token or a password: only hashes of the last
two. Times are UTC in ISO 8601, as text, so that every database and the audit chain see the same
characters.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _cohort() -> Column:
    return Column("cohort", Text, ForeignKey("cohorts.id"), nullable=False)


COHORTS = Table(
    "cohorts",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),  # the OIDC subject; empty: whoever has the owner's link
    Column("created_at", Text, nullable=False),
)
VERSIONS = Table(
    "versions",
    METADATA,
    _cohort(),
    Column("number", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),  # canonical text, compressed
    Column("children", Integer, nullable=False),
    Column("screened", Text, nullable=False),  # what the gate dropped and kept, as JSON
    Column("who", Text, nullable=False),
    Column("software", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    PrimaryKeyConstraint("cohort", "number"),
    Index(None, "sha256"),
)
SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("id", Text, primary_key=True),
    _cohort(),
    Column("seq", Integer, nullable=False),  # the order; a clock may jump
    Column("number", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("recipe", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("definition_sha256", Text, nullable=False),
    Column("definition_text", Text, nullable=False),
    Column("choices", Text, nullable=False),  # filters, units, child: JSON
    Column("numbers", Text, nullable=False),  # every child's verdict: JSON
    Column("software", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Index(None, "cohort"),
)
LINKS = Table(
    "links",
    METADATA,
    Column("id", Text, primary_key=True),
    _cohort(),
    Column("snapshot", Text, ForeignKey("snapshots.id")),  # none: always the newest
    Column("role", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("secret_sha256", Text, nullable=False),
    Column("password", Text, nullable=False),  # salted scrypt; empty: none
    Column("failures", Integer, nullable=False),
    Column("locked_until", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),  # empty: never
    Column("revoked_at", Text, nullable=False),  # empty: not revoked
    Index(None, "cohort"),
)
MARKS = Table(
    "marks",
    METADATA,
    Column("id", Text, primary_key=True),
    _cohort(),
    Column("seq", Integer, nullable=False),  # the order; a clock may jump
    Column("number", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("patient", Text, nullable=False),
    Column("kind", Text, nullable=False),  # reviewed, comment or override
    Column("body", Text, nullable=False),  # words, or an override as JSON
    Column("who", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Index(None, "cohort"),
)
AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("cohort", Text, nullable=False),  # no foreign key: it outlives a purged cohort
    Column("version", Text, nullable=False),
    Column("detail", Text, nullable=False),  # JSON, never a clinical value
    Column("previous", Text, nullable=False),
    Column("sha256", Text, nullable=False),
)
STORED = (COHORTS, VERSIONS, SNAPSHOTS, LINKS, MARKS, AUDIT)
"""Every table, referenced ones first."""
