"""Write `invented_messy.xlsx`: five invented children as a clinic might keep them.

No child in it ever lived. Nothing in it is in the template's shape: a title above the headings, dates
in words and with dots, a ratio without a unit, drugs with their doses in one cell, results that
cannot be read, a death beside the last visit, a legend below. The tutorial reads it. Run
`python data/make_invented_messy.py`; the same file comes out every time.
"""

from pathlib import Path

from make_invented import INVENTED, Rows, same_bytes
from openpyxl import Workbook

CHILDREN: Rows = [
    ["SRNS clinic, list of children", INVENTED],
    [],
    ["Study no", "Sex", "Biopsy", "Treatment", "Started", "Last seen", "Died"],
    ["K01", "f", "FSGS", "Tacrolimus 2x1 mg", "03.02.2021", "10.01.2023"],
    ["K02", "m", "minimal change", "Tac 3 mg/d", "15.04.2021", "02.03.2023"],
    ["K03", "m", "FSGS NOS", "CsA 100 mg/d", "20.09.2020", "05.05.2021", "05.05.2021"],
    ["K04", "f", "not done", "tacrolimus", "11.11.2021", "20.12.2022"],
    ["K05", "m", "MCD, IgM negative", "Tacrolimus 2 mg/d", "01.06.2021", "01.06.2022"],
    [],
    ["Biopsy not done in K04: the parents declined."],
]
URINE: Rows = [
    ["Study no", "Date", "UPC", "Albumin (g/L)", "Comment"],
    ["K01", "01.02.2021", 812, 18],
    ["K01", "10.03.2021", 350, 24],
    ["K01", "14.04.2021", "<20", 36],
    ["K01", "19.05.2021", 15, 38],
    ["K01", "23.06.2021", 12, 39],
    ["K02", "13.04.2021", 640, 21],
    ["K02", "20.05.2021", 120, 31, "better"],
    ["K02", "01.07.2021", "haemolysed", 32],
    ["K02", "12.08.2021", 95, 33],
    ["K03", "18.09.2020", 1020, 16],
    ["K03", "25.11.2020", 900, 17],
    ["K03", "20.02.2021", 870, 17],
    ["K04", "10.11.2021", 418, 22],
    ["K04", "15.12.2021", 14, 38],
    ["K04", "20.01.2022", 11, 39],
    ["K04", "24.02.2022", "not done", 38],
    ["K05", "31.05.2021", 700, 19],
    ["K05", "02.07.2021", 18, 37],
    ["K05", "06.08.2021", 16, 38],
    ["K05", "10.09.2021", 13, 40],
]


def workbook_bytes() -> bytes:
    """Write the workbook, the same bytes every time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = "Invented SRNS cohort (messy)"
    book.properties.description = INVENTED
    for name, rows in {"Children": CHILDREN, "Urine": URINE}.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    return same_bytes(book)


if __name__ == "__main__":
    (Path(__file__).parent / "invented_messy.xlsx").write_bytes(workbook_bytes())
