"""Judge parts one after the other or in several processes; one that fails loses no other."""

import multiprocessing
import sys
import types
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from srns.cohort.errors import InputError
from srns.registry.judged_part import judge_part
from srns.registry.part_files import PartFiles, is_full_disk
from srns.registry.part_tables import PartTables
from srns.registry.plan import Plan, read_plan

Loader = Callable[[str, int], PartTables]
"""Returns the rows of a part, by the folder where an engine put them and the part's number."""


@dataclass(frozen=True)
class PartOutcome:
    """What became of a part: its rows, or in words why it failed."""

    number: int
    rows: int
    failure: str = ""


def run_part(
    plan: Plan, files: PartFiles, number: int, load: Callable[[], PartTables]
) -> PartOutcome:
    """Load the rows of a part, judge it and write it.

    Raises
    ------
    OSError
        Where the disk is full: that is no fault of the part.
    """
    try:
        part = judge_part(load(), plan)
        files.write(number, part)
    except Exception as error:
        if is_full_disk(error):
            raise OSError(28, "No space left on device") from None
        named = "" if isinstance(error, InputError) else f"{type(error).__name__}: "
        return PartOutcome(number, 0, f"{named}{error}")
    return PartOutcome(number, part.rows)


def run_parts(
    plan: Plan, files: PartFiles, numbers: Iterable[int], load: Loader, processes: int
) -> Iterator[PartOutcome]:
    """Judge parts and say what became of each as it ends.

    A process that dies (for want of memory, say) takes no other part with it: what it and its
    neighbours held is judged again, one part at a time, and only what dies alone has failed.

    Parameters
    ----------
    load
        A function at the top of a module, for the processes to import.
    """
    waiting = list(numbers)
    if processes > 1 and len(waiting) > 1:
        left = yield from _side_by_side(plan, files, waiting, load, processes)
        for number in left:
            yield from _alone(plan, files, number, load)
        return
    for number in waiting:
        yield run_part(plan, files, number, partial(load, str(files.work), number))


def _side_by_side(
    plan: Plan, files: PartFiles, numbers: list[int], load: Loader, processes: int
) -> Iterator[PartOutcome]:
    """Judge parts in several processes; return those that are left when one of them dies."""
    given, left = (plan.as_json(), str(files.folder), load), list(numbers)
    with _pool(processes) as pool:
        running: dict[Future[PartOutcome], int] = {}
        todo = list(reversed(numbers))
        while todo or running:
            while todo and len(running) < processes + 1:
                number = todo.pop()
                running[_submit(pool, *given, number)] = number
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for each in done:
                number = running.pop(each)
                try:
                    outcome = each.result()
                except BrokenProcessPool:
                    return left
                left.remove(number)
                yield outcome
    return left


def _alone(plan: Plan, files: PartFiles, number: int, load: Loader) -> Iterator[PartOutcome]:
    with _pool(1) as pool:
        try:
            yield _submit(pool, plan.as_json(), str(files.folder), load, number).result()
        except BrokenProcessPool:
            yield PartOutcome(number, 0, "its process died: too little memory for these children")


def _pool(processes: int) -> ProcessPoolExecutor:
    # Not forked: the engine before may hold threads.
    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))


def _submit(
    pool: ProcessPoolExecutor, plan: str, folder: str, load: Loader, number: int
) -> Future[PartOutcome]:
    """Submit a part to a process, which must not run the program that called us once more."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        return pool.submit(_in_process, plan, folder, load, number)
    finally:
        sys.modules["__main__"] = main


def _in_process(plan: str, folder: str, load: Loader, number: int) -> PartOutcome:
    files = PartFiles(Path(folder))
    return run_part(read_plan(plan), files, number, partial(load, str(files.work), number))
