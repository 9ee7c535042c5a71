"""Registries: the rules over files of any size, and invented cohorts with known truth."""

from pathlib import Path
from typing import Any

from srns.registry.run_registry import RegistryRun, run_registry
from srns.simulation.settings import SimulationSettings
from srns.simulation.simulate import simulate as write_invented

__all__ = ["RegistryRun", "run_registry", "simulate"]


def simulate(
    target: str | Path, children: int, *, form: str = "tidy", text: bool = False, **settings: Any
) -> dict[str, int]:
    """Invent a cohort of any size, with what is true of each child, and write it.

    Parameters
    ----------
    target
        An empty folder; for the form ``xlsx`` the file.
    form
        ``tidy`` (fastest to judge), ``list``, ``omop`` or ``xlsx``, the template's workbook.
    text
        Whether the files are csv in place of parquet.
    settings
        Fields of `srns.simulation.settings.SimulationSettings`, such as ``visit_days=90``.

    Returns
    -------
    dict
        By table, ``truth`` among them, the number of rows.

    Raises
    ------
    InputError
        Where a setting makes no sense or the target cannot be written.
    """
    return write_invented(target, SimulationSettings(children, **settings), form, text=text)
