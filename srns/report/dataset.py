"""Analysis set: a cohort as a Frictionless data package, with definition, numbers and verdicts.

It holds the tables as CSV and as Parquet, from either of which the same cohort is read back, and
from that the same verdicts and the same summary, byte by byte. Only a de-identified cohort can be
written: the gate is that of saving.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from srns import SOFTWARE
from srns.analysis.results_data.summary import results_data
from srns.analysis.summary import summarize
from srns.cohort.canonical_json import content_hash, read_cohort, write_cohort
from srns.cohort.errors import InputError
from srns.cohort.plain_json import plain
from srns.cohort.tables import TABLES, Cohort
from srns.privacy.deidentify import Cleared, refuse_uncleared
from srns.report.dataset_package import README, describe_package
from srns.report.dataset_tables import read_csv, read_parquet, write_csv, write_parquet
from srns.report.results_files import ard_csv, ard_json
from srns.report.safe_cells import safe_table
from srns.rules.basis import Basis, classify_on
from srns.rules.classification import Classification
from srns.rules.definition import Definition
from srns.rules.load_definition import PUBLISHED, parse_definition

PACKAGE, DEFINITION, RECIPE = "datapackage.json", "definition.toml", "recipe.toml"
VERDICTS, SUMMARY = "results/verdicts.csv", "results/summary.json"
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: equal contents are equal archives."""
LARGEST = 2**30
"""Bytes of an archive, unpacked, that is read."""
FORM = 1


@dataclass(frozen=True)
class AnalysisSet:
    """An analysis set that was read: a cohort, and how it was judged.

    Attributes
    ----------
    stated
        The files of the results as they stand in the set, by name.
    """

    cohort: Cohort
    definition: Definition
    basis: Basis
    stated: Mapping[str, bytes]

    def classify(self) -> Classification:
        """Judge the children again."""
        return classify_on(self.cohort, self.definition, self.basis)

    def results(self) -> dict[str, bytes]:
        """Return the files of the results, computed again."""
        return result_files(self.classify())

    def __repr__(self) -> str:
        return f"<AnalysisSet {self.definition.id}: {len(self.cohort.patients)} children>"


def write_dataset(
    cleared: Cleared,
    definition: Definition,
    basis: Basis | None = None,
    *,
    text: str = "",
    recipe: str = "",
    recipe_hash: str = "",
    note: str = "",
) -> bytes:
    """Return the analysis set as a ZIP archive.

    Parameters
    ----------
    cleared
        The de-identified cohort, with its days as read.
    text
        Text of the definition's file, if it is not published.
    recipe
        Text of the recipe, which quotes the workbook; empty: only its hash is written.
    note
        A mandatory note on the data, such as that they are simulated.

    Raises
    ------
    GateError
        Where the cohort did not come from the gate.
    InputError
        Where the definition has no text.
    """
    refuse_uncleared(cleared)
    canonical = write_cohort(cleared.cohort)
    basis = basis or Basis()
    tables = json.loads(canonical)["tables"]
    files = {DEFINITION: definition_text(definition, text).encode()}
    for name in TABLES:
        files[f"data/{name}.csv"] = write_csv(tables[name])
        files[f"data/{name}.parquet"] = write_parquet(tables[name])
    files |= result_files(classify_on(read_cohort(canonical), definition, basis))
    if recipe:
        files[RECIPE] = recipe.encode()
    about = {
        "software": SOFTWARE,
        "form": FORM,
        "note": note,
        "cohort_sha256": content_hash(canonical),
        "definition": {"id": definition.id, "version": definition.version,
                       "sha256": definition.sha256},
        "recipe_sha256": recipe_hash,
        "basis": {"day_zero": basis.day_zero, "by_line": basis.by_line,
                  "strategy": basis.strategy},
        "gate": dict(cleared.summary),
    }  # fmt: skip
    readme = README.format(
        children=len(cleared.cohort.patients),
        software=SOFTWARE,
        note=f"**{note}.**" if note else "",
    )
    files["README.md"] = readme.encode()
    files[PACKAGE] = describe_package(tables, files, about)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, MIDNIGHT), files[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def definition_text(definition: Definition, text: str = "") -> str:
    """Return the text of a definition's file: the given one, else that of a published one.

    Raises
    ------
    InputError
        Where that is not the text that the definition was read from.
    """
    if not text:
        path = PUBLISHED / f"{definition.id}.toml"
        text = path.read_bytes().decode() if path.is_file() else ""
    if content_hash(text.encode()) != definition.sha256:
        raise InputError(
            f"found no text of the definition '{definition.id}'; expected that of its file. Give "
            "the path of the file."
        )
    return text


def result_files(found: Classification) -> dict[str, bytes]:
    """Return verdicts, summary and analysis results data as files."""
    summary = summarize(found.cohort, found, "histology")
    ard = results_data(summary, found)
    verdicts = safe_table(found.verdicts).to_csv(index=False, lineterminator="\n")
    return {
        VERDICTS: verdicts.encode(),
        SUMMARY: json.dumps(plain(summary), ensure_ascii=False, indent=1).encode() + b"\n",
        "results/ard.csv": ard_csv(ard).encode(),
        "results/ard.json": ard_json(ard).encode(),
    }


def read_dataset(content: bytes, *, parquet: bool = True) -> AnalysisSet:
    """Read an analysis set back.

    Parameters
    ----------
    parquet
        Whether the tables are read from Parquet, else from CSV: both hold the same.

    Raises
    ------
    InputError
        Where it is no analysis set, was changed since, or needs a newer srns.
    """
    files = _unpack(content)
    package = json.loads(files[PACKAGE])
    about = package["srns"]
    if about["form"] != FORM:
        raise InputError(
            f"found an analysis set of form {about['form']}; expected {FORM}. Use a newer srns."
        )
    kinds = {each["name"]: each["srns_kinds"] for each in package["resources"]
             if "srns_kinds" in each}  # fmt: skip
    read, ending = (read_parquet, "parquet") if parquet else (read_csv, "csv")
    tables = {
        name: {"kinds": kinds[name], "columns": read(files[f"data/{name}.{ending}"], kinds[name])}
        for name in TABLES
    }
    cohort = read_cohort(json.dumps({"form": 1, "tables": tables}).encode())
    if content_hash(write_cohort(cohort)) != about["cohort_sha256"]:
        raise InputError(
            "found tables that were changed since the set was written; expected those whose hash "
            f"stands in {PACKAGE}. Write the set again."
        )
    definition = parse_definition(files[DEFINITION].decode(), f"{about['definition']['id']}.toml")
    stated = {name: files[name] for name in files if name.startswith("results/")}
    return AnalysisSet(cohort, definition, Basis(**about["basis"]), stated)


def _unpack(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > LARGEST:
                raise InputError("found an archive of more than 1 GB unpacked; expected less.")
            files = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        files = {}
    needed = (PACKAGE, DEFINITION, *(f"data/{name}.csv" for name in TABLES))
    lacking = [name for name in needed if name not in files]
    if lacking:
        raise InputError(
            f"found no analysis set: {lacking[0]} is missing; expected a ZIP archive that "
            "`srns dataset` wrote."
        )
    return files


def results_equal(found: AnalysisSet) -> pd.DataFrame:
    """Return of each results file whether it is computed again to the byte.

    Returns
    -------
    DataFrame
        One row per file: `file`, `identical`.
    """
    again = found.results()
    return pd.DataFrame(
        [(name, again.get(name) == content) for name, content in found.stated.items()],
        columns=["file", "identical"],
    )
