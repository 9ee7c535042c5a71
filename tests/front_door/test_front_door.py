"""The front door: light to import, the same in the stub, and one call for each task."""

import ast
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import srns
from srns.cohort import errors
from srns.cohort.tables import make_cohort

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "data" / "haddad2021.xlsx"
FEW = 60
"""Modules beyond those of a bare interpreter that `import srns` may load."""


@pytest.fixture(scope="module")
def reading():
    return srns.load_haddad2021()


@pytest.fixture
def spoilt(tmp_path):
    book = openpyxl.load_workbook(PAPER)
    book["Labs"]["C9"] = "0,15"
    target = tmp_path / "spoilt.xlsx"
    book.save(target)
    return target


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(printed.stdout.split())


def test_importing_srns_loads_hardly_anything():
    loaded = modules_after("import srns; dir(srns); srns.__version__") - modules_after("pass")

    assert {name for name in loaded if name.startswith("srns")} == {"srns"}
    assert not loaded & {"numpy", "pandas", "streamlit", "scipy", "altair", "sqlalchemy"}
    assert len(loaded) < FEW


def test_an_error_class_is_caught_without_loading_pandas():
    assert "pandas" not in modules_after("from srns import InputError")


def test_the_stub_names_what_the_module_names():
    stub = ast.parse((ROOT / "srns" / "__init__.pyi").read_text("utf-8"))
    imported = {
        alias.asname: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    (listed,) = [node.value for node in stub.body if isinstance(node, ast.Assign)]

    assert ast.literal_eval(listed) == srns.__all__
    assert imported == srns._MODULES


def test_every_error_of_the_tree_is_at_the_front_door():
    tree = {
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, errors.SrnsError)
    }

    assert tree == {name for name in srns.__all__ if name.endswith("Error")}


def test_all_that_is_listed_is_there_and_documented():
    assert set(srns.__all__) <= set(dir(srns))
    for name in srns.__all__:
        assert getattr(srns, name).__doc__, name


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'srns' has no attribute 'clasify'"):
        srns.clasify  # noqa: B018  # pyright: ignore[reportAttributeAccessIssue]


def test_a_reading_and_its_cohort_give_the_same_calls(reading):
    one, other = srns.classify(reading), srns.classify(reading.cohort)

    assert one.verdicts.equals(other.verdicts)
    assert repr(one) == repr(other)


def test_a_definition_may_be_an_id_a_path_or_itself(reading):
    path = ROOT / "srns" / "rules" / "published" / "ipna_2022.toml"

    given = ["ipna_2022", path, str(path), srns.load_definition("ipna_2022")]

    assert {srns.classify(reading, each).definition.sha256 for each in given} == {
        srns.load_definition("ipna_2022").sha256
    }


def test_a_classification_keeps_its_definition(reading):
    found = srns.classify(reading, "kdigo_2025")

    assert srns.summarize(found).document["definition"]["id"] == "kdigo_2025"
    assert srns.times(found).at_risk.table.shape[0] == 8


def test_a_workbook_may_be_a_path_or_bytes(reading):
    read = srns.read_workbook(PAPER.read_bytes(), name="haddad2021.xlsx")

    assert repr(read) == repr(reading) == "<Reading haddad2021.xlsx: 8 children, 0 errors>"


def test_an_error_in_the_workbook_stops_every_analysis_with_its_cell(spoilt):
    # Read strictly; else the cell is one unknown result, and the others are judged.
    assert repr(srns.read_workbook(spoilt)) == "<Reading spoilt.xlsx: 8 children, 1 error>"
    assert len(srns.classify(srns.read_workbook(spoilt)).verdicts) == 8
    reading = srns.read_workbook(spoilt).strict()

    assert repr(reading) == "<Reading spoilt.xlsx: no cohort, 1 error>"
    for analyse in (srns.classify, srns.summarize, srns.times, srns.compare, srns.eligibility):
        with pytest.raises(srns.InputError, match=r"spoilt.xlsx: 1 error to fix .*Labs!C9: found"):
            analyse(reading)


def test_a_file_that_is_not_there_is_a_reading_with_one_problem(tmp_path):
    reading = srns.read_workbook(tmp_path / "nothing.xlsx")

    assert not reading.readable
    assert len(reading.problems) == 1
    with pytest.raises(srns.InputError):
        srns.propose_recipe(tmp_path / "nothing.xlsx")


def test_a_proposed_recipe_is_written_and_read_again(tmp_path):
    messy = ROOT / "benchmarks/workbooks/cases/upcr_in_mg_per_mmol/workbook.xlsx"
    target = tmp_path / "messy.toml"
    recipe = srns.propose_recipe(messy, target)

    by_object, by_path, by_bytes = (
        srns.read_workbook(messy, recipe=each) for each in (recipe, target, target.read_bytes())
    )

    assert by_object.problems == by_path.problems == by_bytes.problems
    assert repr(by_path).startswith("<Reading workbook.xlsx:")


def test_a_redcap_export_is_read_with_its_dictionary(tmp_path):
    missing = tmp_path / "dictionary.csv"

    reading = srns.read_workbook(b"record_id\n1\n", redcap=missing, name="export.csv")

    assert repr(reading) == "<Reading export.csv: no cohort, 1 error>"


@pytest.mark.parametrize("units", ["conventional", "SI"])
def test_the_timeline_of_every_child_is_drawn(reading, units):
    found = srns.classify(reading)

    for patient in "12345678":
        drawn = srns.timeline(found, patient, units=units).to_dict()
        assert f"Child {patient}" in str(drawn["title"])
        assert "simulated" in str(drawn["title"])


def test_an_unknown_child_or_unit_is_one_sentence(reading):
    with pytest.raises(srns.InputError, match="found no child '9'; expected one of 1, 2, 3"):
        srns.timeline(reading, 9)
    with pytest.raises(srns.InputError, match="found the units 'old'; expected conventional or SI"):
        srns.timeline(reading, 1, units="old")


def test_the_swimmer_plot_has_a_lane_for_each_child(reading):
    drawn = str(srns.swimmer(reading).to_dict())

    for lane in ("1 · MCD", "8 · FSGS"):
        assert lane in drawn


@pytest.mark.parametrize("ending", ["docx", "html", "xlsx"])
def test_the_report_is_written(reading, tmp_path, ending):
    path = srns.write_report(reading, tmp_path / f"report.{ending}", "ipna_2022")

    assert path.stat().st_size > 5000
    assert path == srns.write_report(reading.cohort, str(path))


def test_a_report_with_another_ending_is_refused(reading, tmp_path):
    with pytest.raises(srns.InputError, match=r"found the ending '\.pptx'; expected"):
        srns.write_report(reading, tmp_path / "report.pptx")


def test_the_visits_in_a_gap_are_listed(reading):
    cohort = reading.cohort
    labs = cohort.labs.copy()
    labs.loc[labs["analyte"] == "upcr", "value"] = 0.5  # better than partial, short of complete
    tables = {**vars(cohort), "labs": labs}

    found = srns.gaps("haddad_2021", make_cohort(tables))

    assert found.visits is not None
    assert len(found.visits) > 0
    assert srns.gaps().visits is None
    assert repr(found).endswith(f"{len(found.visits)} visits>")


def test_every_short_form_fits_on_a_line(reading):
    shown = [
        reading, reading.cohort, srns.classify(reading), srns.summarize(reading),
        srns.times(reading), srns.compare(reading), srns.load_definition("duplex"), srns.gaps(),
    ]  # fmt: skip

    for each in shown:
        assert repr(each).startswith(f"<{type(each).__name__}")
        assert len(repr(each)) < 120


def test_differences_are_listed_for_a_comparison_or_a_cohort(reading):
    compared = srns.compare(reading)

    assert srns.differences(compared).equals(srns.differences(reading))
    with pytest.raises(srns.ComparisonError):
        srns.differences(srns.compare(reading, ["duplex"]), "haddad_2021")


def test_classify_takes_day_0_lines_and_a_strategy():
    reading = srns.load_haddad2021()

    assert srns.classify(reading, day_zero="first infusion").cohort.day_zero == "first infusion"
    assert srns.classify(reading, strategy="until rescue").strategy == "until rescue"
    lines = srns.classify(reading, by_line=True)
    assert lines.verdicts["patient"].str.endswith(" · 1").all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"strategy": "hope"}, "found the strategy 'hope'; expected one of treatment policy,"),
        ({"by_line": True, "day_zero": "first relapse"}, "found the day 0 'first relapse' with"),
        ({"day_zero": "first tacrolimus"}, "found no child with the day 0 'first tacrolimus';"),
    ],
)
def test_a_basis_that_cannot_be_is_one_sentence(asked, said):
    with pytest.raises(srns.InputError, match=f"^{said}"):
        srns.classify(srns.load_haddad2021(), **asked)
