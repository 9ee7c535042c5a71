"""Workbooks with what could tell who a child is: each kind in several variants and scripts."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import openpyxl

from tests.sharing.made import PAPER

# Where a text stands: sheet, column of the paper's workbook.
PLACES = {
    "histology": ("Patients", "histology"),
    "genetics": ("Patients", "genetic testing"),
    "prior drugs": ("Patients", "prior immunosuppression"),
    "outcome": ("Patients", "recorded outcome"),
    "ANA": ("Patients", "ANA"),
    "origin": ("Patients", "race/ethnicity"),
    "dose unit": ("Treatments", "dose unit"),
    "frequency": ("Treatments", "frequency"),
    "drug": ("Treatments", "drug"),
    "source": ("Labs", "source"),
    "detail": ("Events", "detail"),
    "notes": ("Patients", "notes"),
}


@dataclass(frozen=True)
class Planted:
    """A workbook, and the words of it that must be nowhere.

    Attributes
    ----------
    kind
        What was planted, for the name of the test.
    """

    kind: str
    make: Callable[[], bytes]
    secrets: tuple[str, ...]

    @cached_property
    def content(self) -> bytes:
        """The workbook, made when it is first asked for."""
        return self.make()


# One line a kind: where, then its variants. The first thirty are the kinds that came through once.
TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "record number with dots": ("histology", ("20.391.147", "MCD 39.11.47", "FSGS 4.4.8.1.9")),
    "record number with slashes": ("outcome", ("CR 2039/1147", "PR 12/345/6", "NR 1/2/3/4/5")),
    "biopsy number": ("histology", ("MCD B19-04417", "FSGS H/11/2203", "MCD S11-0403")),
    "tax number": ("genetics", ("RSSMRA85T10A562S", "mutation 12 345 678 901", "ABCDE1234F")),
    "local phone number": ("dose unit", ("mg 555-0137", "mg 0171 55", "mg 98 76 54 32")),
    "date with spaces": ("outcome", ("CR 3 4 2011", "CR 3 4 11", "CR 03 04")),
    "date with dots": ("frequency", ("daily 3.4.11", "twice a day 03.04", "od since 3.4.")),
    "date with underscores": ("prior drugs", ("Tac 2011_04_03", "Tac 03_04_11", "MMF 3_4")),
    "date in Arabic digits": ("histology", ("MCD ٠٣/٠٤/٢٠١١", "FSGS ١٣٩٠", "MCD ۱۳۹۰/۱/۱۴")),
    "date in full-width digits": ("outcome", ("CR ２０１１", "PR ３.４.１１", "NR ０４/０３")),
    "quarter": ("outcome", ("CR Q2 2011", "PR Q2/11", "NR 2Q11")),
    "week": ("outcome", ("CR KW14 11", "PR week 14/11", "CR W14")),
    "year alone": ("outcome", ("CR 2011.", "CR, 2011", "CR '11")),
    "name of clinical words": ("histology", ("Gene White", "White, Gene", "White Gene")),
    "name of origin words": ("genetics", ("Asian White", "Korean Black", "Roma White")),
    "name in origin": ("origin", ("Gene Tac", "Anna", "Rose Black")),
    "name in genetics": ("genetics", ("NPHS2 Anna", "Hadley", "Tom Smith")),
    "name with zero-width letters": ("outcome", ("To\u200bm Sm\u200bi", "An\u00adna", "T\u2060om")),
    "first name in prior drugs": ("prior drugs", ("Tac for Anna", "Anna: MMF", "Tac, Tom")),
    "first name in frequency": ("frequency", ("daily, Anna", "when Tom can", "anna")),
    "first name in dose unit": ("dose unit", ("mg Anna", "Tom", "mg/m2 (Lena)")),
    "name with a title": ("outcome", ("as Dr Smith", "Fr. Huber", "Mme Roux")),
    "family": ("outcome", ("son of Ada", "mother Ada", "twin Ada")),
    "place": ("origin", ("Turin", "from Bergamo", "Kreuzberg")),
    "school": ("outcome", ("CR, Park School", "Hill street", "St Mary's")),
    "e-mail": ("source", ("lab a@b.org", "a＠b.org", "anna at b dot org")),
    "web": ("source", ("www.b.org/anna", "https://b.org", "anna.example.com")),
    "sentence": ("detail", ("Anna came back in June", "seen with Ada", "Tom moved to Rome")),
    "notes": ("notes", ("Anna came back", "Ada's child", "Tom, Rome")),
    "drug unknown": ("drug", ("Annamab", "Smith's mixture", "Tomcort")),
    # Thirty kinds that are new here.
    "Cyrillic name": ("histology", ("Анна", "MCD Иванова", "ФСГС Пётр")),
    "Greek name": ("outcome", ("Ελένη", "CR Νίκος", "PR Μαρία")),
    "Chinese name": ("histology", ("王小明", "MCD 李", "FSGS（张伟）")),
    "Japanese name": ("genetics", ("さくら", "変異 田中", "タナカ")),
    "Korean name": ("outcome", ("김민준", "CR 이서연", "PR 박")),
    "Arabic name": ("outcome", ("فاطمة", "CR محمد", "علي")),
    "Hebrew name": ("origin", ("שרה", "כהן", "דוד")),
    "Hindi name": ("prior drugs", ("प्रिया", "Tac राम", "सीता")),
    "Thai name": ("source", ("สมชาย", "lab มาลี", "นิด")),
    "Georgian name": ("frequency", ("ნინო", "daily გიორგი", "ანა")),
    "Japanese era": ("outcome", ("平成23年", "CR 令和3", "昭和60年4月")),
    "Buddhist year": ("histology", ("MCD ๒๕๕๔", "FSGS 2554", "MCD พ.ศ. 2554")),
    "Persian year": ("outcome", ("CR ۱۳۹۰", "PR 1390", "NR ۹۰/۱/۱۴")),
    "Devanagari digits": ("source", ("lab २०११", "३/४/२०११", "०४०३११")),
    "mathematical digits": ("histology", ("MCD 𝟚𝟘𝟙𝟙", "FSGS 𝟎𝟒𝟎𝟑", "MCD 𝟸𝟶𝟹𝟿𝟷")),
    "superscript digits": ("outcome", ("CR ²⁰¹¹", "PR ⁰⁴/⁰³", "CR ₂₀₁₁")),
    "Roman months": ("outcome", ("CR 3.IV.11", "PR 3/IV", "3 IV 2011")),
    "month in German": ("outcome", ("CR im März", "PR Mai", "3. Oktober")),
    "month in French": ("prior drugs", ("Tac depuis février", "MMF août", "juin")),
    "month in Spanish": ("frequency", ("desde enero", "3 de abril", "diciembre")),
    "month in Turkish": ("source", ("Ekim", "3 Nisan", "Şubat")),
    "initials with points": ("outcome", ("CR A.S.", "J. Roux", "A. M. Huber")),
    "surname with prefix": ("genetics", ("van den Berg", "de la Cruz", "O'Brien")),
    "hyphenated name": ("histology", ("Anna-Lena", "MCD Smith-Jones", "Lena-Marie Roux")),
    "name in capitals": ("outcome", ("ANNA SMITH", "CR HUBER", "TOM")),
    "name in small letters": ("outcome", ("cr anna", "tom smith", "pr for lena")),
    "spelled out number": ("genetics", ("two zero three nine", "nineteen eleven", "zwei null")),
    "insurance number": ("source", ("A123456789", "lab X/77/4", "pol. 88-1")),
    "house and street": ("origin", ("Hill Road 3", "Via Roma 12", "rue Haute 4")),
    "age to the day": ("outcome", ("CR aged 4y3m12d", "PR 4+3/12", "4 a 3 m 12 t")),
    "first name and letter": ("ANA", ("Anna B", "Tom S.", "Ada")),
    "nickname in quotes": ("outcome", ('CR "Tommy"', "‘Leni’", "„Toni“")),
    "hashtag": ("source", ("#teamAnna", "@anna_s", "lab #0403")),
    "coordinates": ("origin", ("45.07N 7.68E", "45°04'", "PLZ 10125")),
    "bank account": ("source", ("IT60X0542811101", "DE89 3704", "lab 6011-0009")),
}  # fmt: skip

# What somebody tried who knew the dashboard alone: other ways to write a name, a day, a number.
TRIED: dict[str, tuple[str, tuple[str, ...]]] = {
    "Braille": ("histology", ("MCD ⠁⠝⠝⠁", "⠞⠕⠍", "FSGS (⠁⠙⠁)")),
    "letters in squares": ("outcome", ("CR 🅰🅽🅽🅰", "🄣🄞🄜", "PR 🅃🄾🄼")),
    "letters of flags": ("origin", ("white 🇦🇳🇳🇦", "🇹🇴🇲", "🇦🇩🇦")),
    "Morse": ("histology", ("MCD .- -. -. .-", "- --- --", "FSGS _ ___ __")),
    "dice and clocks": ("outcome", ("CR ⚂⚃ ⚀⚀", "PR 🕒🕓", "NR 🂣🂤")),
    "date in clauses": ("frequency", ("3; 4; 11", "3) 4) 11)", "3; 4")),
    "date in clauses with words": ("outcome", ("CR 3; CR 4; CR 11", "CR 3; PR 4", "CR (3); (4)")),
    "date in units": ("outcome", ("day 3; month 4; year 11", "day 3; month 4", "d 3; m 4; y 11")),
    "year since": ("outcome", ("CR since 11", "CR since 05", "off steroids since 9")),
    "letter by letter": ("dose unit", ("g u l", "d a l", "g, u, l")),
    "number word by word": ("frequency", ("four three one one", "two six five", "one, one, two")),
    "placeholder with a year": ("histology", ("unknown drug 2011", "unknown drug 403", "word 3")),
    "placeholder drug with a year": ("drug", ("unknown drug 2011", "unknown drug 0403")),
    "combining letters": ("histology", ("MCD aͣnͫna", "T\u0336o\u0336m", "A\u20ddnna")),
    "upside down": ("outcome", ("ɐuuɐ", "CR ɯoʇ", "ɐpɐ")),
    "letters for digits": ("histology", ("T0m 5mith", "4nn4", "MCD 4d4")),
    "backwards": ("genetics", ("annA htimS", "moT", "adA xuoR")),
    "hexadecimal": ("source", ("416e6e61", "lab 546f6d", "0x416461")),
    "base 64": ("source", ("QW5uYQ==", "VG9t", "lab QWRh")),
    "escapes of the web": ("outcome", ("%41nna", "&#65;nna", "\\u0041nna")),
    "spelling alphabet": ("genetics", ("Alpha November", "Tango Oscar Mike", "Anton Dora")),
    "zodiac": ("outcome", ("year of the rabbit", "Taurus", "CR, Leo")),
    "feast": ("outcome", ("since Easter", "CR at Eid", "Diwali")),
    "class": ("outcome", ("CR, class 4b", "Kindergarten", "PR grade 3")),
    "licence plate": ("source", ("TO 123 AB", "M-AB 1234", "lab B CD 77")),
    "address of a machine": ("source", ("192.168.10.4", "a4:5e:60:d1:2f", "lab fe80::1")),
    "age in days": ("outcome", ("CR 1505 d", "1505 days", "CR day 1505")),
    "birth weight": ("outcome", ("3120 g at birth", "32+4 weeks", "CR 3120 g")),
    "weekday and hour": ("frequency", ("Tue 14:30", "dienstags", "Mon, Anna")),
    "day of the year": ("outcome", ("CR 2011-093", "PR 11/093", "NR 93.2011")),
    "seconds since 1970": ("histology", ("MCD 1301788800", "FSGS 1301788", "MCD 130 178 88")),
    "Roman year": ("outcome", ("CR MMXI", "PR IV MMXI", "NR III.IV")),
    "Armenian and Ethiopic names": ("histology", ("Աննա", "MCD አና", "FSGS Տիգրան")),
    "Bengali and Tamil names": ("outcome", ("আনা", "CR அனா", "PR রাম")),
    "occupation": ("outcome", ("mayor's son", "the baker", "CR (pastor)")),
    "fraction slashes": ("outcome", ("CR 3⁄4⁄11", "3∕4∕11", "PR 3／4")),
    "initials and ward": ("source", ("lab UKB-AS", "ward AS", "AS/TR")),
}  # fmt: skip

LABELS = {
    "initials and birth year": ("AB09", "CD11", "EF07"),
    "birthday": ("0403", "1712", "2506"),
    "first name and number": ("Tom1", "Anna2", "Ada3"),
    "record number": ("20391147", "20391148", "20391149"),
    "full-width initials": ("ＡＢ０９", "ＣＤ１１", "ＥＦ０７"),
    "Arabic digits": ("٠٤٠٣", "١٧١٢", "٢٥٠٦"),
    "Chinese name": ("王小明", "李娜", "张伟"),
    "birth year": ("2005", "2007", "2011"),
    "two digits of the year": ("05", "07", "11"),
    "dotted": ("A.S.", "M.H.", "T.R."),
}


def planted_texts() -> Iterator[Planted]:
    for kind, (place, variants) in (TEXTS | TRIED).items():
        for number, text in enumerate(variants, 1):
            sheet, heading = PLACES[place]
            yield Planted(f"{kind} {number}", partial(_with_text, sheet, heading, text), (text,))


def planted_labels() -> Iterator[Planted]:
    for kind, labels in LABELS.items():
        yield Planted(f"study number: {kind}", partial(_with_labels, labels), labels)


def planted_elsewhere() -> Iterator[Planted]:
    """Give workbooks with something in a number, the name of a sheet and a heading."""
    yield Planted("an exact age", partial(_with_age, 4.123287), ("4.123287", "4.1232"))
    serial = partial(_with_text, "Labs", "day", 40_636)
    yield Planted("a day as Excel counts it", serial, ("40636",))
    yield Planted("a long number as a dose", partial(_with_text, "Treatments", "dose", 99_047), ())
    for name in ("Anna Smith", "Tom 2011", "王小明"):
        yield Planted(f"the name of a sheet: {name}", partial(_with_sheet, name), (name,))


def every_workbook() -> Iterator[Planted]:
    yield from planted_texts()
    yield from planted_labels()
    yield from planted_elsewhere()


def _save(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _column(sheet, heading: str) -> int:
    for cell in sheet[1]:
        if str(cell.value).partition(" (")[0] == heading or cell.value == heading:
            return cell.column
    sheet.cell(1, sheet.max_column + 1, heading)
    return sheet.max_column


def _with_text(sheet: str, heading: str, text: object) -> bytes:
    book = openpyxl.load_workbook(PAPER)
    page = book[sheet]
    page.cell(3, _column(page, heading), text)
    return _save(book)


def _with_age(age: float) -> bytes:
    return _with_text("Patients", "age at first infusion", age)


def _with_labels(labels: tuple[str, ...]) -> bytes:
    book = openpyxl.load_workbook(PAPER)
    named = dict(zip(("1", "2", "3"), labels, strict=True))
    for page in book.worksheets:
        for row in page.iter_rows(min_row=2, max_col=1):
            value = row[0].value
            label = str(int(value)) if isinstance(value, float) else str(value)
            if label in named:
                row[0].value = named[label]
    return _save(book)


def _with_sheet(name: str) -> bytes:
    book = openpyxl.load_workbook(PAPER)
    if "Infusions" in book.sheetnames:
        book["Infusions"].title = name
    return _save(book)
