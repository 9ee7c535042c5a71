"""What type checkers and editors see of the front door; `__init__.py` loads the same names."""

from srns.cohort.errors import AccessError as AccessError
from srns.cohort.errors import CanonicalError as CanonicalError
from srns.cohort.errors import CaseError as CaseError
from srns.cohort.errors import ComparisonError as ComparisonError
from srns.cohort.errors import DayZeroError as DayZeroError
from srns.cohort.errors import DefinitionError as DefinitionError
from srns.cohort.errors import ExpressionError as ExpressionError
from srns.cohort.errors import GateError as GateError
from srns.cohort.errors import GroupingError as GroupingError
from srns.cohort.errors import InputError as InputError
from srns.cohort.errors import KeyFileError as KeyFileError
from srns.cohort.errors import LimitError as LimitError
from srns.cohort.errors import OverrideError as OverrideError
from srns.cohort.errors import PasswordNeededError as PasswordNeededError
from srns.cohort.errors import RecipeError as RecipeError
from srns.cohort.errors import SampleError as SampleError
from srns.cohort.errors import SettingsError as SettingsError
from srns.cohort.errors import SrnsError as SrnsError
from srns.cohort.errors import StatementsError as StatementsError
from srns.cohort.errors import StoreError as StoreError
from srns.cohort.errors import StoreOffError as StoreOffError
from srns.cohort.errors import UnknownWordsError as UnknownWordsError
from srns.front_door import classify as classify
from srns.front_door import compare as compare
from srns.front_door import definitions as definitions
from srns.front_door import differences as differences
from srns.front_door import eligibility as eligibility
from srns.front_door import gaps as gaps
from srns.front_door import load_definition as load_definition
from srns.front_door import load_haddad2021 as load_haddad2021
from srns.front_door import occupancy as occupancy
from srns.front_door import occupancy_chart as occupancy_chart
from srns.front_door import panel as panel
from srns.front_door import propose_recipe as propose_recipe
from srns.front_door import read_dataset as read_dataset
from srns.front_door import read_workbook as read_workbook
from srns.front_door import relapse_by_drug as relapse_by_drug
from srns.front_door import results_data as results_data
from srns.front_door import run_registry as run_registry
from srns.front_door import simulate as simulate
from srns.front_door import summarize as summarize
from srns.front_door import swimmer as swimmer
from srns.front_door import timeline as timeline
from srns.front_door import times as times
from srns.front_door import view as view
from srns.front_door import write_booklet as write_booklet
from srns.front_door import write_child_page as write_child_page
from srns.front_door import write_dataset as write_dataset
from srns.front_door import write_figure as write_figure
from srns.front_door import write_report as write_report
from srns.front_door import write_snapshot as write_snapshot
from srns.front_door import write_template as write_template

__version__: str
SOFTWARE: str

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
