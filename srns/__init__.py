"""Defensible remission calls for children with steroid-resistant nephrotic syndrome.

The front door. Everything in `__all__` is ready after ``import srns`` and is loaded when it is
first used, so that the import itself stays light: a sandboxed process that parses an upload
imports this package too. `docs/python.md` shows each function at work.

>>> import srns
>>> srns.classify(srns.load_haddad2021())
<Classification haddad_2021: 4 complete remission, 1 partial remission, 3 no response>

The names live in `srns.front_door` and `srns.cohort.errors`; `__init__.pyi` repeats them for type
checkers and editors, and a test holds the two lists against each other.
"""

# The names below are loaded on demand, and the stub declares them.
# pyright: reportUnsupportedDunderAll=false

import importlib

__version__ = "0.1.0"
SOFTWARE = f"srns {__version__}"

__all__ = [
    "AccessError",
    "CanonicalError",
    "CaseError",
    "ComparisonError",
    "DayZeroError",
    "DefinitionError",
    "ExpressionError",
    "GateError",
    "GroupingError",
    "InputError",
    "KeyFileError",
    "LimitError",
    "OverrideError",
    "PasswordNeededError",
    "RecipeError",
    "SampleError",
    "SettingsError",
    "SrnsError",
    "StatementsError",
    "StoreError",
    "StoreOffError",
    "UnknownWordsError",
    "__version__",
    "classify",
    "compare",
    "definitions",
    "differences",
    "eligibility",
    "gaps",
    "load_definition",
    "load_haddad2021",
    "occupancy",
    "occupancy_chart",
    "panel",
    "propose_recipe",
    "read_dataset",
    "read_workbook",
    "relapse_by_drug",
    "results_data",
    "run_registry",
    "simulate",
    "summarize",
    "swimmer",
    "timeline",
    "times",
    "view",
    "write_booklet",
    "write_child_page",
    "write_dataset",
    "write_figure",
    "write_report",
    "write_snapshot",
    "write_template",
]
_MODULES = {
    name: "srns.cohort.errors" if name.endswith("Error") else "srns.front_door"
    for name in __all__
    if name != "__version__"
}


def __getattr__(name: str) -> object:
    """Load a name of the front door at its first use (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module 'srns' has no attribute '{name}'")
    value = getattr(importlib.import_module(_MODULES[name]), name)
    globals()[name] = value  # the next use finds it without coming here
    return value


def __dir__() -> list[str]:
    """List what there is, loaded or not."""
    return sorted({*globals(), *__all__})
