"""The steps in which a laboratory list is read: tests, results, children, days, versions."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from srns.cohort.dictionary import EXAMPLE_PATIENT, MISSING_WORDS
from srns.cohort.terms import fold
from srns.languages.messages import Sentence
from srns.languages.sentences import joined, sentence, term
from srns.workbook.problems import Problem, Severity
from srns.workbook.results.coded_column import Coded, combine
from srns.workbook.results.date_texts import split_time
from srns.workbook.results.dialect import Dialect
from srns.workbook.results.lab_tests import ANALYTES, NONE, WHAT_IT_IS, LabTest, LabTestMeaning
from srns.workbook.results.listed_tests import Answers, ListedTests
from srns.workbook.results.result_words import read_status
from srns.workbook.results.results import FateRecorder, OpenTest
from srns.workbook.results.row_values import read_row_values
from srns.workbook.results.sample_days import SampleDays, read_sample_days
from srns.workbook.results.source import Source
from srns.workbook.results.versions import NOT_COUNTED, find_superseded
from srns.workbook.results.visit_days import VisitDays, read_visit_days
from srns.workbook.values.dates import read_fixed_date
from srns.workbook.values.numbers_and_words import show_plain

_MOST = 50
Act = Callable[[str, np.ndarray], None]
_NONE = term(NONE)
_TEST = sentence("Answer once for this test: what it is, or '{none}'.", none=_NONE)
_UNIT = sentence("Answer once for this test: its unit, or '{none}'.", none=_NONE)


class ListReader:
    """Reads the rows of a list that may be ours; `rows` are their places in the source.

    Every array has one entry for each of `rows`. `alive` are the rows that still count; `unknown`
    those whose result is there but not known; `units`, `numbers` and `bounds` what is kept of them.
    """

    def __init__(
        self,
        source: Source,
        dialect: Dialect,
        answers: Answers,
        date_order: str,
        decimal: str,
        visits: VisitDays | None = None,
    ) -> None:
        self.source, self.dialect = source, dialect
        self.date_order, self.decimal, self.visits = date_order, decimal, visits
        self.fates = FateRecorder(source.rows)
        self.problems: list[Problem] = []
        self.open_tests: list[OpenTest] = []
        self.listed = ListedTests(source, dialect, answers)
        self.rows = self.listed.candidates
        others = np.flatnonzero(self.listed.others != "")
        _, first, codes = np.unique(
            self.listed.others[others].astype(str), return_index=True, return_inverse=True
        )
        named = [
            sentence("another test ({name})", name=each)
            for each in self.listed.others[others[first]]
        ]
        self.fates.record_each(others, codes, [("ignored", each) for each in named])
        self.alive = np.ones(len(self.rows), dtype=bool)
        self.unknown = np.zeros(len(self.rows), dtype=bool)
        self.found = read_row_values(source, dialect, self.rows)
        test = Coded(self.listed.rows[self.rows], list(range(len(self.listed.tests))))
        self.tests = combine([test, self.found.units])
        self.meanings: list[LabTestMeaning] = [
            self.listed.decide(*each) for each in self.tests.distinct
        ]
        self.analytes = self.tests.lookup([one.analyte for one in self.meanings])
        self.units = np.full(len(self.rows), "", dtype=object)
        self.numbers = np.full(len(self.rows), np.nan)
        self.bounds = np.full(len(self.rows), "", dtype=object)
        self.test_heading = source.first((*dialect.roles["test"], *dialect.roles["code"]))

    # ---------------------------------------------------------------- helpers

    def drop(self, mask: np.ndarray, reason: str) -> None:
        """Ignore rows for a reason."""
        gone = mask & self.alive
        self.fates.record(self.rows[gone], "ignored", reason)
        self.alive &= ~gone

    def fail(self, spots: np.ndarray, problem: Problem, *, keep: bool) -> None:
        """Record a problem of some rows; with `keep` their result stays, unknown."""
        self.problems.append(problem)
        self.fates.record(self.rows[spots][self.alive[spots]], "failed", problem.message)
        if keep:
            self.unknown[spots] = True
        else:
            self.alive[spots] = False

    def problem(
        self,
        spots: np.ndarray,
        heading: str,
        found: str,
        expected: str,
        remedy: str,
        severity: Severity = "error",
    ) -> Problem:
        """Make one problem of several rows."""
        return self.source.problem(severity, self.rows[spots], heading, found, expected, remedy)

    def each(self, mask: np.ndarray, keys: np.ndarray, act: Act) -> None:
        """Call `act` with each distinct key of some rows and its rows, in the order of the rows.

        After `_MOST` keys the rest comes as one, under the first of them, so that a column in a
        wrong unit is one problem and not thousands.
        """
        spots = np.flatnonzero(mask)
        if not len(spots):
            return
        names, first, place = np.unique(
            keys[spots].astype(str), return_index=True, return_inverse=True
        )
        ranks = np.empty(len(names), dtype=np.int64)
        ranks[np.argsort(first)] = np.arange(len(names))
        groups = np.minimum(ranks[place], _MOST)
        order = np.argsort(groups, kind="stable")
        ends = np.flatnonzero(np.diff(groups[order])) + 1
        for group in np.split(spots[order], ends):
            act(str(keys[group[0]]), group)

    # ---------------------------------------------------------------- steps

    def drop_what_does_not_count(self) -> None:
        """Ignore the rows whose status or text says that they are no result."""
        heading = self.source.first(self.dialect.roles["status"])
        self.statuses = np.full(len(self.rows), "final", dtype=object)
        if heading:
            self._read_statuses(heading)
        kinds = self.found.kinds
        self.drop(kinds == "blank", sentence("no result"))
        self.drop(kinds == "not done", sentence("not done"))
        self.drop(kinds == "pending", sentence("no result yet"))

    def _read_statuses(self, heading: str) -> None:
        column = self.source.column(heading).take(self.rows)

        def kind(value: object) -> str:
            text = str(value).strip()
            return self.dialect.statuses.get(text.casefold()) or read_status(text) or f"?{text}"

        self.statuses = column.map(kind)
        for status, reason in NOT_COUNTED.items():
            self.drop(self.statuses == status, reason)
        strange = np.char.startswith(self.statuses.astype(str), "?") & self.alive

        def ask(status: str, spots: np.ndarray) -> None:
            self.problems.append(
                self.problem(
                    spots,
                    heading,
                    sentence("the status '{status}'", status=status[1:]),
                    sentence("final, corrected, preliminary, cancelled or entered in error"),
                    sentence("It counts as final; correct the status if it is not."),
                    "query",
                )
            )

        self.each(strange, self.statuses, ask)
        self.statuses[np.char.startswith(self.statuses.astype(str), "?")] = "final"

    def settle_strips(self) -> None:
        """Take tests of urine protein that have readings of a strip as test strips."""
        may = self.tests.lookup([one.or_strip for one in self.meanings]).astype(bool) & self.alive
        strips = may & (self.found.kinds == "strip")
        # A strip in mg/dL (30, 100, 300) is no concentration to compute a ratio of.
        tests = self.listed.rows[self.rows]
        whole = may & (self.analytes == "urine_protein") & np.isin(tests, np.unique(tests[strips]))
        self.analytes[strips | whole] = "dipstick"
        self.is_strip = strips | whole

    def ask_about_tests(self) -> None:
        """Ask once about each test that is not understood, or whose parts contradict."""
        for code, meaning in enumerate(self.meanings):
            if not (meaning.ask or meaning.conflict):
                continue
            mine = (self.tests.codes == code) & self.alive & ~self.is_strip
            # Of a comment no unit need be known.
            if meaning.analyte:
                mine &= self.found.kinds == "number"
            if mine.any():
                self._ask(code, meaning, mine)

    def _ask(self, code: int, meaning: LabTestMeaning, mine: np.ndarray) -> None:
        number, unit = self.tests.distinct[code]
        test = self.listed.tests[number]
        label = test.label
        found = _say_test(label, test, meaning)
        if meaning.conflict and meaning.analyte and unit:
            label = replace(test, unit=unit).unit_label
        expected = meaning.ask
        if meaning.ask == WHAT_IT_IS:
            listed = joined(map(term, ANALYTES.values()))
            expected = sentence("one of {listed}, or '{none}'", listed=listed, none=_NONE)
        count = int(mine.sum())
        problem = self.source.problem(
            "error",
            self.rows[mine],
            self.test_heading,
            found,
            expected,
            _UNIT if meaning.analyte else _TEST,
            stops=True,
        )
        self.open_tests.append(
            OpenTest(label, count, meaning.conflict, expected, meaning.analyte, str(unit))
        )
        self.fail(np.flatnonzero(mine), problem, keep=bool(meaning.analyte))

    def read_patients(self) -> None:
        """Read whose results they are; a row of nobody is left out."""
        heading = self.source.first(self.dialect.roles["patient"])
        column = self.source.column(heading)

        def name(value: object) -> str:
            text = show_plain(value) if value != "" else ""
            return "" if text.casefold() in MISSING_WORDS else text

        names = Coded(column.codes[self.rows], [name(value) for value in column.distinct])
        self.patients = names
        if len(self.rows):
            distinct = combine([names])
            self.patients = Coded(distinct.codes, [each[0] for each in distinct.distinct])
        shown = self.patients.expand()
        self.drop(shown == EXAMPLE_PATIENT, sentence("the template's example"))
        nobody = (shown == "") & self.alive
        if nobody.any():
            found = self.problem(
                nobody,
                heading,
                sentence("a result without a child"),
                sentence("the child's study number"),
                sentence("Type it; the row is left out."),
            )
            self.fail(np.flatnonzero(nobody), found, keep=False)

    def read_days(self) -> None:
        """Read on which day each sample was taken; a row without a day is left out."""
        if self.visits is not None:
            self._read_visits(self.visits)
            return
        here = np.flatnonzero(self.alive)
        found = read_sample_days(self.source, self.dialect, self.rows[here], self.date_order)
        self.problems += found.problems
        count = len(self.rows)
        self.days = SampleDays(
            np.full(count, np.nan),
            np.full(count, np.nan),
            np.full(count, -1),
            np.zeros(count, bool),
        )
        self.days.days[here], self.days.relative[here] = found.days, found.relative
        self.days.minutes[here] = found.minutes
        lost = here[~found.known]
        self.fates.record(self.rows[lost], "failed", sentence("no day that can be read"))
        self.alive[lost] = False

    def _read_visits(self, visits: VisitDays) -> None:
        """Read the days of the rows from the visits that they name."""
        column = self.source.column(fold(visits.heading))
        shown = [show_plain(value) if value != "" else "" for value in column.distinct]
        found = read_visit_days(visits, self.patients, Coded(column.codes[self.rows], shown))
        self.days = found.days
        self.drop(found.left_out, sentence("its visit was left out, as answered"))

        def refuse(name: str, spots: np.ndarray) -> None:
            remedy = sentence("Add it; until then the row is left out.")
            problem = self.problem(spots, fold(visits.heading), name, visits.expected, remedy)
            self.fail(spots, problem, keep=False)

        self.each(self.alive & ~self.days.known, found.names, refuse)

    def supersede(self) -> None:
        """Leave of several versions of one result the last final or corrected one."""
        heading = self.source.first(self.dialect.roles["accession"])
        column = self.source.column(heading).take(self.rows)
        self.accessions = column.map(lambda value: show_plain(value) if value != "" else "")
        by_accession, by_minute = self.accessions != "", self.days.minutes >= 0
        days = np.where(np.isnan(self.days.days), -1e6 + self.days.relative, self.days.days)
        sample = np.where(
            by_accession,
            column.codes,
            np.where(by_minute, self.days.minutes + 10**7, np.nan_to_num(days) - 10**8),
        ).astype(np.int64)
        _, self.samples = np.unique(sample, return_inverse=True)
        self.in_sample = by_accession | by_minute
        tests = self.listed.rows[self.rows].astype(np.int64)
        spots = np.flatnonzero(self.alive)
        _, keys = np.unique(
            (
                self.patients.codes[spots].astype(np.int64) * (tests.max(initial=0) + 1)
                + tests[spots]
            )
            * (self.samples.max(initial=0) + 1)
            + self.samples[spots],
            return_inverse=True,
        )
        many = (np.bincount(keys) > 1)[keys] if len(keys) else np.zeros(0, dtype=bool)
        spots, keys = spots[many], keys[many]
        found = find_superseded(
            keys, self.in_sample[spots], self.statuses[spots], self._version_times(spots)
        )
        gone = found >= 0
        for spot, by in zip(spots[gone].tolist(), spots[found[gone]].tolist(), strict=True):
            number = int(self.rows[by]) + self.source.first_row
            self.fates.superseded_by[int(self.rows[spot])] = number
        mask = np.zeros(len(self.rows), dtype=bool)
        mask[spots[gone]] = True
        self.drop(mask, sentence("superseded"))

    def _version_times(self, spots: np.ndarray) -> np.ndarray:
        heading = self.source.first(self.dialect.roles["version"])
        if not heading:
            return np.full(len(spots), np.nan)
        column = self.source.column(heading).take(self.rows[spots])

        def when(value: object) -> float:
            date, clock = split_time(value)
            day = read_fixed_date(str(date))
            minutes = int(clock[:2]) * 60 + int(clock[3:5]) if clock else 0
            return np.nan if day is None else day + minutes / 1440

        return column.map(when).astype(float)


def _say_test(label: str, test: LabTest, meaning: LabTestMeaning) -> Sentence:
    """Return which test is not understood, and what contradicts what, or is missing."""
    if meaning.conflict:
        return sentence(
            "the test '{label}' with {conflict}", label=label, conflict=meaning.conflict
        )
    if meaning.analyte:
        return sentence("the test '{label}' without a unit", label=label)
    if not meaning.name:
        return sentence("the test '{label}', which is not understood", label=label)
    if meaning.name.casefold() != test.name.casefold():
        return sentence("the test '{label}' ({name})", label=label, name=term(meaning.name))
    return sentence("the test '{label}'", label=label)
