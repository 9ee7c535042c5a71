"""Random words of many scripts, planted in every text that a file holds, and looked for again."""

import io
import json
import random
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote_plus

import openpyxl
from openpyxl.comments import Comment

from tests.privacy.identifying_workbooks import PLACES
from tests.sharing.made import PAPER

ALPHABETS = (
    "bcdfghjklmnpqrstvwxz", "бвгджзклмнпрст", "αβγδεζηθκλμν", "אבגדהוזחט", "ابتثجحخدذر",
    "कखगघचछजझ", "王李张刘陈杨黄", "김이박최정강조윤", "さくらたなかやま", "กขคงจฉชซ",
    "0123456789", "٠١٢٣٤٥٦٧٨٩",
)  # fmt: skip
_DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩")
LABELS = ("1", "2", "3")
"""The study numbers of the paper that become canaries."""


@dataclass(frozen=True)
class Planted:
    """A workbook with a canary in every place where a file holds a text, by place."""

    content: bytes
    name: str
    canaries: Mapping[str, str]


def random_word(source: random.Random, letters: str = "") -> str:
    """Return a word that nobody knows."""
    letters = letters or source.choice(ALPHABETS)
    first = source.choice(letters.strip("0٠"))  # zeros in front would be lost to a number
    return first + "".join(source.choices(letters, k=source.randint(8, 12)))


def plant_everywhere(source: random.Random) -> Planted:
    """Return the paper's workbook with another canary in each place, in turn of all scripts.

    The places are a cell of each column of text, study numbers, a column of notes and one that is
    not of the template, a comment and its author, a hidden sheet, the properties and the file.
    """
    order = source.sample(ALPHABETS, len(ALPHABETS))
    found: dict[str, str] = {}

    def word(place: str, *, letters_only: bool = False) -> str:
        alphabet = order[len(found) % len(order)]
        alphabet = order[0] if letters_only and alphabet in _DIGITS else alphabet
        if letters_only and alphabet in _DIGITS:
            alphabet = ALPHABETS[0]
        found[place] = random_word(source, alphabet)
        return found[place]

    book = openpyxl.load_workbook(PAPER)
    for place, (sheet, heading) in PLACES.items():
        page = book[sheet]
        headings = [str(cell.value).partition(" (")[0] for cell in page[1]]
        column = headings.index(heading) + 1 if heading in headings else len(headings) + 1
        page.cell(1, column, page.cell(1, column).value or heading)
        page.cell(3, column, word(place))
    patients = book["Patients"]
    own = patients.max_column + 1
    patients.cell(1, own, "our own column")
    patients.cell(3, own, word("own column"))
    labels = {label: word(f"study number {label}") for label in LABELS}
    for page in book.worksheets:
        for row in page.iter_rows(min_row=2, max_col=1):
            value = row[0].value
            label = str(int(value)) if isinstance(value, float) else str(value)
            row[0].value = labels.get(label, value)
    book["Labs"]["C3"].comment = Comment(word("comment"), word("author of a comment"))
    book.create_sheet(word("hidden sheet", letters_only=True)).sheet_state = "hidden"
    book.properties.creator = word("author")
    book.properties.title = word("title")
    book.properties.keywords = word("keywords")
    target = io.BytesIO()
    book.save(target)
    return Planted(target.getvalue(), f"{word('name of the file')}.xlsx", found)


def find_canaries(canaries: Mapping[str, str], told: str | bytes) -> list[str]:
    """Return the places whose canary stands in what was told, plainly or written as JSON or URL.

    A packed file (.docx, .xlsx) is unpacked first.
    """
    raw = told.encode("utf-8", "surrogatepass") if isinstance(told, str) else told
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            raw = b"\n".join(parts.read(name) for name in parts.namelist())
    return [place for place, canary in canaries.items() if _stands_in(canary, raw)]


def _stands_in(canary: str, raw: bytes) -> bool:
    forms = {canary, json.dumps(canary)[1:-1], quote(canary), quote_plus(canary)}
    forms |= {form.lower() for form in forms}
    return any(form.encode() in raw for form in forms)


def decoded(address: str) -> str:
    """Return an address as a person reads it."""
    return unquote_plus(address)
