"""What is asked of a registry: which tables, by which definitions and strategies?"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from srns import SOFTWARE
from srns.cohort.day_zero import is_origin
from srns.cohort.errors import InputError
from srns.cohort.wording import join_words
from srns.registry.given_tables import GivenTable, GivenTables
from srns.registry.page_tables import PAGE_TABLES
from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition, parse_definition, read_definition_text
from srns.rules.rescue import STRATEGIES

TABLES_WRITTEN = ("verdicts", "lines", "evidence", "course", "set_aside")
ALWAYS = ("verdicts", "set_aside")
"""What no run leaves out."""
ROWS_PER_PART = 400_000
"""Some 200 MB at the peak of one part; smaller parts are slower by what each part costs."""


DAYS_ZERO = (
    "'index date', 'first infusion', 'first urine result', or 'first' with a drug, a class of "
    "drugs or an event, such as 'first tacrolimus'"
)
"""What day 0 can be called."""


@dataclass(frozen=True)
class Plan:
    """A run over a registry: everything that decides what it writes.

    A plan is plain text and numbers, so that every process of an engine can be handed it.

    Attributes
    ----------
    definitions
        The text of each definition's file.
    day_zero
        The name of day 0; empty for that of tidy tables, and of others for the index date, else
        the first infusion.
    parts
        Into how many parts the children are dealt.
    tables
        Which of `TABLES_WRITTEN` are written, and `PAGE_TABLES` for the dashboard.
    """

    given: GivenTables
    definitions: tuple[str, ...]
    strategies: tuple[str, ...]
    day_zero: str
    parts: int
    engine: str
    tables: tuple[str, ...]

    @cached_property
    def loaded(self) -> tuple[Definition, ...]:
        """The definitions."""
        return tuple(_parsed(text) for text in self.definitions)

    @property
    def finds_day_zero(self) -> bool:
        """Whether day 0 has to be found, and a child may be without: tidy tables count from it."""
        return bool(self.day_zero) or not self.given.tidy

    @property
    def for_dashboard(self) -> bool:
        """Whether what the dashboard shows is written too."""
        return PAGE_TABLES[0] in self.tables

    def fingerprint(self) -> dict[str, object]:
        """Return what a run must have in common with an earlier one to go on with it."""
        sizes = {
            file: (Path(file).stat().st_size, Path(file).stat().st_mtime_ns)
            for table in self.given.tables
            for file in table.files
        }
        return {
            "software": SOFTWARE,
            "files": sizes,
            "definitions": [each.sha256 for each in self.loaded],
            "strategies": list(self.strategies),
            "day_zero": self.day_zero,
            "parts": self.parts,
            "engine": self.engine,
            "tables": list(self.tables),
        }

    @cached_property
    def digest(self) -> str:
        """The fingerprint in one word."""
        return hashlib.sha256(json.dumps(self.fingerprint()).encode()).hexdigest()

    def as_json(self) -> str:
        """Return the plan as a process or a worker elsewhere is handed it."""
        return json.dumps(asdict(self))


def read_plan(text: str) -> Plan:
    """Read what `Plan.as_json` returned."""
    said = json.loads(text)
    lists = ("files", "columns", "kinds")
    tables = tuple(
        GivenTable(**{**each, **{name: tuple(each[name]) for name in lists}})
        for each in said["given"]["tables"]
    )
    return Plan(
        GivenTables(tables, said["given"]["tidy"], said["given"]["fhir"]),
        tuple(said["definitions"]),
        tuple(said["strategies"]),
        said["day_zero"],
        said["parts"],
        said["engine"],
        tuple(said["tables"]),
    )


@lru_cache(maxsize=64)
def _parsed(text: str) -> Definition:
    return parse_definition(text)


def make_plan(
    given: GivenTables,
    definitions: Sequence[str | Path],
    strategies: Sequence[str],
    *,
    engine: str,
    day_zero: str = "",
    parts: int | None = None,
    tables: Sequence[str] = (),
    for_dashboard: bool = False,
) -> Plan:
    """Make the plan of a run.

    Parameters
    ----------
    definitions
        Ids of published definitions, or paths of TOML files.
    parts
        By default so many that each has some `ROWS_PER_PART` results.
    tables
        Without any all are written; `ALWAYS` are in any case.
    for_dashboard
        Whether `PAGE_TABLES` are written besides.

    Raises
    ------
    InputError
        Where a definition cannot be read or there is no such strategy or day 0.
    """
    _refuse_unknown(tables, strategies, day_zero)
    for each in definitions:
        load_definition(each)  # with its name in the message, where it cannot be used
    texts = tuple(dict.fromkeys(read_definition_text(each) for each in definitions))
    number = parts or max(1, -(-given.results.rows // ROWS_PER_PART))
    return Plan(
        given,
        texts,
        tuple(dict.fromkeys(strategies)),
        day_zero,
        number,
        engine,
        (
            *(each for each in TABLES_WRITTEN if each in (*tables, *ALWAYS) or not tables),
            *(PAGE_TABLES if for_dashboard else ()),
        ),
    )


def _refuse_unknown(tables: Sequence[str], strategies: Sequence[str], day_zero: str) -> None:
    """Raise an error for what there cannot be, whatever the files hold.

    Raises
    ------
    InputError
        With what there is.
    """
    strange = [each for each in tables if each not in TABLES_WRITTEN]
    if strange:
        raise InputError(
            f"found the table '{strange[0]}'; expected {join_words(TABLES_WRITTEN, 'or')}."
        )
    unknown = [each for each in strategies if each not in STRATEGIES]
    if unknown:
        raise InputError(
            f"found the strategy '{unknown[0]}'; expected {join_words(list(STRATEGIES), 'or')}."
        )
    if day_zero and not is_origin(day_zero):
        raise InputError(f"found the day 0 '{day_zero}'; expected {DAYS_ZERO}. Name one of them.")


def choose_engine(given: GivenTables, largest: Mapping[str, int]) -> str:
    """Return the first engine that serves so many results.

    Parameters
    ----------
    largest
        By engine, up to how many results it serves; in the order of preference.
    """
    return next(
        (name for name, most in largest.items() if given.results.rows <= most), list(largest)[-1]
    )
