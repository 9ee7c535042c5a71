"""Front door: reading, remission calls, numbers, figures and the report in one call each.

Every function calls the rooms of the package and computes nothing of its own. Wherever `data` is
asked for, a `Reading`, a `Cohort` or (where calls are needed) a `Classification` will do; wherever
a definition is asked for, the id of a published one, the path of a TOML file, or a `Definition`.
"""

from srns.front_door.arguments import Sources
from srns.front_door.calls import classify, eligibility
from srns.front_door.comparisons import compare, differences
from srns.front_door.courses import occupancy, relapse_by_drug, times
from srns.front_door.definition_files import definitions, load_definition
from srns.front_door.definition_gaps import DefinitionGaps, gaps
from srns.front_door.documents import write_booklet, write_child_page, write_report
from srns.front_door.figures import occupancy_chart, swimmer, timeline, write_figure
from srns.front_door.pages import panel, view
from srns.front_door.readings import load_haddad2021, propose_recipe, read_workbook, write_template
from srns.front_door.registries import RegistryRun, run_registry, simulate
from srns.front_door.shared_files import read_dataset, write_dataset, write_snapshot
from srns.front_door.summaries import CohortSummary, results_data, summarize

__all__ = [
    "CohortSummary",
    "DefinitionGaps",
    "RegistryRun",
    "Sources",
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
