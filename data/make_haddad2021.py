"""Write the founding paper's cohort: `haddad2021.xlsx` and `haddad2021_table1.csv`.

The facts stand in `haddad2021_facts.py`. The paper shows its Up/c
series only as a picture and no albumin after day 0, so both series are simulated here, and every
such row says so. Run `python data/make_haddad2021.py`; the same files come out every time.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from haddad2021_facts import (
    INFUSION_NOTES,
    MAINTENANCE,
    NOTES,
    PATIENTS,
    README,
    TABLE_1,
    infusion_days,
    last_follow_up,
    number,
    printed,
)
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

HERE = Path(__file__).parent
SEED = 2021

# ------------------------------------------------------------------------------ what is simulated


@dataclass(frozen=True)
class Course:
    """How one child's simulated results run.

    Up/c goes from `upcr[0]` to `upcr[1]`, albumin from `albumin[0]` to `albumin[1]`, until
    remission or, without one, to the end. `decisive` are the days of the occasions that decide
    the response; the first of them has exactly the results `onset`, later ones lie in
    `upcr_after` and `albumin_after`. `relapse` is what the last day shows.
    """

    upcr: tuple[float, float]
    albumin: tuple[float, float]
    decisive: tuple[int, ...] = ()
    onset: tuple[float, float] = (0.15, 3.8)
    upcr_after: tuple[float, float] = (0.05, 0.16)
    albumin_after: tuple[float, float] = (3.7, 4.4)
    relapse: tuple[float, float] | None = None
    end: int | None = None
    baseline: tuple[int, ...] = (-90, -60, -30)


COURSES = {
    "1": Course((11.0, 1.6), (1.0, 3.0), (137, 168, 199), baseline=(-60, -30)),
    "2": Course((13.5, 1.4), (1.0, 3.2), (350, 378, 406), onset=(0.17, 3.6)),
    "3": Course((9.0, 5.0), (1.3, 2.1), end=1100),
    "4": Course((12.0, 1.5), (1.1, 2.4), (289,), (0.84, 2.7), (0.35, 0.85), (2.7, 3.3)),
    "5": Course((8.0, 12.0), (1.7, 1.6), end=560),
    "6": Course((6.5, 1.3), (2.2, 3.3), (396, 424, 452), onset=(0.16, 3.7)),
    "7": Course((7.5, 1.5), (1.8, 3.1), (107, 122, 137), onset=(0.18, 3.6), relapse=(4.6, 2.6)),
    "8": Course((12.0, 16.0), (1.0, 1.1), end=243),
}


def visit_days(patient: str, rng: np.random.Generator) -> list[int]:
    """Choose visits: every 2 to 4 weeks in the first year, then every 3 to 6 months."""
    course = COURSES[patient]
    end = course.end or last_follow_up(patient)
    decisive = course.decisive
    days = {*infusion_days(patient)[1:], *decisive}
    day = infusion_days(patient)[-1]
    often_until = min(max((365, *decisive[:1])), end - 14)
    while (day := day + int(rng.integers(18, 29))) < often_until:
        within = decisive and decisive[0] < day < decisive[-1]
        if not within and min(abs(day - other) for other in days) > 12:
            days.add(day)
    day = max(days)
    while (day := day + int(rng.integers(91, 183))) < end - 45:
        days.add(day)
    return [*course.baseline, *sorted(days | {end})]


def simulate(patient: str) -> list[tuple[int, float, float]]:
    """Give one child's simulated results: day, Up/c (mg/mg), albumin (g/dL)."""
    rng = np.random.default_rng([SEED, int(patient)])
    course = COURSES[patient]
    days = visit_days(patient, rng)
    onset = course.decisive[0] if course.decisive else days[-1] + 1
    ill_until = max(day for day in days if day < onset)
    lowest = 1.1 if course.decisive else 3.0
    rows = []
    for day in days:
        if day < onset:
            done = max(day, 0) / ill_until
            upcr = course.upcr[0] * (course.upcr[1] / course.upcr[0]) ** done**1.3
            upcr = float(np.clip(upcr * rng.lognormal(0, 0.14), lowest, 20))
            albumin = course.albumin[0] + (course.albumin[1] - course.albumin[0]) * done**1.3
            albumin = max(albumin + rng.normal(0, 0.07), 1.0)
        elif day == onset:
            upcr, albumin = course.onset
        elif course.relapse and day == days[-1]:
            upcr, albumin = course.relapse
        else:
            upcr, albumin = rng.uniform(*course.upcr_after), rng.uniform(*course.albumin_after)
        rows.append((day, round(float(upcr), 2), round(float(albumin), 1)))
    return rows


# --------------------------------------------------------------------------------------- sheets


def patients_sheet() -> list[tuple]:
    """List the sheet Patients, its header first."""
    columns = {
        "patient": dict(zip(PATIENTS, PATIENTS, strict=True)),
        "sex": {p: "female" if p == "1" else "male" for p in PATIENTS},
        "age at first infusion (years)": printed("Age at start"),
        "last follow-up day": {p: last_follow_up(p) for p in PATIENTS},
        "steroid resistance": printed("Steroid resistance"),
        "time to steroid resistance (months)": printed("Time to steroid resistance"),
        "prednisolone trial (weeks)": dict.fromkeys(PATIENTS, "≥6"),
        "tacrolimus trial (months)": dict.fromkeys(PATIENTS, "≥6"),
        "C3": dict.fromkeys(PATIENTS, "normal"),
        "C4": dict.fromkeys(PATIENTS, "normal"),
        "ANA": dict.fromkeys(PATIENTS, "negative"),
        "histology": printed("Renal biopsy"),
        "genetic testing": printed("Genetic testing"),
        "prior immunosuppression": printed("Immunosuppressive medications"),
        "recorded response": printed("Remission"),
        "recorded time to remission (months)": printed("Time to remission"),
        "recorded outcome": printed("Outcome"),
        "notes": {p: NOTES.get(p) for p in PATIENTS},
    }
    words = {"patient", "prednisolone trial (weeks)", "tacrolimus trial (months)"}
    rows = [tuple(columns)]
    for p in PATIENTS:
        cells = ((name, column[p]) for name, column in columns.items())
        rows.append(
            tuple(
                number(cell) if isinstance(cell, str) and name not in words else cell
                for name, cell in cells
            )
        )
    return rows


def labs_sheet() -> list[tuple]:
    """List the sheet Labs: the printed albumin on day 0, all else simulated."""
    rows = [("patient", "day", "Up/c (mg/mg)", "albumin (g/dL)", "source", "note")]
    for p in PATIENTS:
        albumin = number(printed("Serum albumin")[p])
        course = [(p, 0, None, albumin, "Table 1", "The paper prints no Up/c for this day")]
        course += [(p, *results, "simulated", None) for results in simulate(p)]
        rows += sorted(course, key=lambda row: row[1])
    return rows


def infusions_sheet() -> list[tuple]:
    """List the sheet Infusions by the printed protocol."""
    rows = [
        ("patient", "day", "cyclophosphamide (mg/m2)", "methylprednisolone (mg/kg)", "note")
    ]  # fmt: skip
    with_steroid = {"None": (), "With 4th and 5th CTX infusion": (4, 5)}
    for p in PATIENTS:
        given = with_steroid.get(printed("IV methylprednisolone")[p], range(1, 7))
        for nth, day in enumerate(infusion_days(p), start=1):
            dose = {1: 500, 2: 750}.get(nth, 1000)
            rows.append((p, day, dose, 30 if nth in given else None, INFUSION_NOTES.get((p, nth))))
    return rows


def treatments_sheet() -> list[tuple]:
    """List the sheet Treatments: drugs before the infusions, then those at last follow-up."""
    rows = [("patient", "drug", "start day", "stop day", "dose", "dose unit", "frequency",
             "purpose", "note")]  # fmt: skip
    for p in PATIENTS:
        for drug in re.split(r" \+ |, followed by ", printed("Immunosuppressive")[p]):
            rows.append((p, drug, None, None, None, None, None, "prior", None))
        for patient, drug, dose, unit, frequency, note in MAINTENANCE:
            if patient == p:
                rows.append((p, drug, None, None, dose, unit, frequency, "maintenance", note))
    return rows


def events_sheet() -> list[tuple]:
    """List the sheet Events; the day is blank where the paper prints none."""
    return [
        ("patient", "day", "event", "detail"),
        ("5", None, "kidney failure", "ESRD"),
        ("7", last_follow_up("7"), "relapse", printed("Outcome")["7"]),
        ("8", None, "kidney failure", "ESRD"),
    ]


def sheets() -> dict[str, list[tuple]]:
    """Give every sheet of the workbook as rows."""
    return {
        "Patients": patients_sheet(),
        "Labs": labs_sheet(),
        "Infusions": infusions_sheet(),
        "Treatments": treatments_sheet(),
        "Events": events_sheet(),
        "Read me": [("About this workbook",), *((line,) for line in README)],
    }


# ---------------------------------------------------------------------------------------- files


def workbook_bytes() -> bytes:
    """Write the workbook, the same bytes every time."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        style(sheet)
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"2021-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def style(sheet) -> None:
    """Make a sheet pleasant to read: header, widths, decimals."""
    decimals = {"Up/c (mg/mg)": "0.00", "albumin (g/dL)": "0.0"}
    for column in sheet.iter_cols():
        header, *cells = column
        header.font = Font(bold=True)
        header.fill = PatternFill("solid", fgColor="DDE6EE")
        header.alignment = Alignment(wrap_text=True, vertical="top")
        longest = max(len(str(cell.value or "")) for cell in cells)
        width = min(max(longest, min(len(header.value), 16)) + 2, 70)
        sheet.column_dimensions[get_column_letter(header.column)].width = width
        for cell in cells:
            cell.number_format = decimals.get(header.value, "General")
            cell.alignment = Alignment(wrap_text=longest > 60, vertical="top")
    sheet.freeze_panes = "A2" if sheet.title == "Read me" else "B2"


def table1_text() -> str:
    """Write Table 1 as printed, patients as columns."""
    text = io.StringIO()
    rows = ([word.strip() for word in line.split(" | ")] for line in TABLE_1.splitlines())
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    (HERE / "haddad2021.xlsx").write_bytes(workbook_bytes())
    (HERE / "haddad2021_table1.csv").write_text(table1_text(), encoding="utf-8")
