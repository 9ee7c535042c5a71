"""Texts that could tell who a child is: names, numbers, dates, places, in any script or digits.

A text is made plain before any pattern sees it, and no pattern can go back over what it has read:
each repeats a class at most a few times, or is followed by what cannot be in the class.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from srns.privacy.identifier_patterns import matches
from srns.privacy.plain_text import has_odd_signs, has_unseen, make_plain
from srns.privacy.vocabulary import is_known

LONGEST = 60
"""Text of more characters is a sentence, whatever its column is called."""

_MONTHS = (
    *("january", "february", "april", "june", "july", "august", "september", "october"),
    *("november", "december", "jan", "feb", "apr", "jun", "jul", "aug", "sept", "sep", "oct"),
    *("nov", "dec", "januar", "jänner", "februar", "märz", "mai", "juni", "juli", "oktober"),
    *("dezember", "janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre"),
    *("octobre", "novembre", "décembre", "enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "janeiro"),
    *("fevereiro", "março", "maio", "junho", "julho", "setembro", "outubro", "novembro"),
    *("dezembro", "gennaio", "febbraio", "aprile", "maggio", "giugno", "luglio", "settembre"),
    *("ottobre", "dicembre", "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz"),
    *("ağustos", "eylül", "ekim", "kasım", "aralık", "января", "февраля", "марта", "апреля"),
    *("мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_ANNOUNCING = (
    *("mr", "mrs", "ms", "miss", "master", "dr", "prof", "sir", "madam", "herr", "frau", "mme"),
    *("mlle", "monsieur", "madame", "señor", "señora", "sra", "sig", "signor", "signora"),
    *("mother", "father", "mum", "mom", "dad", "sister", "brother", "parent", "parents", "son"),
    *("daughter", "twin", "aunt", "uncle", "grandmother", "grandfather", "mutter", "vater"),
    *("mère", "père", "madre", "padre", "hijo", "hija", "dob", "born", "geb", "geboren", "née"),
    *("nacido", "nacida", "mrn", "nhs", "ssn", "uhid", "name", "named", "surname", "initials"),
    *("called", "phone", "tel", "mobile", "fax", "passport", "aadhaar", "insurance", "tax"),
)
_PLACES = (
    *("address", "street", "road", "avenue", "school", "village", "town", "city", "district"),
    *("county", "province", "postcode", "zip", "straße", "strasse", "rue", "calle", "hospital"),
    *(
        "clinic",
        "krankenhaus",
        "klinik",
        "hôpital",
        "ospedale",
        "lives",
        "resident",
        "from",
        "near",
    ),
)
_LETTERS = r"(?<![^\W\d_])(?:{})(?![^\W\d_])"


def _word(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_LETTERS.format("|".join(map(re.escape, words))), re.IGNORECASE)


_GAP = r"[\s._/\\,:;'’|()+*#~–-]{0,3}"
_IDENTIFYING = (
    ("a date", re.compile(r"\d[年月日년월일]")),
    ("a date", re.compile(rf"\d{{1,2}}{_GAP.replace('0,3', '1,3')}\d{{1,2}}{_GAP}\d{{2}}")),
    ("a date", re.compile(r"(?<![\d.])\d{1,2}[./-]\d{1,2}(?![\d%])")),
    ("a date", _word(_MONTHS)),
    ("a date", re.compile(r"(?<!\w)(?:mar|may)[a-z]{0,2}[ .'-]{0,2}\d", re.IGNORECASE)),
    ("a date", re.compile(r"\d[ .'-]{0,2}(?:mar|may)(?![a-z])", re.IGNORECASE)),
    ("a date", re.compile(r"(?<!\w)\d{0,4}(?:q|kw ?|w|h)\d{1,4}(?!\w)", re.IGNORECASE)),
    ("a date", re.compile(r"(?<![\d.,])\d{1,2}[ _]\d{1,2}(?![\d.,%])")),
    ("a date", re.compile(r"(?<!\w)['’]\d{2}(?!\d)")),
    ("a long number, such as a year, a record or a phone number", re.compile(r"\d{4}")),
    ("a long number, such as a year, a record or a phone number",
     re.compile(rf"\d(?:{_GAP}\d){{4}}")),
    ("an e-mail address", re.compile(r"@")),
    ("a web address", re.compile(r"https?:|www\.|\w\.(?:com|org|net|edu|gov|de|uk|fr)(?!\w)",
                                 re.IGNORECASE)),
    ("a word that comes before a name or a record number", _word(_ANNOUNCING)),
    ("a family", re.compile(r"(?<!\w)(?:child|children|boy|girl|family) of (?!the\b)",
                            re.IGNORECASE)),
)  # fmt: skip
_PLACE = _word(_PLACES)
_NAME_PART = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Between the parts of a name stands a space, a comma or the point of an initial.
_BETWEEN_PARTS = re.compile(r"[.,]? |, ?|\.")


def looks_identifying(text: str, confirmed: Collection[str] = ()) -> str:
    """Return what in a text could identify a child; empty where nothing could.

    Parameters
    ----------
    confirmed
        Words of which a person has said that they name nobody.

    >>> looks_identifying("seen 3.4.2011"), looks_identifying("Müller, Anna")
    ('a date', 'a name')
    >>> looks_identifying("sparsentan"), looks_identifying("MCD (IgM)")
    ('', '')
    """
    if has_unseen(text):
        return "letters that cannot be seen"
    if has_odd_signs(text):
        return "signs that cannot be judged here"
    plain = make_plain(text)
    for what, pattern in _IDENTIFYING:
        if pattern.search(plain):
            return what
    unknown = [word for word in find_unknown_words(plain) if word not in confirmed]
    if _PLACE.search(plain) and any(word[0].isupper() for word in unknown):
        return "a place"
    kind = matches(plain)
    if kind:
        return f"what looks like a {kind}"
    if _has_two_part_name(plain, frozenset(unknown)):
        return "a name"
    return "a word in a script that cannot be judged here" if _has_other_script(unknown) else ""


def why_never_stored(text: str) -> str:
    """Return the reason why a text of a workbook is never stored; empty where a person may say."""
    if len(text) > LONGEST:
        return "a sentence"
    if any(sum(map(str.isdigit, word)) > 3 for word in re.split(r"[\W_]", make_plain(text))):
        return "a long number, such as a year, a record or a phone number"
    return looks_identifying(text)


def find_unknown_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that no vocabulary has, each once.

    >>> find_unknown_words("FSGS, Turin")
    ('Turin',)
    """
    parts = _NAME_PART.findall(make_plain(text))
    return tuple(dict.fromkeys(part for part in parts if not is_known(part)))


def _has_two_part_name(plain: str, unknown: frozenset[str]) -> bool:
    """Return whether two words side by side begin with a capital, and one of them is unknown."""
    parts = list(_NAME_PART.finditer(plain))
    for one, other in pairwise(parts):
        if not _BETWEEN_PARTS.fullmatch(plain[one.end() : other.start()]):
            continue
        both = (one[0], other[0])
        if all(part[0].isupper() for part in both) and not unknown.isdisjoint(both):
            return True
    return False


def _has_other_script(unknown: Collection[str]) -> bool:
    return any(letter.isalpha() and not _is_latin(letter) for word in unknown for letter in word)


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" or letter in "µμαβγ"
