"""Text encodings: how the bytes of a text file are read as letters, and what it is called."""

import re

from charset_normalizer import from_bytes

from srns.languages.sentences import nsentence

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_OTHER_SCRIPTS = {
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp932": "Shift JIS (Japanese)",
    "cp949": "EUC-KR (Korean)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp874": "Windows-874 (Thai)",
}
_SAMPLE = 50_000
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_RUN = re.compile(rb"[\x80-\xff]+")
_LONG = 4
_IN_RUNS = 0.5
"""Above this share of the bytes beyond ASCII that stand four or more in a row, the letters are of
another script: accents of Latin letters stand alone, or by twos, between plain letters. The first
line is weighed alone as well: what comes again in every row, as "男" for the sex, may be short."""
_TURKISH = re.compile(rb"[\xdd\xfd\xf0\xfe\xde\xd0]")
"""The six bytes that Windows-1254 gives to Turkish letters and Windows-1252 to Icelandic ones."""


def decode_text(content: bytes) -> tuple[str | None, str]:
    """Read bytes as text.

    A byte order mark decides; then UTF-16 without one, UTF-8, and UTF-8 with some broken letters.
    What is none of these is in an older encoding of one script, which the bytes only suggest.

    Returns
    -------
    tuple of str or None, and str
        The text, None where it contradicts its byte order mark; and the name of the encoding, for
        a person to confirm.
    """
    for mark, encoding, name in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding), name
    text = _decode_unmarked_utf16(content)
    if text is not None:
        return text, "UTF-16"
    text = _decode_as(content, "utf-8")
    if text is not None:
        return text, "UTF-8"
    return _decode_broken_utf8(content) or _decode_older(content)


def _decode_as(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decode_unmarked_utf16(content: bytes) -> str | None:
    head = content[:2000]
    if len(content) % 2 or head.count(0) <= len(head) // 4:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decode_as(content, encoding)
        if text is not None and "\x00" not in text and (text.isprintable() or "\n" in text):
            return text
    return None


def _decode_broken_utf8(content: bytes) -> tuple[str, str] | None:
    """Read UTF-8 of which a few letters are broken; None where most would be."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    whole = len(_BEYOND_ASCII.findall(text)) - broken
    if whole < 3 * broken:
        return None
    return text, nsentence(
        "UTF-8 with {n} unreadable letter, shown as \ufffd",
        "UTF-8 with {n} unreadable letters, shown as \ufffd",
        broken,
    )


def _decode_older(content: bytes) -> tuple[str, str]:
    """Read an encoding of one byte a letter, or of two as in East Asia."""
    lines = [line for line in content[:_SAMPLE].splitlines() if not line.isascii()]
    sample = b"\n".join(lines)
    if any(map(_is_of_other_script, (sample, *lines[:1]))):
        for match in from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS)):
            text = _decode_as(content, match.encoding)
            if text is not None:
                return text, _OTHER_SCRIPTS[match.encoding]
    if _TURKISH.search(sample):
        text = _decode_as(content, "cp1254")
        if text is not None:
            return text, "Windows-1254 (Turkish)"
    text = _decode_as(content, "cp1252")
    return (text, "Windows-1252") if text is not None else (content.decode("latin-1"), "Latin-1")


def _is_of_other_script(sample: bytes) -> bool:
    """Return whether most bytes beyond ASCII stand in long runs, of which there are several."""
    runs = _RUN.findall(sample)
    long = [len(run) for run in runs if len(run) >= _LONG]
    return len(long) > 1 and sum(long) > _IN_RUNS * sum(map(len, runs))
