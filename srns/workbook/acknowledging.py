"""Which queries a person has looked up, with what was noted of each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .problems import Problem
from .recipe import Acknowledgement, Recipe


def acknowledge(problems: Iterable[Problem], recipe: Recipe) -> tuple[Problem, ...]:
    """Make a note of each query that the recipe acknowledges.

    An acknowledgement holds for what was found when it was given: a cell that says something else
    in the next data cut is asked about again.
    """
    noted = {(one.place, one.found): one.note for one in recipe.acknowledged}
    problems = [
        replace(one, severity="query", acknowledged="") if one.acknowledged else one
        for one in problems
    ]
    return tuple(
        replace(one, severity="note", acknowledged=noted[one.place, one.found] or "looked up.")
        if one.severity == "query" and (one.place, one.found) in noted
        else one
        for one in problems
    )


def add_note(recipe: Recipe, queries: Sequence[Problem], note: str) -> Recipe:
    """Acknowledge queries with what was found out about them, on one line."""
    words = " ".join(note.split())
    words = words if words.endswith((".", "!", "?")) else f"{words}."
    here = {(one.place, one.found) for one in queries}
    kept = tuple(one for one in recipe.acknowledged if (one.place, one.found) not in here)
    added = tuple(Acknowledgement(one.place, one.found, words) for one in queries)
    return replace(recipe, acknowledged=kept + added)


def take_back(recipe: Recipe, notes: Sequence[Problem]) -> Recipe:
    """Let queries be asked again."""
    here = {(one.place, one.found) for one in notes}
    kept = tuple(one for one in recipe.acknowledged if (one.place, one.found) not in here)
    return replace(recipe, acknowledged=kept)
