"""Write three invented cohorts: `invented_oral.xlsx`, `invented_diary.xlsx`, `invented_lines.xlsx`.

No child in them ever lived. Each workbook is of a kind that the founding paper's is not: a drug by
mouth without any infusion, dipsticks that families read at home, and three lines of treatment. What
a child was made to show stands in `EXPECTED` and in the sheet `Read me`. Run
`python data/make_invented.py`; the same files come out every time.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

HERE = Path(__file__).parent
SEED = 13
CR, PR, NR = "complete remission", "partial remission", "no response"
AT_START = "in remission at start"
INVENTED = "Invented: no child in this workbook ever lived. Draw no clinical conclusion from it."
Rows = list[list[object]]


@dataclass(frozen=True)
class Child:
    """One invented child: day 0, and from which day on its urine shows what.

    `phases` are pairs of a day and the state from then on (see `STATES`).
    """

    name: str
    sex: str
    age: float
    histology: str
    resistance: str
    start: datetime.date
    phases: tuple[tuple[int, str], ...]
    end: int

    def date(self, day: int) -> datetime.date:
        """Return the date of a day."""
        return self.start + datetime.timedelta(days=day)

    def state(self, day: int) -> str:
        """Return the state of a day."""
        return [state for first, state in self.phases if first <= day][-1]


STATES = {
    "nephrotic": ((3.0, 9.0), (1.2, 2.3), ("3+", "4+", "3+")),
    "partial": ((0.4, 1.2), (3.1, 3.5), ("1+", "2+", "1+")),
    "complete": ((0.05, 0.18), (3.6, 4.3), ("negative", "trace", "negative")),
}
"""Of each state: Up/c in mg/mg, albumin in g/dL (lowest, highest), and grades of the strip."""

N, P, C = "nephrotic", "partial", "complete"


def _children(prefix: str, plans: Sequence[tuple[tuple[tuple[int, str], ...], int]]) -> list[Child]:
    histologies = ("MCD", "FSGS", "MCD", "FSGS", "MCD/IgM", "FSGS")
    return [
        Child(
            f"{prefix}{number:02d}",
            "female" if number % 3 == 0 else "male",
            round(2.0 + 0.9 * number, 1),
            histologies[number % 6],
            "late" if number % 4 == 0 else "initial",
            datetime.date(2015, 1, 5) + datetime.timedelta(days=61 * number),
            phases,
            end,
        )
        for number, (phases, end) in enumerate(plans, 1)
    ]


ORAL = _children(
    "O",
    [
        (((-90, N), (85, C)), 720),
        (((-90, N), (55, P), (170, C)), 720),
        (((-90, N), (115, C), (420, N)), 600),
        (((-90, N), (85, C)), 540),
        (((-90, N), (145, C)), 720),
        (((-90, N), (115, P)), 540),
        (((-90, N), (55, P)), 720),
        (((-90, N), (175, P), (420, N)), 600),
        (((-90, N),), 540),
        (((-90, N),), 360),
        (((-90, N),), 720),
        (((-150, C),), 540),
    ],
)
DIARY = _children(
    "D",
    [
        (((-14, N), (21, C)), 365),
        (((-14, N), (35, C)), 365),
        (((-14, N), (28, C), (200, N)), 300),
        (((-14, N), (90, C)), 365),
        (((-14, N), (14, C), (120, N), (150, C)), 365),
        (((-14, N), (60, C)), 240),
        (((-14, N), (45, C)), 365),
        (((-14, N), (180, C)), 365),
        (((-14, N),), 365),
        (((-14, N),), 200),
        (((-14, N),), 365),
        (((-30, C),), 300),
    ],
)
LINES = _children(
    "L",
    [
        (((-90, N), (100, C)), 900),
        (((-90, N), (130, C)), 900),
        (((-90, N), (320, C)), 900),
        (((-90, N), (330, C)), 900),
        (((-90, N), (500, C)), 900),
        (((-90, N), (510, C)), 900),
        (((-90, N), (520, C)), 900),
        (((-90, N), (470, P)), 900),
        (((-90, N), (300, P)), 380),
        (((-90, N),), 900),
        (((-90, N),), 900),
        (((-90, N),), 700),
    ],
)
COURSES = (("tacrolimus", 0), ("mycophenolate mofetil", 240), ("rituximab", 420))
"""The three lines of each child of `LINES`, those that began while it was followed."""

EXPECTED = {
    "oral": {
        **dict.fromkeys(("O01", "O02", "O03", "O04", "O05"), CR),
        **dict.fromkeys(("O06", "O07", "O08"), PR),
        **dict.fromkeys(("O09", "O10", "O11"), NR),
        "O12": AT_START,
    },
    "diary": {
        **{f"D{number:02d}": CR for number in range(1, 9)},
        **dict.fromkeys(("D09", "D10", "D11"), NR),
        "D12": AT_START,
    },
    "lines": {
        **dict.fromkeys(("L01", "L02"), (CR, AT_START, AT_START)),
        **dict.fromkeys(("L03", "L04"), (NR, CR, AT_START)),
        **dict.fromkeys(("L05", "L06", "L07"), (NR, NR, CR)),
        "L08": (NR, NR, PR),
        "L09": (NR, PR),
        **dict.fromkeys(("L10", "L11", "L12"), (NR, NR, NR)),
    },
}
"""Verdict of each child by `ipna_2022`; of `lines`, of each of its lines in their order."""


def _patients(children: Sequence[Child], *, index: bool) -> Rows:
    head: list[object] = ["patient", "sex", "age at diagnosis (years)", "steroid resistance"]
    head += ["histology", "last follow-up date"] + ["index date"] * index
    return [
        head,
        *(
            [one.name, one.sex, one.age, one.resistance, one.histology, one.date(one.end)]
            + [one.start] * index
            for one in children
        ),
    ]


def _labs(children: Sequence[Child], random: np.random.Generator) -> Rows:
    """Write a clinic's results: Up/c and albumin every month, every three from the first year."""
    rows: Rows = [
        ["patient", "date", "Up/c (mg/mg)", "albumin (g/dL)", "specimen", "source"],
    ]
    for one in children:
        for day in _visits(one.end):
            upcr, albumin, _ = STATES[one.state(day)]
            rows.append(
                [
                    one.name,
                    one.date(day),
                    round(float(random.uniform(*upcr)), 2),
                    round(float(random.uniform(*albumin)), 1),
                    "first morning",
                    "invented",
                ]
            )
    return rows


def _visits(end: int) -> Iterator[int]:
    day = -60
    while day <= end:
        yield day
        day += 30 if day < 600 else 90


def _diary(children: Sequence[Child], random: np.random.Generator) -> Rows:
    """Write a dipstick for nearly every day; about one day in twenty was forgotten."""
    rows: Rows = [["patient", "date", "dipstick", "note"]]
    for one in children:
        for day in range(-14, one.end + 1):
            if random.random() < 0.05:
                continue
            grade = STATES[one.state(day)][2][int(random.integers(3))]
            rows.append([one.name, one.date(day), grade, None])
    rows[40][2:] = ["not done", "away from home"]
    return rows


def _treatments(children: Sequence[Child], courses: Sequence[tuple[str, int]]) -> Rows:
    rows: Rows = [["patient", "drug", "start date", "stop date", "purpose"]]
    for one in children:
        rows.append([one.name, "prednisolone", one.date(-120), None, "prior"])
        mine = [(drug, day) for drug, day in courses if day < one.end]
        ends = [day for _, day in mine[1:]]
        for (drug, day), stop in zip(mine, [*ends, None], strict=True):
            stopped = None if stop is None else one.date(stop)
            rows.append([one.name, drug, one.date(day), stopped, "concomitant"])
    return rows


def _read_me(kind: str, words: str) -> Rows:
    expected = EXPECTED[kind]
    made = [
        [name, found if isinstance(found, str) else ", then ".join(found)]
        for name, found in expected.items()
    ]
    return [[INVENTED], [words], ["Made to show, by the definition ipna_2022:"], *made]


def sheets(kind: str) -> dict[str, Rows]:
    """Return the rows of every sheet of one cohort: `oral`, `diary` or `lines`."""
    random = np.random.default_rng(SEED)
    if kind == "oral":
        events: Rows = [["patient", "date", "event", "detail"]]
        events += [[one.name, one.date(-30), "biopsy", None] for one in ORAL[:9]]
        events.append([ORAL[9].name, ORAL[9].date(330), "dialysis", "acute, with recovery"])
        return {
            "Patients": _patients(ORAL, index=False),
            "Labs": _labs(ORAL, random),
            "Treatments": _treatments(ORAL, COURSES[:1]),
            "Events": events,
            "Read me": _read_me(
                kind, "Tacrolimus by mouth; no infusion and no index date: day 0 must be named."
            ),
        }
    if kind == "diary":
        return {
            "Patients": _patients(DIARY, index=True),
            "Diary": _diary(DIARY, random),
            "Read me": _read_me(kind, "Dipsticks read at home; no laboratory result at all."),
        }
    resistance: Rows = [["patient", "date", "event", "detail"]]
    resistance += [[one.name, one.date(-45), "steroid resistance", None] for one in LINES]
    return {
        "Patients": _patients(LINES, index=False),
        "Labs": _labs(LINES, random),
        "Treatments": _treatments(LINES, COURSES),
        "Events": resistance,
        "Read me": _read_me(
            kind, "Three lines: tacrolimus, mycophenolate mofetil, rituximab; each is judged."
        ),
    }


def workbook_bytes(kind: str) -> bytes:
    """Write one workbook, the same bytes every time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"Invented SRNS cohort ({kind})"
    book.properties.description = INVENTED
    for name, rows in sheets(kind).items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        _style(page)
    return same_bytes(book)


def same_bytes(book: Workbook) -> bytes:
    """Write a workbook without the time at which it is written."""
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"2026-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _style(page) -> None:
    """Make a sheet pleasant to read: header, widths, dates."""
    for column in page.iter_cols():
        header, *cells = column
        header.font = Font(bold=True)
        header.alignment = Alignment(wrap_text=page.title != "Read me", vertical="top")
        if page.title != "Read me":
            header.fill = PatternFill("solid", fgColor="DDE6EE")
        page.column_dimensions[get_column_letter(header.column)].width = 14
        for cell in cells:
            if isinstance(cell.value, datetime.date):
                cell.number_format = "yyyy-mm-dd"
    page.freeze_panes = "A2" if page.title == "Read me" else "B2"


if __name__ == "__main__":
    for each in EXPECTED:
        (HERE / f"invented_{each}.xlsx").write_bytes(workbook_bytes(each))
