"""A hundred further odd files, by somebody who knows the formats and not the readers of them."""

import base64
import bz2
import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.sharing.made import PAPER

PUBLISHED = Path(__file__).parents[2] / "srns" / "rules" / "published" / "haddad_2021.toml"
RANDOM = random.Random(15)

TOML_TYPES = {
    "negative": "-3",
    "nought": "0",
    "true": "true",
    "not a number": "nan",
    "endless": "inf",
    "a day": "2011-04-03",
    "an hour": "12:30:00",
    "a list": "[3, [3, [3]]]",
    "a table": "{a = {b = 3}}",
    "a text": '"three"',
    "hexadecimal": "0xFFFFFFFFFFFFFFFF",
    "a fraction": "2.5",
}


def _encodings(text: str) -> Iterator[tuple[str, bytes]]:
    yield "UTF-16", text.encode("utf-16")
    yield "UTF-32", text.encode("utf-32")
    yield "Latin 1", (text + "\n# é").encode("latin-1", "replace")
    yield "three marks of order", b"\xef\xbb\xbf" * 3 + text.encode()
    yield "carriage returns", text.replace("\n", "\r").encode()
    yield "a zero byte within", text.replace("\n", "\n\x00", 1).encode()
    yield "every byte", bytes(range(256)) * 20
    yield "noise", RANDOM.randbytes(50_000)
    yield "an escape of the terminal", f'id = "\\u001b[2J\\u001b[31m"\n{text}'.encode()
    yield "a bell in a key", b'"\\u0007" = 1\n' + text.encode()


def _other_kinds() -> Iterator[tuple[str, bytes]]:
    yield "a workbook", PAPER.read_bytes()
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(1000)
    yield "a web page", b"<html><body>" + b"<p>hello</p>" * 5000
    yield "a program", b"\x7fELF" + bytes(1000)
    yield "JSON", json.dumps({"a": [1] * 1000}).encode()
    yield "a letter", b"Dear colleague,\nthe children are well.\n" * 100
    yield "a certificate", b"-----BEGIN CERTIFICATE-----\n" + base64.b64encode(bytes(900))


def definitions() -> Iterator[tuple[str, bytes]]:
    text = PUBLISHED.read_text("utf-8")
    yield from _encodings(text)
    yield from _other_kinds()
    for name, value in TOML_TYPES.items():
        yield f"occasions: {name}", text.replace("occasions = 3", f"occasions = {value}").encode()
        yield f"upcr: {name}", text.replace('upcr = "< 0.2 mg/mg"', f"upcr = {value}").encode()
    yield "every response alike", (text + text[text.index("[[response]]") :] * 200).encode()
    many = ", ".join(['"< 0.2 mg/mg"'] * 4000)
    yield "4,000 limits", text.replace('upcr = "< 0.2 mg/mg"', f"upcr = [{many}]").encode()
    yield "limits that never meet", text.replace("< 0.2 mg/mg", "> 5 and < 1 mg/mg").encode()
    yield "a unit of another world", text.replace("mg/mg", "stone/pint").encode()
    yield "full-width digits", text.replace("0.2", "０.２").encode()
    yield "signs turned round", text.replace("< 0.2", "≮ 0.2").encode()


def overrides() -> Iterator[tuple[str, bytes]]:
    head = "patient,response,reason,by\n"
    yield from _encodings(head + "1,CR,seen,AB\n")
    yield from _other_kinds()
    yield "100,000 rows", (head + "1,CR,seen,AB\n" * 100_000).encode()
    yield "rows of all widths", (head + "\n".join("," * i for i in range(3000))).encode()
    yield "a formula", (head + '=HYPERLINK("x"),CR,seen,AB\n').encode()
    yield "a cell over lines", (head + '1,CR,"' + "why\n" * 3000 + '",AB\n').encode()
    yield "two headings alike", b"patient,patient,response,reason,by\n1,2,CR,seen,AB\n"
    yield "nobody of this cohort", (head + "99,CR,seen,AB\n").encode()


def recipes() -> Iterator[tuple[str, bytes]]:
    yield from _encodings("recipe = 1\n")
    yield from _other_kinds()
    for name, value in TOML_TYPES.items():
        yield f"recipe: {name}", f"recipe = {value}\n".encode()
        yield f"column: {name}", f"recipe = 1\n[[table]]\nsheet = {value}\n".encode()
    column = '[[table.column]]\nheading = "Up/c"\nmeans = "Labs.upcr"\n'
    yield "9,000 columns", ('recipe = 1\n[[table]]\nsheet = "Labs"\n' + column * 9000).encode()


def statements() -> Iterator[tuple[str, bytes]]:
    yield from _encodings('[[statement]]\nsays = "x"\nvalue = "1"\nhow = "count"\n')
    for name, how in {
        "a tower of powers": "9**9**9**9",
        "a division by nought": "count / 0",
        "a shift": "1 << 99999999",
        "a call": "__import__('os').system('ls')",
        "an attribute": "count.__class__",
        "a loop": "[x for x in range(10**9)]",
        "a factorial": "99999!",
        "many wheres": "count where a = b " * 3000,
        "quotes": "'" * 9999,
        "other digits": "٣ + ３",
    }.items():
        text = json.dumps(how, ensure_ascii=False)
        yield name, f'[[statement]]\nsays = "x"\nvalue = "1"\nhow = {text}\n'.encode()


def samples() -> Iterator[tuple[str, bytes]]:
    head = "day,upcr,albumin\n"
    yield from _encodings(head + "30,0.1,3.8\n")
    yield from _other_kinds()
    yield "a million rows", (head + "30,0.1,3.8\n" * 1_000_000).encode()
    yield "200,000 columns", (",".join(["day"] * 200_000) + "\n1\n").encode()
    yield "days without end", (head + "99999,0.1,3.8\n-99999,0.1,3.8\n").encode()
    yield "no numbers", (head + "nan,inf,-inf\n1e5,1e400,--3\n").encode()
    yield "dates", (head + "2011-04-03,0.1,3.8\n").encode()
    yield "exponents", (head + "30,1e-400,3.8e9999\n").encode()


def backups() -> Iterator[tuple[str, bytes]]:
    form = b'{"form": 1, "software": "srns", "made": "2026-01-01"}\n'
    yield "a bomb of zeros", gzip.compress(bytes(200 * 2**20), 1)
    yield "a bomb of blanks", gzip.compress(b" " * (200 * 2**20), 1)
    yield "a bomb of lines", gzip.compress(form + b"{}\n" * 2_000_000, 1)
    yield "a number of 100,000 digits", gzip.compress(b'{"form": ' + b"1" * 100_000 + b"}\n")
    yield "no numbers", gzip.compress(b'{"form": NaN}\n{"rows": Infinity, "sha256": ""}\n')
    yield "another table", gzip.compress(form + b'{"table": "users", "row": {}}\n')
    yield "a row that is a text", gzip.compress(form + b'{"table": "audit", "row": "x"}\n')
    yield "a row that is a list", gzip.compress(form + b'{"table": "audit", "row": [1]}\n')
    yield "keys twice", gzip.compress(b'{"form": 1, "form": [1]}\n')
    yield "rubbish behind it", gzip.compress(form) + b"rubbish"
    yield "two members", gzip.compress(form) + gzip.compress(form)
    yield "bzip2", bz2.compress(form)
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w") as packed:
            packed.writestr("backup", form)
        yield "zip", stream.getvalue()
    yield "a wrong sum", gzip.compress(form)[:-8] + b"\0" * 8
    yield "half a letter", gzip.compress(b'{"form": "\xff\xfe"}\n')


KINDS = {
    "definition": (definitions, ".toml"),
    "overrides": (overrides, ".csv"),
    "recipe": (recipes, ".toml"),
    "statements": (statements, ".toml"),
    "samples": (samples, ".csv"),
    "backup": (backups, ".gz"),
}
