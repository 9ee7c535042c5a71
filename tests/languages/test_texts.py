"""Every text of the pages stands in the catalogues, and every message is a whole one."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from srns.languages.data_words import WORDS
from tests.languages.catalogues import extracted
from tests.languages.texts import IN_CATALOGUES, texts_outside

ROOT = Path(__file__).parents[2]
ROOMS = (
    "dashboard",
    "panels",
    "charts",
    "rules",
    "report",
    "workbook",
    "analysis/definitions",
    "analysis/proportions",
    "analysis/regimens",
    "analysis/statements",
    "analysis/tables",
    "analysis/time_to_event",
)
WORDED = (
    "analysis/basis_sentences.py",
    "analysis/follow_up.py",
    "analysis/judged_lines.py",
    "analysis/results_data/eligibility.py",
    "analysis/strategies.py",
    "analysis/treatment_lines.py",
    "analysis/unknowns.py",
    "privacy/rehearsal.py",
    "privacy/upload_limits.py",
)
"""Files of rooms of which others are not shown on a page, or not translated yet."""
FILES = [
    ROOT / "app.py",
    *sorted((ROOT / "pages").glob("*.py")),
    *(path for room in ROOMS for path in sorted((ROOT / "srns" / room).rglob("*.py"))),
    *(ROOT / "srns" / name for name in WORDED),
]
TYPED = "what is recognized in a workbook"
CODE, DATA, PYTHON = "code", "data of files, which keep their keys", "worded for Python"
DEFINITION = "of a definition file, which speaks English, to who writes one"
EXCHANGED = "an analysis set or offline page, which others read: its words are English"
KEYS = "keys put together, of which the usual ones are in the catalogues"
ARD = "a key of analysis results data, which are English"
MARKED = "marked where it is named first"
KIND = "the kind of a question: part of stored ids"
ANSWER = "an answer, as recipes store it"
HEADING = "a heading made for columns without one, as recipes store it"
SERVER = "sent where no page runs"
EXCEPTIONS = {
    "dashboard/parts/bar.py": {"\n[data-testid=": CODE},
    "dashboard/parts/copy_script.py": {"\nexport default": CODE, "\nbutton {": CODE},
    "dashboard/parts/figures_and_tables.py": {"Vega-Lite (JSON)": "a name", "{}, {} mm": "a name"},
    "dashboard/parts/linked.py": {"\nconst drop": CODE, "\n#linked {": CODE},
    "dashboard/parts/shown_table.py": {' style="max-height': CODE},
    "dashboard/parts/sign_in.py": {"name of the person": "begins the sentence of an exception"},
    "dashboard/screens/cohort/verdicts.py": {"short wide": CODE},
    "dashboard/screens/definitions/comparison/sensitivity.py": {"a verdict": DATA},
    "dashboard/screens/definitions/own_definition.py": {"your definition": "the name of a file"},
    "dashboard/screens/definitions/view_definition.py": {
        "{} · [doi {}]": "an address",
        "Not verified": "what a remark of a definition begins with, in English",
    },
    "dashboard/screens/importing/sheet_preview.py": {"not decided": DATA},
    "dashboard/screens/methods/agreement.py": {"recorded and computed response": DATA},
    "dashboard/screens/methods/statements.py": {
        "complete remission in half": "an example of a file, whose words are English",
        "share response": CODE,
        "median ": CODE,
        "All 8 children.": "part of a file",
        "how computed": "a heading of a file",
    },
    "dashboard/state/saved_view.py": {
        "Opening the shared cohort …": "a cache is worded when the server starts"
    },
    "dashboard/state/session.py": {"has lines": CODE},
    "dashboard/state/workbook_import.py": {
        "Opening the paper's cohort …": "a cache is worded when the server starts"
    },
    "dashboard/server/metrics.py": {"": "read by a monitoring system"},
    "dashboard/server/serve.py": {"": SERVER},
    "dashboard/server/session_affinity.py": {"": CODE},
    "panels/compared_definitions.py": {"{}: criterion not met": DATA},
    "panels/script.py": {"": CODE},
    "panels/verdict_tables.py": {"the child": PYTHON},
    "charts/curves.py": {"group month": CODE},
    "charts/kidney.py": {"mL/min": "a unit"},
    "charts/print_size.py": {"Liberation Sans": CODE},
    "charts/timeline_table.py": {"mg/": "a unit"},
    "analysis/definitions/change_results.py": {"": ARD},
    "analysis/definitions/comparison_results.py": {"": ARD},
    "analysis/definitions/gap_results.py": {"": ARD},
    "analysis/definitions/recorded_vs_computed.py": {
        "recorded and computed response": ARD,
        "Cohen's kappa, unweighted": ARD,
    },
    "analysis/definitions/specification_results.py": {"range over": ARD, "{} under a set": ARD},
    "analysis/definitions/tipping_table.py": {
        "that change no verdict": ARD,
        "tipping point": ARD,
        "ways to change one criterion": ARD,
    },
    "analysis/proportions/exact_tests.py": {"any other": CODE},
    "analysis/regimens/periods.py": {"the last infusion": MARKED},
    "analysis/regimens/relapse_by_drug.py": {
        "months in remission to relapse": ARD,
        "relapses in remission, by drugs": ARD,
        "not placed in time: {}": ARD,
    },
    "analysis/regimens/relapses.py": {"relapses in remission": ARD, "regimen at fixed times": ARD},
    "analysis/results_data/eligibility.py": {"eligibility, answers": ARD},
    "analysis/statements/evaluate.py": {"not applicable": DATA},
    "analysis/statements/fields.py": {"number or words": CODE, " Did you mean": PYTHON},
    "analysis/statements/parse.py": {"the end": PYTHON},
    "analysis/strategies.py": {"verdict differs between strategies": ARD},
    "analysis/tables/case_table.py": {"the last infusion": CODE},
    "analysis/tables/censored_values.py": {"at or ": MARKED},
    "analysis/tables/exposure.py": {
        "once ": TYPED,
        "twice ": TYPED,
        "three times": TYPED,
        "every ": TYPED,
        "per day": TYPED,
        "alternate days": TYPED,
        "on alternate days": TYPED,
    },
    "analysis/tables/exposure_table.py": {"cumulative cyclophosphamide": ARD},
    "analysis/tables/kidney_function.py": {"Schwartz et al.": "a source, named as it is"},
    "analysis/tables/kidney_table.py": {"estimated GFR": ARD, "not estimated: ": ARD},
    "analysis/tables/line_tables.py": {
        "line of treatment": ARD,
        "with a line": ARD,
        "response by line": ARD,
        "drug or mechanism": MARKED,
    },
    "analysis/time_to_event/curve_limits.py": {"": "the limits, which JSON says in English"},
    "analysis/time_to_event/remission_duration.py": {
        "first remission": MARKED,
        "remission after a relapse": MARKED,
        "onset of {}": DATA,
    },
    "analysis/time_to_event/time_at_risk.py": {"children in complete remission": DATA},
    "analysis/tables/characteristics.py": {
        "MCD variant": "a histology",
        "at or ": DATA,
        "not applicable": DATA,
    },
    "analysis/tables/flow_diagram.py": {
        "No {}": KEYS,
        "an example row": KEYS,
        "{} with a urine": KEYS,
        "Row is": KEYS,
    },
    "report/cohort_report.py": {"text of {}": DATA},
    "report/dataset_package.py": {"": EXCHANGED},
    "report/dataset_tables.py": {"": EXCHANGED},
    "report/figure_files.py": {"": PYTHON},
    "report/offline_data.py": {"": EXCHANGED},
    "report/offline_page.py": {"": EXCHANGED},
    "report/report_figures.py": {"of the cohort": DATA},
    "report/report_html.py": {"": CODE},
    "report/report_process.py": {"": CODE},
    "report/report_tables.py": {"response left open": DATA},
    "report/report_xlsx.py": {"Analysis results data": DATA, "{}; and {} more": DATA},
    "report/results_words.py": {
        "years of follow-up": DATA,
        "response: difference": DATA,
        "months to {}": DATA,
    },
    "report/shared_jobs.py": {"": EXCHANGED},
    "report/table_files.py": {"Light Shading": CODE},
    "rules/basis.py": {"": PYTHON},
    "rules/cases.py": {"": CODE},
    "rules/classification.py": {"no children": PYTHON},
    "rules/definition_toml.py": {"": DEFINITION},
    "rules/drug_resistance.py": {"\\s*": CODE},
    "rules/eligibility.py": {"within normal": TYPED, "not ": TYPED},
    "rules/limits.py": {"{}, if measured": DEFINITION},
    "rules/lines.py": {"start of the line": DATA},
    "rules/load_definition.py": {"": DEFINITION},
    "rules/variants.py": {"": DEFINITION},
    "rules/written_limits.py": {"": DEFINITION},
    "workbook/blank_template.py": {
        "mycophenolate mofetil": "a drug",
        "number or words": CODE,
        "SRNS workbook": "the title among the properties of the file",
        "Template version": "read in the template",
    },
    "workbook/headings/deciding.py": {"": TYPED},
    "workbook/headings/meaning.py": {"no unit": CODE},
    "workbook/headings/naming.py": {"": TYPED},
    "workbook/annotate/cell_comments.py": {"[Threaded comment]": CODE},
    "workbook/closing_sentence.py": {"another test": "the reason of the ledger, known again"},
    "workbook/files/date_formats.py": {"no year": CODE},
    "workbook/files/opendocument.py": {"(": CODE},
    "workbook/files/own_marks.py": {"": "by which an own mark is known again"},
    "workbook/files/redcap_dictionary.py": {"": "headings and notes of a REDCap file"},
    "workbook/files/sandbox.py": {"import sys": CODE},
    "workbook/files/sandbox_answer.py": {"too wide": CODE},
    "workbook/files/spare_process.py": {"import sys": CODE},
    "workbook/files/text_encoding.py": {"Shift JIS": "a name"},
    "workbook/read_workbook.py": {"no cohort": PYTHON},
    "workbook/recipe/apply_column.py": {
        "unit of": KIND,
        "date order": KIND,
        "mixed units": KIND,
        "two facts": KIND,
        "ignore it": ANSWER,
    },
    "workbook/recipe/apply_table.py": {"the child above": ANSWER, "blank identity": KIND},
    "workbook/recipe/column_evidence.py": {"number or words": CODE},
    "workbook/recipe/column_meanings.py": {"((?:drug": CODE},
    "workbook/recipe/column_views.py": {
        "not decided": DATA,
        "left out, as": "a reason, known again",
        "Labs.": CODE,
    },
    "workbook/recipe/counted_time.py": {
        "time of the visit": KIND,
        "first visit": CODE,
        "planned day": TYPED,
        "week of": TYPED,
        "month of": TYPED,
        "year of": TYPED,
    },
    "workbook/recipe/days_across.py": {
        "cells below the days": HEADING,
        "numbers above the cells": HEADING,
    },
    "workbook/recipe/detect_tables.py": {"date of follow-up": TYPED},
    "workbook/recipe/list_visits.py": {"first visit": CODE},
    "workbook/recipe/lower_headings.py": {"": TYPED},
    "workbook/recipe/match_headings.py": {"": TYPED},
    "workbook/recipe/model.py": {
        "# How this": "written into a recipe, which speaks English",
        "date order": KIND,
        "day of the results": KIND,
        "the recipe": PYTHON,
        "a whole number": PYTHON,
        "a text": PYTHON,
        "a list": PYTHON,
        "a number": PYTHON,
        "looked up.": "written into a recipe, which speaks English",
    },
    "workbook/recipe/propose.py": {
        "Labs.": CODE,
        "Diary.": CODE,
        "Infusions.": CODE,
        "Treatments.": CODE,
        "Events.": CODE,
        "infusion iv": TYPED,
    },
    "workbook/recipe/propose_ages.py": {"age in": KIND, "sex age": TYPED},
    "workbook/recipe/propose_by_cells.py": {"MCD variant": "a histology", "after|": TYPED},
    "workbook/recipe/propose_cells.py": {"numbers across": KIND, "diary|": TYPED},
    "workbook/recipe/propose_column.py": {"age (when": TYPED, "date of": TYPED, "oral cyclo": DATA},
    "workbook/recipe/propose_commas.py": {"decimal commas": KIND, "number or words": CODE},
    "workbook/recipe/propose_courses.py": {"Treatments.": CODE},
    "workbook/recipe/propose_dates.py": {"date order": KIND, "name of the test": CODE},
    "workbook/headings/reading.py": {"until baseline": CODE, "since baseline": CODE},
    "workbook/recipe/tests_down.py": {"name of the test": CODE},
    "workbook/recipe/propose_drug_sheet.py": {
        "days of a drug": KIND,
        "Labs.": CODE,
        "Diary.": CODE,
        "Treatments.": CODE,
    },
    "workbook/recipe/propose_equal_ids.py": {"equal ids": KIND, "hospital record": CODE},
    "workbook/recipe/propose_infusions.py": {
        "infusion days": KIND,
        "Labs.": CODE,
        "Diary.": CODE,
        "Treatments.": CODE,
        "Events.": CODE,
        "Patients.": CODE,
    },
    "workbook/recipe/propose_units.py": {"unit of": KIND, "mixed units": KIND, "two facts": KIND},
    "workbook/recipe/propose_visits.py": {"date of follow-up": TYPED, "visit .+": TYPED},
    "workbook/recipe/recipe_words.py": {"such as": PYTHON},
    "workbook/recipe/row_visits.py": {"first visit": CODE},
    "workbook/recipe/total_rows.py": {"": TYPED},
    "workbook/recipe/results_tables.py": {
        "sample date": KIND,
        "date order": KIND,
        "one order": CODE,
    },
    "workbook/recipe/table_children.py": {"blank identity": KIND},
    "workbook/recipe/unit_columns.py": {"mixed units": KIND},
    "workbook/results/dialect.py": {"name of the test": TYPED, "date of the report": TYPED},
    "workbook/results/fhir_records.py": {"": "counted in a file of a registry, by these names"},
    "workbook/results/lab_tests.py": {
        "no name": "the label of an answer",
        "urine albumin": TYPED,
        "serum albumin in moles": TYPED,
        "24-hour urine creatinine": TYPED,
        "serum total protein": TYPED,
    },
    "workbook/results/named_tests.py": {"Labs.": CODE, "not specified": TYPED},
    "workbook/results/result_texts.py": {"": TYPED},
    "workbook/results/result_units.py": {"no unit": TYPED},
    "workbook/results/results.py": {"a row of a laboratory list was lost": PYTHON},
    "workbook/results/results_sheets.py": {
        "code display": TYPED,
        "code name": TYPED,
        "normalized name": TYPED,
        "dict[": CODE,
        "blank at": CODE,
    },
    "workbook/results/unnamed_columns.py": {"": TYPED},
    "workbook/results/versions.py": {"entered in error": CODE},
    "workbook/statements_file.py": {"": TYPED},
    "workbook/template/column_values.py": {"[+;&,/]": TYPED},
    "workbook/template/match_sheets.py": {"Template version ": "read in the template"},
    "workbook/template/patients.py": {"number or words": CODE},
    "workbook/values/dates.py": {"(?<=": TYPED},
    "workbook/values/drug_text.py": {
        "followed by|then": TYPED,
        "{}, without a unit": DATA,
        "in {} doses": DATA,
    },
    "workbook/values/drug_periods.py": {
        "(?:nil|": TYPED,
        "now|": TYPED,
        "\\b(?:until": TYPED,
    },
    "workbook/values/numbers_and_words.py": {
        "the date ": "taken away from a quoted cell",
        "the time ": "taken away from a quoted cell",
    },
    "workbook/values/outcome_text.py": {"\\b(?:no|": TYPED, "\\b(?:in|": TYPED},
    "workbook/values/partial_dates.py": {"no year": CODE},
    "workbook/values/typing_errors.py": {"[<": TYPED},
    "workbook/files/xlsx_package.py": {"Override": CODE, "Default": CODE},
    "workbook/files/zip_ambiguity.py": {"a part that": PYTHON},
}
"""Texts outside the catalogues, by how they begin, with the reason."""


def outside(path: Path) -> list[tuple[int, str]]:
    known = EXCEPTIONS.get(path.relative_to(ROOT).as_posix().removeprefix("srns/"), {})
    return [
        (line, words)
        for line, words in texts_outside(path.read_text("utf-8"))
        if not any(words.startswith(begins) for begins in known)
    ]


def test_no_text_of_the_pages_stands_outside_the_catalogues():
    found = {path.relative_to(ROOT).as_posix(): texts for path in FILES if (texts := outside(path))}

    assert found == {}


def test_no_exception_is_left_over():
    unused = [
        (name, begins)
        for name, known in EXCEPTIONS.items()
        for begins in known
        if not any(
            words.startswith(begins)
            for _, words in texts_outside((ROOT / "srns" / name).read_text("utf-8"))
        )
    ]

    assert unused == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('st.write("No cohort is open.")', ["No cohort is open."]),
        ('st.button("Open")', ["Open"]),
        ('st.button(x, help="Why")', ["Why"]),
        ('st.button("Open" if x else "Close")', ["Open", "Close"]),
        ('said = f"{n} children of {of}"', ["{} children of {}"]),
        ("said = f\"a column '{name}'\"", ["a column '{}'"]),
        ("said = f\"Rename '{one}' to {two}.\"", ["Rename '{}' to {}."]),
        ('html = f"<b class=\\"two words\\">{n}</b>"', []),
        ('st.write(_("No cohort is open."))', []),
        ('words = {"a": mark("No cohort")}', []),
        ('raise InputError("found no cohort")', []),
        ('session.cached("two words", make)', []),
        ('state == "no response"', []),
    ],
)
def test_a_text_is_found(code, found):
    assert [words for _, words in texts_outside(code)] == found


def _is_marked(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "mark"


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    """Yield every call of what takes messages, with the file that it stands in."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in IN_CATALOGUES:
                yield path, node


def test_messages_are_literals_with_named_places():
    """A message that is put together in the code is in no catalogue."""
    wrong = [
        (path.name, call.lineno)
        for path, call in _calls()
        # The third of `ngettext` is the number.
        if not all(isinstance(each, ast.Constant) or _is_marked(each) for each in call.args[:2])
    ]

    assert wrong == []


def test_every_message_of_the_code_is_extracted():
    """Inside an f-string, and behind a variable named like what takes messages, none is."""
    known = {
        form
        for message in extracted()
        for form in ([message.id] if isinstance(message.id, str) else message.id)
    }
    lost = [
        (path.name, each.value)
        for path, call in _calls()
        for each in call.args[ast.unparse(call.func) == "pgettext" :][:1]
        if isinstance(each, ast.Constant) and each.value not in known
    ]

    assert lost == []


def test_every_place_of_a_message_has_a_name():
    unnamed = [
        message.id
        for message in extracted()
        if message.id
        for text in ([message.id] if isinstance(message.id, str) else message.id)
        if any(name is not None and not name.isidentifier()
               for _, name, _, _ in string.Formatter().parse(text))
    ]  # fmt: skip

    assert unnamed == []


def test_no_function_binds_the_name_of_what_translates():
    """`for _, x in rows` in a function that calls `_` would hide it."""
    hidden = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.Lambda)):
                inner = list(ast.walk(node))
                calls = any(
                    isinstance(each, ast.Call) and ast.unparse(each.func) == "_" for each in inner
                )
                in_lists = {
                    name
                    for each in inner
                    if isinstance(each, ast.comprehension)
                    for name in ast.walk(each.target)
                }
                binds = any(
                    isinstance(each, ast.Name)
                    and each.id == "_"
                    and isinstance(each.ctx, ast.Store)
                    and each not in in_lists
                    for each in inner
                )
                if calls and binds:
                    hidden.append((path.name, node.lineno))

    assert hidden == []


def test_the_words_of_the_data_stand_once():
    assert len(set(WORDS)) == len(WORDS)


def test_every_empty_list_is_worded_by_us():
    """Streamlit's own words in an empty list are English."""
    silent = [
        f"{path.name}:{call.lineno}"
        for path in (ROOT / "srns" / "dashboard").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "multiselect"
        and "placeholder" not in {each.arg for each in call.keywords}
    ]

    assert silent == []
