"""Catalogues of messages: extracted from the code, brought up to date, compiled.

`python -m tests.languages.catalogues` writes them: after a message has changed, and after a
translation has; with the code of a language that one alone. It takes Babel, which the application
does not need.
"""

import datetime
import io
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from srns.languages.current import ENGLISH, LANGUAGES
from srns.languages.messages import DOMAIN, LOCALE

ROOT = Path(__file__).parents[2]
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
TRANSLATED = tuple(code for code in LANGUAGES if code != ENGLISH)
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "mark": None,
    "sentence": None,
    "nsentence": (1, 2),
    "shortened": None,
    "say": None,
}
_NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_COMMENT = "Translators:"
_HEADER = "# Messages of srns; see docs/languages.md.\n#"


def sources() -> list[Path]:
    """Return the files that may have messages."""
    return [
        ROOT / "app.py",
        *sorted((ROOT / "pages").glob("*.py")),
        *sorted((ROOT / "srns").rglob("*.py")),
    ]


def extracted() -> Catalog:
    """Return every message of the code, in the order of the files."""
    found = Catalog(project=DOMAIN, header_comment=_HEADER, charset="utf-8")
    for path in sources():
        place = path.relative_to(ROOT).as_posix()
        for _line, message, comments, context in extract_from_file(
            "python", path, keywords=_KEYWORDS, comment_tags=[_COMMENT]
        ):
            found.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    for path in sorted((ROOT / "srns" / "rules" / "published").glob("*.toml")):
        for remark in remarks(tomllib.loads(path.read_text("utf-8"))):
            found.add(remark, locations=[(path.relative_to(ROOT).as_posix(), None)])
    return found


def remarks(part: object) -> Iterator[str]:
    """Yield what we say in a definition file; names, sources and quotes stay as they are."""
    if isinstance(part, list):
        for each in part:
            yield from remarks(each)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in ("notes", "borrowed", "unverified"):
                yield str(value)
            else:
                yield from remarks(value)


def path_of(code: str) -> Path:
    """Return where the translations into a language stand."""
    return LOCALE / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=None if path == TEMPLATE else path.parents[1].name)


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as text, the same for the same messages: without a date."""
    target = io.BytesIO()
    write_po(target, catalogue, width=100, omit_header=True, include_lineno=False)
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"\n' if catalogue.locale else ""
    language = f'"Language: {catalogue.locale}\\n"\n' if catalogue.locale else ""
    header = (
        f'{_HEADER}\nmsgid ""\nmsgstr ""\n"Project-Id-Version: srns\\n"\n{language}{plural}'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + target.getvalue()


def is_translated(message: Message) -> bool:
    """Return whether a message has every form that the language needs."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the application reads it: what is not translated is left out."""
    whole = Catalog(
        locale=catalogue.locale,
        charset="utf-8",
        project=DOMAIN,
        creation_date=_NO_DATE,  # the same bytes for the same messages
        revision_date=_NO_DATE,
    )
    for message in catalogue:
        if message.id and is_translated(message):
            whole.add(message.id, message.string, context=message.context)
    target = io.BytesIO()
    write_mo(target, whole)
    return target.getvalue()


def update(codes: Iterable[str] = TRANSLATED) -> None:
    """Write the template, and catalogues with its messages; what is not translated is empty."""
    template = extracted()
    TEMPLATE.write_bytes(written(template))
    for code in codes:
        path = path_of(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = read_catalogue(path) if path.exists() else Catalog(locale=code)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path.write_bytes(written(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(read_catalogue(path)))
        left = sum(not is_translated(each) for each in catalogue if each.id)
        print(f"{code}: {left} of {len(catalogue)} messages are not translated yet")


if __name__ == "__main__":
    update(sys.argv[1:] or TRANSLATED)
