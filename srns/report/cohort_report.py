"""Cohort report: its parts, each with its words, tables and figures, independent of any format."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType

import pandas as pd

from srns.analysis.basis_sentences import is_by_line
from srns.analysis.results_data.rows import bind
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import summarize
from srns.analysis.tables.printed_table import PrintedTable
from srns.analysis.tables.printed_table import in_language as table_in_language
from srns.cohort.errors import InputError
from srns.languages.current import ENGLISH, current_language
from srns.languages.messages import translated
from srns.languages.sentences import sentence
from srns.report.ard_sentences import ArdNumbers, ArdSentence, paragraph
from srns.report.methods_words import methods_paragraphs
from srns.report.provenance import Stamp
from srns.report.report_figures import ReportFigure, cohort_figures, timeline_figures
from srns.report.report_tables import (
    acknowledgements,
    problem_list,
    response_counts,
    unknown_table,
    verdicts,
)
from srns.report.results_files import ard_json
from srns.report.results_words import limitation_sentences, results_paragraphs
from srns.report.strobe import strobe_table
from srns.report.table_catalogue import TABLES, Choices
from srns.rules.classification import Classification
from srns.workbook.problems import Problem

SUPPLEMENT = (
    "cases",
    "completeness",
    "exposure",
    "kidney_function",
    "regimen_course",
    "relapses",
    "lines",
    "line_responses",
    "strategies",
)
"""Tables of the supplement."""
Progress = Callable[[str], None]
"""Is told in words what is made next."""


@dataclass(frozen=True)
class ReportPart:
    """A part of a report.

    Attributes
    ----------
    paragraphs
        Come before the blocks.
    wide
        Whether its tables ask for a page in landscape.
    results
        The rows of the analysis results data that its paragraphs were written from.
    """

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    blocks: tuple[PrintedTable | ReportFigure, ...] = ()
    wide: bool = False
    results: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def figures(self) -> tuple[ReportFigure, ...]:
        """Its figures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, ReportFigure))


@dataclass(frozen=True)
class Report:
    """A report independent of file format."""

    title: str
    stamp: Stamp
    parts: tuple[ReportPart, ...]

    @property
    def tables(self) -> tuple[PrintedTable, ...]:
        """Every table, in order."""
        return tuple(
            block for part in self.parts for block in part.blocks if isinstance(block, PrintedTable)
        )

    @property
    def figures(self) -> tuple[ReportFigure, ...]:
        """Every figure, in order."""
        return tuple(figure for part in self.parts for figure in part.figures)

    def part(self, name: str) -> ReportPart:
        """Return a part by its name."""
        return next(part for part in self.parts if part.name == name)


@dataclass(frozen=True)
class ReportSource:
    """What a report is made of.

    Attributes
    ----------
    problems
        Of the workbook; queries and notes are listed at the end.
    hashes
        SHA-256 by what it is of, such as "workbook"; they stand in the methods.
    included
        The parts that the report has.
    """

    classification: Classification
    stamp: Stamp
    problems: Sequence[Problem] = ()
    choices: Choices = field(default_factory=Choices)
    hashes: Mapping[str, str] = field(default_factory=dict)
    included: Collection[str] = ()

    @cached_property
    def ard(self) -> pd.DataFrame:
        """The analysis results data that every sentence is written from."""
        cohort, found = self.classification.cohort, self.classification
        return results_data(summarize(cohort, found, "histology"), found)

    @cached_property
    def numbers(self) -> ArdNumbers:
        """The same, to look up."""
        return ArdNumbers(self.ard)

    def behind(self, sentences: Iterable[ArdSentence]) -> pd.DataFrame:
        """Return the rows that the sentences were written from, each once."""
        places = {place for sentence in sentences for place in sentence.rows}
        return self.ard.iloc[sorted(places)]


def in_language(report: Report) -> Report:
    """Return a report as it is printed in the language in use; its numbers stay as they are."""
    if current_language() == ENGLISH:
        return report
    stamp = report.stamp
    shown = replace(
        stamp,
        **{each.name: translated(getattr(stamp, each.name)) for each in fields(stamp)},
    )
    parts = tuple(
        replace(
            part,
            title=translated(part.title),
            paragraphs=tuple(map(translated, part.paragraphs)),
            blocks=tuple(
                table_in_language(each) if isinstance(each, PrintedTable) else each
                for each in part.blocks
            ),
        )
        for part in report.parts
    )
    return Report(translated(report.title), shown, parts)


def _methods(source: ReportSource) -> ReportPart:
    digest = hashlib.sha256(ard_json(source.ard).encode()).hexdigest()
    hashes = {**source.hashes, "analysis results data": digest}
    paragraphs = methods_paragraphs(source.classification, source.numbers, hashes)
    return ReportPart("methods", PARTS["methods"], paragraphs)


def _results(source: ReportSource) -> ReportPart:
    found = source.classification
    said = results_paragraphs(
        source.numbers, found.definition.response_names, by_line=is_by_line(found)
    )
    table = response_counts(source.ard, source.classification)
    rows = source.behind(sentence for each in said for sentence in each)
    words = tuple(map(paragraph, said))
    return ReportPart("results", PARTS["results"], words, (table,), results=rows)


def _limitations(source: ReportSource) -> ReportPart:
    found = source.classification
    said = limitation_sentences(
        source.numbers, found.definition.response_names, source.stamp.note,
        by_line=is_by_line(found),
    )  # fmt: skip
    return ReportPart(
        "limitations", PARTS["limitations"], (paragraph(said),), results=source.behind(said)
    )


def _tables(name: str, *tables: PrintedTable, wide: bool = False) -> ReportPart:
    return ReportPart(name, PARTS[name], (), tables, wide)


def _catalogue(name: str, tables: Sequence[str], source: ReportSource) -> ReportPart:
    found = source.classification
    made = (TABLES[each](found.cohort, found, source.choices) for each in tables)
    return _tables(name, *made, wide=name == "supplement")


def _problems(source: ReportSource) -> ReportPart:
    noted = any(problem.acknowledged for problem in source.problems)
    more = (acknowledgements(source.problems),) if noted else ()
    return _tables("problems", problem_list(source.problems), *more)


PARTS: Mapping[str, str] = MappingProxyType(
    {
        "methods": "Methods",
        "results": "Results",
        "flow": "Participants",
        "characteristics": "Characteristics",
        "figures": "Figures of the cohort",
        "timelines": "Timelines of the children",
        "verdicts": "Verdict of each child",
        "unknown": "What stayed unknown",
        "limitations": "Limitations",
        "strobe": "STROBE checklist",
        "supplement": "Supplementary tables",
        "problems": "Queries on the workbook",
    }
)
"""The title of each part by its name, in the order of the report."""
MAIN_PARTS = tuple(name for name in PARTS if name not in ("supplement", "problems"))
"""What is printed unless other parts are chosen."""

_MAKERS: Mapping[str, Callable[[ReportSource], ReportPart]] = MappingProxyType(
    {
        "methods": _methods,
        "results": _results,
        "flow": lambda source: _catalogue("flow", ["flow"], source),
        "characteristics": lambda source: _catalogue("characteristics", ["table1"], source),
        "figures": lambda source: ReportPart(
            "figures", PARTS["figures"], (), cohort_figures(source.classification)
        ),
        "timelines": lambda source: ReportPart(
            "timelines", PARTS["timelines"], (), timeline_figures(source.classification)
        ),
        "verdicts": lambda source: _tables("verdicts", verdicts(source.classification)),
        "unknown": lambda source: _tables("unknown", unknown_table(source.classification)),
        "limitations": _limitations,
        "strobe": lambda source: _tables("strobe", strobe_table(PARTS, source.included)),
        "supplement": lambda source: _catalogue("supplement", SUPPLEMENT, source),
        "problems": _problems,
    }
)


def check_parts(chosen: Collection[str]) -> tuple[str, ...]:
    """Return the chosen parts in the order of the report.

    Raises
    ------
    InputError
        Where a report has no such part, or none is chosen.
    """
    for name in chosen:
        if name not in PARTS:
            raise InputError(
                f"found the part '{name}'; expected one or more of {', '.join(PARTS)}."
            )
    if not chosen:
        raise InputError("found no part of the report; expected at least one. Choose one.")
    return tuple(name for name in PARTS if name in chosen)


def report_results(report: Report) -> pd.DataFrame:
    """Return the analysis results data of every paragraph, table and figure of a report.

    Returns
    -------
    DataFrame
        The rows of all, each with the place that it is `printed_in`: the part whose text, the
        table or the figure.
    """
    placed = [
        *((f"text of {part.name}", part.results) for part in report.parts),
        *((f"table {table.name}", table.results) for table in report.tables),
        *((f"figure {figure.name}", figure.results()) for figure in report.figures),
    ]
    return bind(rows.assign(printed_in=place) for place, rows in placed if len(rows))


def make_report(
    source: ReportSource, parts: Collection[str] = MAIN_PARTS, progress: Progress | None = None
) -> Report:
    """Assemble the report of a classified cohort.

    Parameters
    ----------
    parts
        Names of `PARTS`; their order is that of the report.
    progress
        Called before each part.
    """
    chosen = check_parts(parts)
    source = ReportSource(
        source.classification, source.stamp, source.problems, source.choices, source.hashes, chosen
    )
    made = []
    for name in chosen:
        if progress is not None:
            progress(translated(PARTS[name]))
        made.append(_MAKERS[name](source))
    title = sentence("Remission calls: {cohort}", cohort=source.stamp.cohort)
    return Report(title, source.stamp, tuple(made))
