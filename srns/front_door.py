"""Front door: reading, remission calls, numbers, figures and the report in one call each.

Every function calls the rooms of the package and computes nothing of its own. Wherever `data` is
asked for, a `Reading`, a `Cohort` or (where calls are needed) a `Classification` will do; wherever
a definition is asked for, the id of a published one, the path of a TOML file, or a `Definition`.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import altair as alt
import pandas as pd

from srns.analysis.definitions.comparison import Comparison
from srns.analysis.definitions.comparison import compare as compare_definitions
from srns.analysis.definitions.comparison import differences as list_differences
from srns.analysis.groups import grouping
from srns.analysis.proportions.intervals import EXACT
from srns.analysis.regimens.relapse_by_drug import RelapseByDrug
from srns.analysis.regimens.relapse_by_drug import relapse_by_drug as follow_by_drug
from srns.analysis.results_data.summary import results_data as summary_results
from srns.analysis.summary import summarize as count_cohort
from srns.analysis.time_to_event.curve_limits import AUTOMATIC
from srns.analysis.time_to_event.occupancy import Occupancy
from srns.analysis.time_to_event.occupancy import occupancy as follow_states
from srns.analysis.time_to_event.time_analysis import TimeQuestion, Times
from srns.analysis.time_to_event.time_analysis import times as time_cohort
from srns.analysis.time_to_event.time_origins import FIRST_INFUSION
from srns.app_files import PAPER_WORKBOOK
from srns.charts.chart_data import patient_chart_data
from srns.charts.months import origin_words
from srns.charts.occupancy import occupancy_chart as draw_states
from srns.charts.swimmer import swimmer as draw_lanes
from srns.charts.swimmer_lanes import lay_out_lanes
from srns.charts.timeline import timeline as draw_timeline
from srns.cohort.errors import InputError
from srns.cohort.tables import AS_READ, Cohort
from srns.cohort.terms import COMPLETE
from srns.cohort.unit_systems import find_units
from srns.cohort.wording import and_more, plural
from srns.privacy.deidentify import Cleared, screen
from srns.privacy.deidentify import clear as clear_cohort
from srns.privacy.find_identifiers import find_private
from srns.report.dataset import AnalysisSet
from srns.report.dataset import read_dataset as read_set
from srns.report.dataset import write_dataset as write_set
from srns.report.provenance import note_on
from srns.rules.basis import Basis, classify_on
from srns.rules.classification import Classification
from srns.rules.classify import classify as classify_cohort
from srns.rules.definition import Definition
from srns.rules.eligibility import judge_eligibility
from srns.rules.gaps import count_holes, gap_grid, occasions_in_holes
from srns.rules.load_definition import load_definition as load_definition_file
from srns.rules.load_definition import published, read_definition_text
from srns.rules.rescue import STRATEGIES, TREATMENT_POLICY
from srns.workbook.blank_template import write_template as write_blank_workbook
from srns.workbook.files.cells import WorkbookCells
from srns.workbook.files.file_types import Source
from srns.workbook.files.joined_files import name_together
from srns.workbook.files.open_workbook import name_of
from srns.workbook.ledger import count_rows
from srns.workbook.problems import Problem
from srns.workbook.read_workbook import Reading
from srns.workbook.read_workbook import read_workbook as read_cells
from srns.workbook.recipe.model import Recipe, read_recipe, write_recipe
from srns.workbook.recipe.propose import propose
from srns.workbook.results.open_export import open_together

HADDAD = "haddad_2021"
Sources = Source | list[Source] | tuple[Source, ...]
"""One file, or several of one cohort."""


@dataclass(frozen=True)
class CohortSummary:
    """The numbers of a classified cohort.

    Attributes
    ----------
    responses
        One row per group and response: `group`, `response`, `n`, `of`, `percent`, `low`, `high`
        (in percent, unrounded), `patients`.
    document
        All numbers, times and curves too, as `srns summary --format json` prints them.
    classification
        What was counted.
    """

    responses: pd.DataFrame
    document: dict[str, Any]
    classification: Classification

    @cached_property
    def ard(self) -> pd.DataFrame:
        """The numbers as analysis results data, made when they are first asked for."""
        return summary_results(self.document, self.classification)

    def __repr__(self) -> str:
        name, by = self.document["definition"]["id"], self.document["by"]
        return f"<CohortSummary {name}: {self.document['n']} children by {by}>"


@dataclass(frozen=True)
class DefinitionGaps:
    """The values that a definition does not cover.

    Attributes
    ----------
    grid
        One row per pair of printed values: `upcr` (mg/mg, 0.00 to 1.50), `albumin` (g/dL, 2.0 to
        4.5), `says` (what one sample alone is called; "unclassified" is a gap).
    visits
        The rows of `Classification.occasions` that fall in a gap; None where no data were given.
    """

    definition: Definition
    grid: pd.DataFrame
    visits: pd.DataFrame | None

    def __repr__(self) -> str:
        counted = count_holes(self.grid)
        visits = "" if self.visits is None else f", {len(self.visits)} visits"
        return (
            f"<DefinitionGaps {self.definition.id}: {counted.holes:,} of {counted.pairs:,} pairs "
            f"of values{visits}>"
        )


def read_workbook(
    source: Sources,
    *,
    recipe: str | Path | bytes | Recipe | None = None,
    redcap: Source | None = None,
    name: str = "",
    day_zero: str = "",
) -> Reading:
    """Read a workbook with every problem and the fate of every cell.

    Parameters
    ----------
    source
        A path, the bytes of a file, or an open file: .xlsx, .xlsm, .xls, .xlsb, .ods or text; or
        a list of several files of one cohort.
    recipe
        How a workbook that is not in the template's shape is read: the path or the bytes of a
        recipe, or what `propose_recipe` returned.
    redcap
        The data dictionary of the REDCap project of which `source` is the export.
    name
        What the file is called, where `source` does not say.
    day_zero
        What days are counted from, such as ``first tacrolimus``; without it the index date, else
        the first infusion. Where a workbook has neither, `origins` says what it offers.

    Returns
    -------
    Reading
        `errors` and `problems` say which cell to fix. A cell that cannot be read is an unknown
        result, and the others are read; `cohort` is None where an error concerns more than one
        cell, and `reading.strict()` has none where there is any error.
        A file that cannot be opened is a reading with one problem, not an exception. Dates after
        today are errors.

    Raises
    ------
    RecipeError
        Where the recipe cannot be read.

    Examples
    --------
    >>> import srns
    >>> reading = srns.read_workbook("data/haddad2021.xlsx")
    >>> reading
    <Reading haddad2021.xlsx: 8 children, 0 errors>
    >>> reading.cohort.patients["patient"].tolist()
    ['1', '2', '3', '4', '5', '6', '7', '8']
    """
    plan = recipe if isinstance(recipe, Recipe | None) else read_recipe(recipe)
    name = _name(source, name)
    opened = _open(source, redcap, name)
    if isinstance(opened, Problem):
        return Reading(name, None, (opened,), readable=False)
    return read_cells(
        opened, name=name, recipe=plan, today=datetime.date.today(), day_zero=day_zero
    )


def load_haddad2021() -> Reading:
    """Read the founding paper's eight children.

    Table 1 is as printed; the laboratory series are simulated, because the paper shows Up/c only
    as a picture (Haddad et al., BMC Nephrology 2021;22:395). Draw no clinical conclusion.

    Examples
    --------
    >>> import srns
    >>> srns.load_haddad2021()
    <Reading haddad2021.xlsx: 8 children, 0 errors>
    """
    return read_workbook(PAPER_WORKBOOK)


def propose_recipe(
    source: Sources, target: str | Path | None = None, *, redcap: Source | None = None
) -> Recipe:
    """Propose how a workbook of any shape is read, with what only a person can answer.

    Parameters
    ----------
    source
        As in `read_workbook`.
    target
        Where to write the recipe as TOML, to answer its questions in an editor; None: nowhere.
    redcap
        As in `read_workbook`.

    Returns
    -------
    Recipe
        `open_questions` lists what to answer; `answered({id: option})` fills answers in.

    Raises
    ------
    InputError
        Where the workbook cannot be opened.

    Examples
    --------
    >>> import srns
    >>> messy = "benchmarks/workbooks/cases/unit_nowhere/workbook.xlsx"
    >>> recipe = srns.propose_recipe(messy)
    >>> recipe
    <Recipe for workbook.xlsx: 1 table(s), 1 open question(s)>
    >>> question = recipe.open_questions[0]
    >>> recipe = recipe.answered({question.id: "mg/mmol"})
    >>> srns.read_workbook(messy, recipe=recipe)
    <Reading workbook.xlsx: 1 child, 0 errors>
    """
    name = _name(source)
    opened = _open(source, redcap, name)
    if isinstance(opened, Problem):
        raise InputError(opened.message)
    recipe = propose(opened, name)
    if target is not None:
        Path(target).write_text(write_recipe(recipe), encoding="utf-8", newline="\n")
    return recipe


def write_template(target: str | Path | BinaryIO) -> None:
    """Write the blank workbook: five sheets, and one that describes every column.

    Examples
    --------
    >>> import io, srns
    >>> file = io.BytesIO()
    >>> srns.write_template(file)
    >>> srns.read_workbook(file.getvalue(), name="blank.xlsx")
    <Reading blank.xlsx: 0 children, 0 errors>
    """
    write_blank_workbook(target)


def load_definition(definition: str | Path | Definition) -> Definition:
    """Load a definition of response: a published one by its id, your own by its path.

    Raises
    ------
    DefinitionError
        Where there is no such definition or the file cannot be used: one line for each mistake,
        with the remedy.

    Examples
    --------
    >>> import srns
    >>> haddad = srns.load_definition("haddad_2021")
    >>> haddad
    <Definition haddad_2021: Haddad 2021, as written (version 1)>
    >>> [response.name for response in haddad.responses]
    ['complete remission', 'partial remission']
    """
    return definition if isinstance(definition, Definition) else load_definition_file(definition)


def definitions() -> tuple[Definition, ...]:
    """List the published definitions, in the order of their ids.

    Examples
    --------
    >>> import srns
    >>> [each.id for each in srns.definitions()][:3]
    ['aap_2009', 'adult_conventional', 'choudhry_2009']
    """
    return published()


def classify(
    data: Reading | Cohort,
    definition: str | Path | Definition = HADDAD,
    *,
    day_zero: str = AS_READ,
    by_line: bool = False,
    strategy: str = TREATMENT_POLICY,
    units: str = "conventional",
) -> Classification:
    """Call the response of each child, or of each line of treatment, by a definition.

    Parameters
    ----------
    day_zero
        What days are counted from: "index date" (the sheet Patients', else the first infusion),
        "first infusion", "first DRUG", "first CLASS" ("first calcineurin inhibitor") or
        "first EVENT" ("first biopsy"), or "first urine result".
    by_line
        Whether every line of treatment is judged like a child, from the day it was started.
    strategy
        What a rescue drug changes: "treatment policy" (nothing), "rescue is no response", or
        "until rescue" (visits count until then).
    units
        "conventional" (mg/mg, g/dL) or "SI" (mg/mmol, g/L), of all sentences; it decides nothing.

    Returns
    -------
    Classification
        `verdicts`: one row per child, with the reason in a sentence; `occasions`: one row per
        visit with a urine result, with its cells and what it lacked; `definition`.

    Raises
    ------
    InputError
        Where the reading has errors, for an error stops the analysis; where there is no such
        strategy; or where day 0 is named and lines are asked for, each of which has its own.
    DayZeroError
        Where no child has the day 0 that is asked for; it names those that the cohort has.
    DefinitionError
        See `load_definition`.

    Examples
    --------
    >>> import srns
    >>> found = srns.classify(srns.load_haddad2021())
    >>> found
    <Classification haddad_2021: 4 complete remission, 1 partial remission, 3 no response>
    >>> found.verdicts["patient"][found.verdicts["response"] == "complete remission"].tolist()
    ['1', '2', '6', '7']
    >>> srns.classify(srns.load_haddad2021(), by_line=True).verdicts["patient"].tolist()[:2]
    ['1 · 1', '2 · 1']
    """
    if strategy not in STRATEGIES:
        raise InputError(
            f"found the strategy '{strategy}'; expected one of {', '.join(STRATEGIES)}."
        )
    if by_line and day_zero != AS_READ:
        raise InputError(
            f"found the day 0 '{day_zero}' with by_line; expected one of them. Day 0 of a line is "
            "the day on which it was started."
        )
    basis = Basis(day_zero, by_line, strategy)
    wanted = find_units(units)
    return classify_on(_cohort_of(data), load_definition(definition), basis).in_units(wanted)


def summarize(
    data: Reading | Cohort | Classification,
    definition: str | Path | Definition = HADDAD,
    *,
    by: str = "histology",
    interval: str = EXACT,
    origin: str = FIRST_INFUSION,
    compare: bool = False,
    adjudicated: bool = False,
) -> CohortSummary:
    """Count the responses with their intervals, and give times to and after remission.

    Parameters
    ----------
    data, definition
        A classification was made under a definition, and keeps it.
    by
        "histology", "maintenance", "resistance", or a column of the sheet Patients.
    interval
        "exact" (Clopper–Pearson), "wilson" or "mid-p", all of 95 %.
    origin
        What the curve of complete remission counts time from: "first infusion", "last infusion",
        "diagnosis" and so on.
    compare
        Whether to compare the groups: differences, ratios and an exact test.
    adjudicated
        Whether to count the overrides in place of the computed responses.

    Raises
    ------
    InputError
        Where the reading has errors, or there is no such column (`GroupingError`).

    Examples
    --------
    >>> import srns
    >>> summary = srns.summarize(srns.load_haddad2021())
    >>> summary
    <CohortSummary haddad_2021: 8 children by histology>
    >>> row = summary.responses.iloc[0]
    >>> print(f"{row.response}: {row.n} of {row.of} ({row.low:.1f}–{row.high:.1f} %)")
    complete remission: 4 of 8 (15.7–84.3 %)
    """
    found = _classified(data, definition)
    document = count_cohort(
        found.cohort,
        found,
        by,
        adjudicated=adjudicated,
        interval=interval,
        origin=origin,
        compare=compare,
    )
    return CohortSummary(pd.DataFrame(document["responses"]), document, found)


def results_data(
    data: Reading | Cohort | Classification,
    definition: str | Path | Definition = HADDAD,
    *,
    parts: Sequence[str] = (),
    by: str = "histology",
) -> pd.DataFrame:
    """Return every number of tables, curves and sentences as analysis results data.

    Parameters
    ----------
    parts
        Which: "summary", "comparison", "agreement", "times", "states", "relapse_by_drug",
        "definitions", or a table such as "table1" or "relapses"; empty: all of them.
    by
        How the children are grouped; see `summarize`.

    Returns
    -------
    DataFrame
        One row per number: `group1`, `group1_level`, `variable`, `variable_level`, `context`,
        `stat_name`, `stat_label`, `stat`, `fmt_fun`, `warning`, `error`, as in the R package cards;
        the `patients` and `cells` behind it; and the `part`.

    Raises
    ------
    InputError
        Where the reading has errors, or there is no such part.

    Examples
    --------
    >>> import srns
    >>> rows = srns.results_data(srns.load_haddad2021(), parts=["summary"])
    >>> row = rows[(rows["variable_level"] == "complete remission")
    ...            & (rows["stat_name"] == "n") & rows["group1"].isna()].iloc[0]
    >>> row["stat"], row["patients"], row["cells"][:2]
    (4, ['1', '2', '6', '7'], ['Labs!C9', 'Labs!D9'])
    """
    # Here, so that the rest of the front door works without the extra `report`.
    from srns.report.results_catalogue import make_results
    from srns.report.table_catalogue import Choices

    rows = count_rows(data.ledger, "Patients") if isinstance(data, Reading) else None
    return make_results(_classified(data, definition), parts, Choices(by, rows=rows))


def times(
    data: Reading | Cohort | Classification,
    definition: str | Path | Definition = HADDAD,
    *,
    response: str = COMPLETE,
    origin: str = FIRST_INFUSION,
    by: str = "",
    landmark: float | None = None,
    test: bool = False,
    limits: str = AUTOMATIC,
    horizon: float | None = None,
    late_entry: bool = False,
) -> Times:
    """Estimate how long remission took and how long it lasted.

    Parameters
    ----------
    response
        "complete remission" or "complete or partial remission".
    origin, by
        As in `summarize`; without `by` there is one curve of all children.
    landmark
        Months from the origin: only children still waiting then are followed.
    test
        Whether to test if the curves of the groups differ (log-rank; Gray where events compete).
    limits
        Confidence limits of the curves: "automatic" (exact below 50 children), "beta product",
        "beta product, mid-p" or "log(-log)".
    horizon
        Months up to which the mean times of the groups are compared; None: they are not.
    late_entry
        Whether a child counts only from day 0 on where time starts before, as from diagnosis.

    Returns
    -------
    Times
        `waiting.curves` (to remission) and `lasting.curves` (to relapse), each with `table`,
        `events` and `n`; `visits`: the same with each remission anywhere between two visits.
        Months of 30.4375 days.

    Examples
    --------
    >>> import srns
    >>> found = srns.times(srns.load_haddad2021())
    >>> found
    <Times from first infusion to complete remission: 4 of 8 children>
    >>> curve = found.response_curves.curves[0]
    >>> curve.table.loc[curve.table["events"] > 0, "month"].round(1).tolist()
    [3.5, 4.5, 11.5, 13.0]
    """
    found = _classified(data, definition)
    asked = TimeQuestion(response, origin, by, landmark, test, limits, horizon, late_entry)
    return time_cohort(found.cohort, found, asked)


def relapse_by_drug(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> RelapseByDrug:
    """Follow each remission to relapse on and off maintenance drugs, with person-time.

    Returns
    -------
    RelapseByDrug
        `curves` (on any drug, off drugs), `rates` per person-year, and the `stretches` behind both.

    Examples
    --------
    >>> import srns
    >>> found = srns.relapse_by_drug(srns.load_haddad2021())
    >>> rate = found.rates["off drugs"]
    >>> f"{rate.events} relapse in {rate.time:.2f} person-years"
    '1 relapse in 0.90 person-years'
    """
    found = _classified(data, definition)
    return follow_by_drug(found.cohort, found)


def occupancy(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> Occupancy:
    """Estimate how many children are in remission, relapsed, with kidney failure … over time.

    Returns
    -------
    Occupancy
        `table`: the share in each state by month, with its interval; `stays`: each child's way.

    Examples
    --------
    >>> import srns
    >>> found = srns.occupancy(srns.load_haddad2021())
    >>> found
    <Occupancy of 8 children to month 130.0>
    >>> at = found.table[found.table["month"] <= 12].tail(6).set_index("state")["estimate"]
    >>> float(at["complete remission"]), float(at["kidney failure"])
    (0.375, 0.125)
    """
    found = _classified(data, definition)
    return follow_states(found.cohort, found)


def occupancy_chart(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> alt.LayerChart:
    """Draw the share of children in each state over time as stacked areas.

    Examples
    --------
    >>> import srns
    >>> type(srns.occupancy_chart(srns.load_haddad2021())).__name__
    'LayerChart'
    """
    found = _classified(data, definition)
    return draw_states(
        follow_states(found.cohort, found),
        "Children in each state over time",
        found.definition,
        _notes(found.cohort),
        since=origin_words(found.cohort),
    )


def compare(
    data: Reading | Cohort, definitions: Sequence[str | Path | Definition] | None = None
) -> Comparison:
    """Call the responses of a cohort by several definitions.

    Parameters
    ----------
    definitions
        None: every published one.

    Returns
    -------
    Comparison
        `matrix`: one row per child, one column per definition; `changing`: the children whose
        response is not the same everywhere.

    Raises
    ------
    ComparisonError
        Where two definitions have one id.

    Examples
    --------
    >>> import srns
    >>> compared = srns.compare(srns.load_haddad2021(), ["haddad_2021", "ipna_2022"])
    >>> compared
    <Comparison of 2 definitions: 0 of 8 children change>
    """
    chosen = published() if definitions is None else [load_definition(one) for one in definitions]
    return compare_definitions(_cohort_of(data), chosen)


def differences(data: Reading | Cohort | Comparison, reference: str = HADDAD) -> pd.DataFrame:
    """List who changes from one definition to the others, and which clause decides it.

    Parameters
    ----------
    data
        What `compare` returned; of a reading or a cohort every published definition is compared.
    reference
        The id of the definition that the others are held against.

    Returns
    -------
    DataFrame
        One row per child and definition whose response differs: `patient`, `definition`,
        `reference_response`, `response`, `why`, `reference_reason`, `reason`.

    Examples
    --------
    >>> import srns
    >>> changes = srns.differences(srns.load_haddad2021())
    >>> changes.loc[0, ["patient", "definition", "response"]].tolist()
    ['4', 'aap_2009', 'no response']
    """
    compared = data if isinstance(data, Comparison) else compare(data)
    return list_differences(compared, reference)


def timeline(
    data: Reading | Cohort | Classification,
    patient: str | int,
    definition: str | Path | Definition = HADDAD,
    *,
    units: str = "conventional",
) -> Any:
    """Draw one child: urine tests, albumin, infusions, drugs and course on one axis of months.

    Parameters
    ----------
    patient
        The study number.
    units
        "conventional" (mg/mg, g/dL) or "SI" (mg/mmol, g/L).

    Returns
    -------
    altair.LayerChart
        `.save("child.html")` writes it; .png and .svg need the extra `report`.

    Raises
    ------
    InputError
        Where there is no such child, or the reading has errors.

    Examples
    --------
    >>> import srns
    >>> chart = srns.timeline(srns.load_haddad2021(), "1")
    >>> type(chart).__name__
    'LayerChart'
    """
    chosen = find_units(units)
    found = _classified(data, definition).in_units(chosen)
    known = [str(each) for each in found.cohort.patients["patient"]]
    if str(patient) not in known:
        raise InputError(f"found no child '{patient}'; expected one of {and_more(known)}.")
    story = patient_chart_data(found.cohort, found, str(patient), chosen)
    return draw_timeline(story, found.definition, chosen, _notes(found.cohort))


def swimmer(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> alt.LayerChart:
    """Draw all children, one lane each, from day 0 to the end of what counts.

    Examples
    --------
    >>> import srns
    >>> chart = srns.swimmer(srns.load_haddad2021())
    >>> type(chart).__name__
    'LayerChart'
    """
    found = _classified(data, definition)
    histology = grouping(found.cohort, "histology")
    headings = {
        str(patient): f"{patient} · {group}"
        for patient, group in zip(found.cohort.patients["patient"], histology, strict=True)
    }
    lanes = lay_out_lanes(found, headings)
    notes, origin = _notes(found.cohort), origin_words(found.cohort)
    return draw_lanes(**lanes, definition=found.definition, notes=notes, origin=origin, selected=())


def write_report(
    data: Reading | Cohort,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    by: str = "histology",
    parts: Sequence[str] = (),
) -> Path:
    """Write methods, results, figures and tables to one file.

    Named `write_report` because `srns.report` is the room that makes it, and importing the room
    would replace a function of its name.

    Parameters
    ----------
    target
        A path that ends in .docx, .pdf, .html or .xlsx.
    by
        How Table 1 groups the children; see `summarize`.
    parts
        "methods", "results", "flow", "characteristics", "figures", "timelines", "verdicts",
        "unknown", "limitations", "strobe", "supplement", "problems"; empty: all, in .docx and .pdf
        without the last two.

    Raises
    ------
    InputError
        Where the reading has errors, the file has another ending, or there is no such part.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = srns.write_report(srns.load_haddad2021(), pathlib.Path(folder, "report.html"))
    ...     "Remission calls: haddad2021.xlsx" in path.read_text("utf-8")
    True
    """
    # Here, so that the rest of the front door works without the extra `report`.
    from srns.report.cohort_report import ReportSource, make_report
    from srns.report.provenance import stamp_all
    from srns.report.report_files import FORMS, form_of, usual_parts
    from srns.report.table_catalogue import Choices

    path = Path(target)
    ending = form_of(str(path))
    cohort, asked = _cohort_of(data), load_definition(definition)
    name = data.name if isinstance(data, Reading) else "cohort"
    rows = count_rows(data.ledger, "Patients") if isinstance(data, Reading) else None
    source = ReportSource(
        classify_cohort(cohort, asked),
        stamp_all(name, cohort, asked),
        data.problems if isinstance(data, Reading) else (),
        Choices(by, rows=rows),
    )
    report = make_report(source, parts or usual_parts(ending))
    path.write_bytes(FORMS[ending](report, None))
    return path


def write_dataset(
    source: Sources,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    basis: Basis | None = None,
    recipe: str | Path | bytes | Recipe | None = None,
    **decisions: Any,
) -> Path:
    """Write a de-identified analysis set: tables, definition and results as a data package.

    Parameters
    ----------
    source
        The workbook, as in `read_workbook`: what it hides is searched, too.
    target
        The path of the ZIP archive.
    basis
        Day 0, lines of treatment and the strategy for rescue drugs: `srns.rules.basis.Basis`.
    decisions
        What only a person can decide, as `srns.privacy.deidentify.clear` takes it: `risk_accepted`,
        `hidden_seen`, `keep_labels`, `keep`, `leave_out`, `ages`, `key`.

    Raises
    ------
    InputError
        Where the workbook has errors.
    GateError
        Where something is open that only a person can decide.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "set.zip")
    ...     path = srns.write_dataset("data/haddad2021.xlsx", path, risk_accepted=True)
    ...     srns.read_dataset(path)
    <AnalysisSet haddad_2021: 8 children>
    """
    cleared, note = _cleared(source, recipe, decisions)
    asked, path = load_definition(definition), Path(target)
    path.write_bytes(write_set(cleared, asked, basis, text=_text_of(definition), note=note))
    return path


def read_dataset(source: str | Path | bytes) -> AnalysisSet:
    """Read an analysis set that `write_dataset` or `srns dataset` wrote.

    Returns
    -------
    AnalysisSet
        `cohort`, `definition`, `basis`; `classify()` judges the children again, and `stated` are
        the results as they stand in the set.

    Raises
    ------
    InputError
        Where it is no analysis set, or its tables were changed.
    """
    return read_set(source if isinstance(source, bytes) else Path(source).read_bytes())


def write_snapshot(
    source: Sources,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    basis: Basis | None = None,
    recipe: str | Path | bytes | Recipe | None = None,
    units: str = "conventional",
    counts_only: bool = False,
    password: str = "",
    **decisions: Any,
) -> Path:
    """Write a de-identified cohort as one HTML file that opens without a server or a network.

    Parameters
    ----------
    source, basis, decisions
        As in `write_dataset`.
    counts_only
        Whether the page has altered and rounded counts alone, and no child.
    password
        Without it nobody can read the page; empty: everybody can.

    Raises
    ------
    InputError
        Where the workbook has errors, or the password is too short.
    GateError
        Where something is open that only a person can decide.
    """
    from srns.report.dataset import definition_text
    from srns.report.offline_page import offline_page

    cleared, note = _cleared(source, recipe, decisions)
    asked, path = load_definition(definition), Path(target)
    text = definition_text(asked, _text_of(definition))
    path.write_bytes(
        offline_page(
            cleared,
            asked,
            text,
            basis,
            units=find_units(units),
            note=note,
            counts_only=counts_only,
            password=password,
        )
    )
    return path


def _cleared(
    source: Sources, recipe: str | Path | bytes | Recipe | None, decisions: dict[str, Any]
) -> tuple[Cleared, str]:
    """Read a workbook and take its cohort through the gate; return its mandatory note, too."""
    name = _name(source)
    opened = _open(source, None, name)
    if isinstance(opened, Problem):
        raise InputError(opened.message)
    plan = recipe if isinstance(recipe, Recipe | None) else read_recipe(recipe)
    reading = read_cells(opened, name=name, recipe=plan, today=datetime.date.today())
    cohort = _cohort_of(reading)
    cleared = clear_cohort(screen(cohort, find_private(opened)), **decisions)
    return cleared, note_on(cohort)


def _text_of(definition: str | Path | Definition) -> str:
    """Return the text of a definition's own file; empty where there is none."""
    return "" if isinstance(definition, Definition) else read_definition_text(definition)


def write_figure(
    data: Reading | Cohort | Classification,
    figure: str,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
    *,
    patient: str | int = "",
    width: float = 85,
    dpi: int = 300,
    units: str = "",
) -> Path:
    """Write one figure at its size in print, as on the screen.

    Parameters
    ----------
    figure
        "response", "histology", "maintenance", "swimmer", "time_to_remission",
        "time_in_remission", "timeline" (of `patient`), "small_multiples", "flow" or
        "kidney_function".
    target
        A path that ends in .pdf (with its fonts), .svg or .png.
    width
        In millimetres: 85 is a column of a journal, 180 a page.
    dpi
        Of a .png, at least 300.
    units
        As in `classify`; without it those of the classification.

    Raises
    ------
    InputError
        Where there is no such figure, child, form or width.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "swimmer.pdf")
    ...     path = srns.write_figure(srns.load_haddad2021(), "swimmer", path, width=180)
    ...     path.read_bytes()[:5]
    b'%PDF-'
    """
    # Here, so that the rest of the front door works without the extra `report`.
    from srns.charts.print_size import check_width, pixels_of
    from srns.charts.theme import specification
    from srns.report.figure_catalogue import FigureChoices, default_notes, make_figure
    from srns.report.figure_files import kind_of, render

    path, wide = Path(target), check_width(width)
    kind = kind_of(path.name)
    found = _classified(data, definition)
    found = found.in_units(find_units(units)) if units else found
    choices = FigureChoices(str(patient), found.units, notes=default_notes(found))
    made = make_figure(figure, found, choices)
    drawn = specification(lambda: made.draw(pixels_of(wide)))
    path.write_bytes(render(drawn, kind, wide, dpi))
    return path


def write_child_page(
    data: Reading | Cohort | Classification,
    patient: str | int,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
) -> Path:
    """Write the page of one child as PDF: verdict, evidence, timeline, cells, near misses.

    Parameters
    ----------
    data
        A classification keeps its definition, its basis and its units.

    Raises
    ------
    InputError
        Where there is no such child, or the reading has errors.

    Examples
    --------
    >>> import pathlib, srns, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = srns.write_child_page(srns.load_haddad2021(), "7", pathlib.Path(folder, "7.pdf"))
    ...     path.read_bytes()[:5]
    b'%PDF-'
    """
    from srns.report.child_pdf import child_pdf
    from srns.report.provenance import stamp_all

    found, path = _classified(data, definition), Path(target)
    stamp = stamp_all(_named(data), found.cohort, found.definition)
    path.write_bytes(child_pdf(found, str(patient), stamp, printed_on=datetime.date.today()))
    return path


def write_booklet(
    data: Reading | Cohort | Classification,
    target: str | Path,
    definition: str | Path | Definition = HADDAD,
) -> Path:
    """Write the pages of all children as one PDF, after a table of contents.

    Raises
    ------
    InputError
        Where the reading has errors.
    """
    from srns.report.child_pdf import booklet_pdf
    from srns.report.provenance import stamp_all

    found, path = _classified(data, definition), Path(target)
    stamp = stamp_all(_named(data), found.cohort, found.definition)
    path.write_bytes(booklet_pdf(found, stamp, printed_on=datetime.date.today()))
    return path


def _named(data: Reading | Cohort | Classification) -> str:
    return data.name if isinstance(data, Reading) else "cohort"


def eligibility(
    data: Reading | Cohort | Classification, definition: str | Path | Definition = HADDAD
) -> pd.DataFrame:
    """Answer whether each child is steroid-resistant, difficult to treat, CNI-resistant and so on.

    Returns
    -------
    DataFrame
        One row per child, question and item: `patient`, `question`, `item` (empty: the answer to
        the whole question), `answer` ("yes", "no", "cannot tell"), `found`, `reason`, `cells`,
        `source`.

    Examples
    --------
    >>> import srns
    >>> items = srns.eligibility(srns.load_haddad2021())
    >>> whole = items[(items["item"] == "") & (items["patient"] == "1")]
    >>> dict(zip(whole["question"], whole["answer"]))["difficult to treat"]
    'cannot tell'
    """
    return judge_eligibility(_classified(data, definition))


def gaps(
    definition: str | Path | Definition = HADDAD,
    data: Reading | Cohort | None = None,
    *,
    baseline: float | None = None,
) -> DefinitionGaps:
    """List the values that a definition does not cover, and the visits that fall among them.

    Parameters
    ----------
    data
        A cohort whose visits are looked through; None: only the grid of values.
    baseline
        The Up/c before treatment in mg/mg, for a definition that asks for a fall from it.

    Examples
    --------
    >>> import srns
    >>> srns.gaps("haddad_2021", srns.load_haddad2021())
    <DefinitionGaps haddad_2021: 1,121 of 3,926 pairs of values, 0 visits>
    """
    asked = load_definition(definition)
    visits = None if data is None else occasions_in_holes(_cohort_of(data), asked)
    return DefinitionGaps(asked, gap_grid(asked, baseline=baseline), visits)


def _open(source: Sources, redcap: Source | None, name: str) -> WorkbookCells | Problem:
    if isinstance(source, list | tuple):
        return open_together(source, redcap=redcap)
    return open_together([source], name, redcap=redcap)


def _name(source: Sources, name: str = "") -> str:
    if isinstance(source, list | tuple):
        return name or name_together(source)
    return name_of(source, name)


def _cohort_of(data: Reading | Cohort) -> Cohort:
    """Return the cohort of a reading.

    Raises
    ------
    InputError
        Where errors stop the analysis.
    """
    if isinstance(data, Cohort):
        return data
    if (cohort := data.for_verdicts().cohort) is not None:
        return cohort
    count = len(data.errors)
    raise InputError(
        f"{data.name}: {count} error{'' if count == 1 else 's'} to fix first (all are in "
        f"`reading.errors`). {data.errors[0].message}"
    )


def _classified(
    data: Reading | Cohort | Classification, definition: str | Path | Definition
) -> Classification:
    return data if isinstance(data, Classification) else classify(data, definition)


def _notes(cohort: Cohort) -> tuple[str, ...]:
    return (f"All {plural(len(cohort.patients), 'child', 'children')}.", note_on(cohort))
