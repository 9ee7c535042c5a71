"""Files of a run: parts that appear whole or not at all, and what is finished."""

import contextlib
import errno
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from srns.cohort.errors import InputError
from srns.registry.judged_part import JudgedPart
from srns.registry.page_tables import PAGE_TABLES, ROWS_AT_ONCE
from srns.registry.plan import Plan

PLAN, FINISHED, WORK = "plan.json", "finished", ".work"
Counts = Counter[tuple[str, str, str, str, str]]
"""By definition, strategy, grouping variable, group and response: how many children."""


class PartFiles:
    """The folder of a run.

    `verdicts/part-00012.parquet` and the like hold one part; `finished/00012.json` is written
    last, so that a part is finished or is judged again to the same bytes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def work(self) -> Path:
        """The folder for what an engine needs on its way; it is removed at the end."""
        return self.folder / WORK

    def begin(self, plan: Plan) -> None:
        """Make the folder, or go on with the same run.

        Raises
        ------
        InputError
            Where the folder holds another run or cannot be written.
        """
        note = self.folder / PLAN
        wanted = json.dumps(plan.fingerprint(), indent=1)
        with full_disk_in_words(self):
            self.folder.mkdir(parents=True, exist_ok=True)
            if not note.exists():
                if any(self.folder.iterdir()):
                    raise InputError(
                        f"{self.folder}: found a folder with other files; expected an empty one. "
                        "Name another folder with --out."
                    )
                _replace(note, wanted.encode())
            elif note.read_text() != wanted:
                raise InputError(
                    f"{self.folder}: found the results of another run (other files, definitions, "
                    "strategies, parts, engine or version); expected those of this one. Name "
                    "another folder with --out, or remove this one."
                )
            (self.folder / FINISHED).mkdir(exist_ok=True)
            for name in plan.tables:
                (self.folder / name).mkdir(exist_ok=True)

    def finished(self) -> set[int]:
        """Return the parts that are finished."""
        return {int(each.stem) for each in (self.folder / FINISHED).glob("*.json")}

    def write(self, number: int, part: JudgedPart) -> None:
        """Write one part, and then that it is finished."""
        for name, table in part.tables.items():
            target = self.folder / name / f"part-{number:05}.parquet"
            write_parquet(table, target, ROWS_AT_ONCE if name in PAGE_TABLES else None)
        note = {
            "children": part.children,
            "dated": part.dated,
            "rows": part.rows,
            "other_rows": part.other_rows,
            "set_aside": part.tables["set_aside"].num_rows,
            "counts": [[*key, count] for key, count in sorted(part.counts.items())],
        }
        _replace(self.folder / FINISHED / f"{number:05}.json", json.dumps(note).encode())

    def notes(self) -> list[dict]:
        """Return what was noted of each finished part, in their order."""
        return [
            json.loads(each.read_text()) for each in sorted((self.folder / FINISHED).glob("*.json"))
        ]

    def counts(self) -> Counts:
        """Return the counts of all finished parts together."""
        total: Counts = Counter()
        for note in self.notes():
            for *key, count in note["counts"]:
                total[tuple(key)] += count
        return total


def write_parquet(table: pa.Table, target: Path, rows_at_once: int | None = None) -> None:
    """Write a table so that the file appears whole or not at all."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        pq.write_table(table, partial, compression="zstd", row_group_size=rows_at_once)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _replace(target: Path, content: bytes) -> None:
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def is_full_disk(error: BaseException) -> bool:
    """Return whether an error says that a disk is full, also one of DuckDB or Arrow."""
    said = str(error)
    return getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or any(
        words in said for words in ("No space left", "not enough disk space", "failed to offload")
    )


@contextlib.contextmanager
def full_disk_in_words(files: PartFiles) -> Iterator[None]:
    """Turn a full disk and a folder that cannot be written into one sentence.

    Raises
    ------
    InputError
        It says how far the run came and that the same command goes on with it.
    """
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        if is_full_disk(error):
            done = len(files.finished())
            raise InputError(
                f"{files.folder}: found no space left on the disk, with {done} parts finished; "
                "expected some more. Free space and run the same command again: it goes on where "
                "it stopped."
            ) from None
        if isinstance(error, PermissionError | NotADirectoryError | FileExistsError):
            raise InputError(
                f"{files.folder}: found a folder that cannot be written ({error.strerror}); "
                "expected one that you may write. Name another with --out."
            ) from None
        raise
