"""Cohorts of unusual shape, opened in the dashboard without a workbook."""

import datetime
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
from streamlit.testing.v1 import AppTest

import srns
from srns.cohort.tables import Cohort
from srns.dashboard.state.session import UPLOAD, LoadedCohort, State
from srns.rules.basis import Basis
from srns.workbook.read_workbook import Reading
from tests.dashboard.app_driver import ROOT
from tests.rules.clinical import gather_children

NEPHROTIC = "day -5: Up/c 8 / albumin 1.8"
REMISSION = "; ".join(f"day {day}: Up/c 0.1 / albumin 4.0" for day in (30, 60, 90))
BEFORE = "; ".join(f"day {day}: Up/c 0.1 / albumin 4.0" for day in (-60, -30, 0))
HOME = "; ".join(f"day {day}: dipstick {'3+' if day < 10 else 'negative'} (diary)"
                 for day in range(1, 20))  # fmt: skip
INDEX = datetime.date(2020, 1, 1)
CHILDREN = {  # by the start of tacrolimus: day and Up/c with albumin
    "A": (60, {-5: (8, 1.8), 50: (7, 2.0), 90: (0.1, 4.0), 120: (0.1, 4.0), 150: (0.1, 4.0)}),
    "B": (100, {-5: (8, 1.8), 30: (0.1, 4.0), 60: (0.1, 4.0), 90: (0.1, 4.0), 130: (0.1, 4.0)}),
    "C": (0, {-5: (8, 1.8), 40: (6, 2.0), 90: (5, 2.1)}),
}
COHORTS: dict[str, Sequence[tuple[str, str]]] = {
    "none": (),
    "one child": (("1", f"infusion on day 0; {NEPHROTIC}; {REMISSION}"),),
    "all in remission at start": (
        ("1", f"infusion on day 0; {BEFORE}; {REMISSION}"),
        ("2", f"infusion on day 0; {BEFORE}"),
    ),
    "oral": (
        ("1", f"tacrolimus from day 0; {NEPHROTIC}; {REMISSION}"),
        ("2", f"tacrolimus from day 45; {NEPHROTIC}; {REMISSION}; day 140: Up/c 7 / albumin 2.0"),
        ("3", f"{NEPHROTIC}; day 40: Up/c 6 / albumin 2.0; day 80: Up/c unreadable"),
    ),
    "rescue after infusions": (
        (
            "1",
            f"infusion on day 0; tacrolimus from day 0; rituximab from day 50 (rescue); "
            f"{NEPHROTIC}; day 30: Up/c 6 / albumin 2.0; day 60: Up/c 0.1 / albumin 4.0; "
            "day 90: Up/c 0.1 / albumin 4.0; day 120: Up/c 0.1 / albumin 4.0; "
            "last follow-up on day 500",
        ),
        ("2", f"infusion on day 0; tacrolimus from day 0; {NEPHROTIC}; {REMISSION}"),
    ),
    "near misses": (
        ("1", f"infusion on day 0; {NEPHROTIC}; day 30: Up/c 0.5 / albumin 3.8"),
        ("2", f"infusion on day 0; {NEPHROTIC}; {REMISSION}"),
    ),
    "diary": (("1", f"tacrolimus from day 0; {HOME}"), ("2", f"tacrolimus from day 0; {HOME}")),
    "three lines": (
        (
            "1",
            f"tacrolimus from day 0; rituximab from day 200; mycophenolate mofetil from day 400; "
            f"{NEPHROTIC}; day 100: Up/c 7 / albumin 2.0; day 230: Up/c 0.1 / albumin 4.0; "
            "day 260: Up/c 0.1 / albumin 4.0; day 290: Up/c 0.1 / albumin 4.0; "
            "last follow-up on day 500",
        ),
        ("2", f"tacrolimus from day 0; rituximab from day 50 (rescue); {NEPHROTIC}; {REMISSION}"),
        ("3", f"tacrolimus from day 0; {NEPHROTIC}; {REMISSION}; transplant on day 70"),
    ),
}


def cohort_of(name: str) -> Cohort:
    """Make one of `COHORTS`, with the columns that a workbook in the template's shape has."""
    blank = io.BytesIO()
    srns.write_template(blank)
    read = srns.read_workbook(blank.getvalue(), name="blank.xlsx").cohort
    assert read is not None
    return widened(gather_children(COHORTS[name]), read)


def widened(made: Cohort, read: Cohort) -> Cohort:
    """Return a made cohort with the columns of one that was read."""
    return replace(
        made,
        patients=_widened(made.patients, read.patients),
        labs=_widened(made.labs, read.labs),
        infusions=_widened(made.infusions, read.infusions),
        treatments=_widened(made.treatments, read.treatments),
    )


def _widened(table: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    missing = {name: pd.Series([None] * len(table), dtype=object)
               for name in like.columns if name not in table}  # fmt: skip
    return table.assign(**missing)


def open_cohort(name: str, basis: Basis | None = None, **state: Any) -> AppTest:
    """Open the dashboard with one of `COHORTS`."""
    return open_made(cohort_of(name), name, basis, **state)


def open_made(cohort: Cohort, name: str, basis: Basis | None = None, **state: Any) -> AppTest:
    """Open the dashboard with a cohort made by a test."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    loaded = LoadedCohort(UPLOAD, name, f"{name}.xlsx", Reading(f"{name}.xlsx", cohort, ()))
    app.session_state["srns"] = State(
        loaded=loaded, address={}, standing={}, basis=basis or Basis(), **state
    )
    return app.run()


def oral_workbook() -> bytes:
    """Return a workbook of three children on oral tacrolimus, without any infusion."""
    blank = io.BytesIO()
    srns.write_template(blank)
    book = openpyxl.load_workbook(io.BytesIO(blank.getvalue()))
    for name, (start, samples) in CHILDREN.items():
        _append(book["Patients"], {"patient": name, "index date": INDEX})
        _append(
            book["Treatments"],
            {"patient": name, "drug": "tacrolimus", "start date": _date(start)},
        )
        for day, (upcr, albumin) in samples.items():
            _append(
                book["Labs"],
                {"patient": name, "date": _date(day), "Up/c (mg/mg)": upcr,
                 "albumin (g/dL)": albumin},
            )  # fmt: skip
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _append(sheet, values: dict[str, object]) -> None:
    headings = [cell.value for cell in sheet[1]]
    sheet.append([values.get(heading) for heading in headings])


def _date(day: int) -> datetime.date:
    return INDEX + datetime.timedelta(days=day)
