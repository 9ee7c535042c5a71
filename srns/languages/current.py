"""Language in use: the one that was chosen for this work, else what the application finds."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = MappingProxyType(
    {
        ENGLISH: "English",
        "es": "Español",
        "fr": "Français",
        "pt": "Português",
        "de": "Deutsch",
        "zh": "中文",
    }
)
"""The name of each language in itself, by its code; English is the language of the messages."""

FONT_PACKAGES: Mapping[str, str] = MappingProxyType({"zh": "pylopdf_fonts_zh_cn"})
"""By language whose letters the usual fonts of PDF and PNG files lack: the package of one that has
them. Where it is not installed, such files are English."""

_chosen: ContextVar[str | None] = ContextVar("language", default=None)
_finders: list[Callable[[], str | None]] = []


def current_language() -> str:
    """Return the code of the language in use: English unless one was chosen or is found.

    >>> current_language()
    'en'
    """
    chosen = _chosen.get()
    if chosen is None and _finders:
        chosen = _finders[-1]()
        _chosen.set(chosen)
    return chosen or ENGLISH


def use_language(code: str | None) -> None:
    """Choose the language of this thread or task; with None it is found anew."""
    _chosen.set(code)


def find_language_by(find: Callable[[], str | None]) -> None:
    """Set what finds the language where none was chosen, as in a new thread of a visitor.

    Parameters
    ----------
    find
        Returns None where it knows of none: then it is asked again.
    """
    _finders[:] = [find]


@contextlib.contextmanager
def language(code: str) -> Iterator[None]:
    """Use a language inside a `with` block.

    >>> with language("de"):
    ...     current_language()
    'de'
    """
    before = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(before)


def language_of_fonts() -> str:
    """Return the language in use, or English where PDF and PNG files have no letters for it.

    >>> with language("de"):
    ...     language_of_fonts()
    'de'
    """
    code = current_language()
    return ENGLISH if code in FONT_PACKAGES and font_folder(code) is None else code


def font_folders() -> list[str]:
    """Return the folders of the fonts that are installed for PDF and PNG files."""
    return [str(folder) for code in FONT_PACKAGES if (folder := font_folder(code)) is not None]


@lru_cache
def font_folder(code: str) -> Path | None:
    """Return where the font of a language is; None where its package is not installed."""
    found = find_spec(FONT_PACKAGES[code])
    return Path(found.origin).parent if found is not None and found.origin else None


def nearest_language(asked: str | None) -> str:
    """Return the language that fits the locale of a browser; English where none does.

    >>> nearest_language("de-AT"), nearest_language("zh_TW"), nearest_language("sv"), \
    nearest_language(None)
    ('de', 'zh', 'en', 'en')
    """
    code = (asked or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH
