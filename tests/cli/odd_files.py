"""Odd definitions, recipes, overrides, statements, samples and backups, made to break a reader."""

import gzip
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "srns" / "rules" / "published" / "haddad_2021.toml"
DEEP = 5_000

# What any file can be spoilt with: a name, and the text.
TEXTS: dict[str, str] = {
    "nothing": "",
    "spaces": " " * 200_000,
    "newlines": "\n" * 200_000,
    "letters": "a" * 200_000,
    "digits": "9" * 200_000,
    "brackets": "a = " + "[" * DEEP,
    "closed brackets": "a = " + "[" * DEEP + "]" * DEEP,
    "braces": "a = " + "{a = " * DEEP,
    "sections": "[" + ".".join("a" * 1 for _ in range(20_000)) + "]",
    "dotted key": ".".join(["a"] * 20_000) + " = 1",
    "spaced dotted key": " . ".join(["a"] * 10_000) + " = 1",
    "quoted dotted key": ".".join(['"a"'] * 10_000) + " = 1",
    "many sections": "[[response]]\n" * 20_000,
    "long key": "a" * 300_000 + " = 1",
    "long text": 'id = "' + "x" * 300_000 + '"',
    "401 digits": "version = " + "9" * 401,
    "401 digits after a point": "version = 0." + "1" * 401,
    "large exponent": "version = 1e400",
    "bad date": "version = 2011-02-30",
    "open string": 'id = "abc',
    "open long string": 'id = """' + "a\n" * 50_000,
    "escapes": 'id = "' + "\\u0041" * 30_000 + '"',
    "surrogate": 'id = "\\ud800"',
    "zero bytes": "\x00" * 10_000,
    "separators": ";,;\t" * 50_000,
    "quotes": '"' * 100_001,
    "commas": "," * 300_000,
    "right to left": "\u202e" * 10_000,
}


def _definition(**changed: str) -> str:
    text = SHIPPED.read_text("utf-8")
    for old, new in changed.items():
        text = text.replace(old, new)
    return text


def definitions() -> Iterator[tuple[str, bytes]]:
    yield from _all()
    number = "9" * 401
    limits = (
        f"< {number} mg/mg",
        f"< 0.{number} mg/mg",
        "<" * 50_000,
        " " * 50_000,
        "< 0.2 " * 9999,
    )
    for place, limit in enumerate(limits, 1):
        yield f"limit {place}", _definition(**{"< 0.2 mg/mg": limit}).encode()
    yield "days", _definition(**{"occasions = 3": f"occasions = {'9' * 30}"}).encode()
    yield "window", (f"albumin_window_days = {'9' * 25}\n" + _definition()).encode()


def overrides() -> Iterator[tuple[str, bytes]]:
    yield from _all()
    head = "patient,response,reason,by\n"
    yield "a long reason", (head + f"1,CR,{'x' * 100_000},AB\n").encode()
    yield "a long child", (head + f"{'1' * 100_000},CR,why,AB\n").encode()
    yield "a long response", (head + f"1,{'C' * 100_000},why,AB\n").encode()
    yield "a long heading", (head.strip() + "," + "x" * 100_000 + "\n1,CR,why,AB,1\n").encode()
    yield "a number as a child", f"[[override]]\npatient = {'9' * 39}\n".encode()


def recipes() -> Iterator[tuple[str, bytes]]:
    yield from _all()
    yield "a long version", f"recipe = {'9' * 39}".encode()
    yield "a text as tables", b'recipe = 1\ntable = "x"'
    yield "numbers as tables", b"recipe = 1\ntable = [1, 2]"
    yield "a table of tables", b"recipe = 1\n[table]\ncolumn = 1"
    yield "a long sheet", f'recipe = 1\n[[table]]\nsheet = "{"x" * 100_000}"'.encode()


def statements() -> Iterator[tuple[str, bytes]]:
    yield from _all()
    said = '[[statement]]\nsays = "x"\n'
    yield "deep brackets", (said + f'value = "1"\nhow = "{"(" * 20_000}"').encode()
    yield "a long sum", (said + f'value = "1"\nhow = "{"1+" * 20_000}1"').encode()
    yield "a long value", (said + f'value = "{"9" * 5000}"\nhow = "n"').encode()
    yield "not not", (said + f'value = "1"\nhow = "n where {"not " * 5000}a"').encode()


def samples() -> Iterator[tuple[str, bytes]]:
    yield from _all()
    head = "day,upcr,albumin\n"
    yield "digits of a result", (head + f"30,{'9' * 100_000},3.8\n").encode()
    yield "digits of a day", (head + f"{'9' * 100_000},0.1,3.8\n").encode()
    yield "a long unit", (head + f"30,0.1 {'m' * 100_000},3.8\n").encode()
    yield "signs", (head + f"30,{'<' * 100_000},3.8\n").encode()


def backups() -> Iterator[tuple[str, bytes]]:
    for name, content in _all():
        yield name, gzip.compress(content)
    yield "not packed", b"abc"
    yield "cut", gzip.compress(b'{"form": 1}\n' * 1000)[:-20]
    yield "deep", gzip.compress(b"[" * 100_000)
    yield "a list", gzip.compress(b"[1, 2]\n")
    yield "a text", gzip.compress(b'"x"\n')
    yield "no table", gzip.compress(b'{"form": 1}\n{"row": 1}\n')


def _all() -> Iterator[tuple[str, bytes]]:
    for name, text in TEXTS.items():
        yield name, text.encode("utf-8", "surrogatepass")


KINDS = {
    "definition": (definitions, ".toml"),
    "overrides": (overrides, ".toml"),
    "overrides.csv": (overrides, ".csv"),
    "recipe": (recipes, ".toml"),
    "statements": (statements, ".toml"),
    "statements.csv": (statements, ".csv"),
    "samples": (samples, ".csv"),
    "backup": (backups, ".gz"),
}
