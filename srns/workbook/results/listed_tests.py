"""The tests of a laboratory list: code, name, specimen and unit of each row, and their meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from srns.workbook.headings.heading import parse_heading
from srns.workbook.results.coded_column import Coded, combine, empty_column
from srns.workbook.results.dialect import Dialect
from srns.workbook.results.lab_tests import (
    LabTest,
    LabTestAnswer,
    LabTestMeaning,
    decide_test,
)
from srns.workbook.results.named_tests import is_of_urine
from srns.workbook.results.row_values import unit_column
from srns.workbook.results.source import Source
from srns.workbook.values.numbers_and_words import show_plain

Answers = Mapping[str, LabTestAnswer]


def read_answers(mapping: Mapping[str, LabTestAnswer | str] | None) -> Answers:
    """Return answers by the label of a test; "upcr in mg/g" also says the unit.

    Raises
    ------
    ValueError
        If an analyte is not known.

    >>> read_answers({"P/K": "upcr in mg/g"})["P/K"].unit
    'mg/g'
    """
    found = {}
    for label, answer in (mapping or {}).items():
        if isinstance(answer, str):
            analyte, _, unit = answer.partition(" in ")
            answer = LabTestAnswer(analyte.strip(), unit.strip())
        found[label] = answer
    return found


def find_answer(test: LabTest, answers: Answers) -> LabTestAnswer | None:
    """Return the answer to a test: of its unit, else by its label, its name or its code."""
    if test.unit_label in answers:
        return replace(answers[test.unit_label], overrules=True)
    for label in (test.label, test.name, test.code):
        if label in answers:
            return answers[label]
    return None


def _plain(value: object) -> str:
    return show_plain(value).removesuffix(".0") if value != "" else ""


def _split_code(value: object, dialect: Dialect) -> tuple[str, str, str, str]:
    """Return system, code, name and unit of a code."""
    text = _plain(value)
    for each in dialect.code_patterns:
        if match := each.pattern.fullmatch(text):
            parts = match.groupdict()
            return (
                each.system,
                parts.get("code") or "",
                parts.get("name") or "",
                parts.get("unit") or "",
            )
    if dialect.code_patterns and "//" in text:
        return "", "", text.replace("//", " "), ""
    return dialect.system, text, "", ""


def _says_nothing(value: object) -> bool:
    """Return whether a code or a name says which test it is no more than "0" or "result" does."""
    return value in (0, "0", "0.0") or (
        isinstance(value, str) and value.isalpha() and parse_heading(value).quantity == "result"
    )


def _first_filled(source: Source, headings: Sequence[str]) -> Coded:
    """Return several columns as one: of each row the first that is filled."""
    there = [source.column(heading) for heading in headings if heading in source.columns]
    if not there:
        return empty_column(source.rows)
    codes, values, offset = there[0].codes, list(there[0].distinct), len(there[0].distinct)
    filled = there[0].filled
    if len(there) > 1:
        filled &= ~there[0].where(_says_nothing)
    for column in there[1:]:
        codes = np.where(filled, codes, column.codes + offset)
        filled |= column.filled
        values += column.distinct
        offset += len(column.distinct)
    return Coded(codes.astype(np.int32), values)


def _specimens(source: Source, dialect: Dialect) -> Coded:
    """Return the specimens; where none is stated, a category of tests that is one of urine."""
    stated = source.column(source.first(dialect.roles["specimen"]))
    category = source.column(source.first(dialect.roles["category"]))
    of_urine = [value if is_of_urine(_plain(value)) else "" for value in category.distinct]
    codes = np.where(stated.filled, stated.codes, category.codes + len(stated.distinct))
    return Coded(codes.astype(np.int32), [*stated.distinct, *of_urine])


class ListedTests:
    """Which test each row is, before units are known for certain.

    Attributes
    ----------
    tests
        Each distinct test, without its unit.
    rows
        For each row the place in `tests`.
    candidates
        Rows that may be one of our analytes in one of their units.
    others
        For each row the name of the other test that it is; empty for candidates.
    """

    def __init__(self, source: Source, dialect: Dialect, answers: Answers) -> None:
        code = _first_filled(source, dialect.roles["code"])
        parts = [_split_code(value, dialect) for value in code.distinct]
        name = _first_filled(source, dialect.roles["test"])
        specimen = _specimens(source, dialect)
        one = combine([code, name, specimen])
        split = dict(zip(code.distinct, parts, strict=True))
        self.tests: list[LabTest] = []
        self.units_in_code: list[str] = []
        for typed_code, typed_name, typed_specimen in one.distinct:
            system, its_code, its_name, unit = split[typed_code]
            said = _plain(typed_name) or its_name
            if said == its_code:
                said = ""  # OMOP and MEDS repeat the code where they have no name
            self.tests.append(LabTest(system, its_code, said, _plain(typed_specimen), ""))
            self.units_in_code.append(unit)
        self.rows = one.codes
        self.answers = answers
        units = [unit_column(source, columns, dialect) for columns in dialect.readings]
        every = combine([Coded(one.codes, list(range(len(one.distinct)))), *units])
        meanings = [self._other(*value) for value in every.distinct]
        self.others = every.lookup(meanings)
        self.candidates = np.flatnonzero(self.others == "")

    def _other(self, test: int, *units: object) -> str:
        """Return the name of another test; empty where in any of its units it may be ours."""
        meanings = [
            self.decide(test, str(unit)) for unit in dict.fromkeys(units) if unit != ""
        ] or [self.decide(test, "")]
        if any(one.analyte or one.ask or one.conflict for one in meanings):
            return ""
        return meanings[0].name or self.tests[test].label

    def decide(self, test: int, unit: str) -> LabTestMeaning:
        """Decide what a test in a unit is."""
        key = replace(self.tests[test], unit=unit or self.units_in_code[test])
        return decide_test(key, find_answer(key, self.answers))
