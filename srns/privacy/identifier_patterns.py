"""Patterns of names, record numbers, birth dates and addresses, and how each is masked."""

import datetime
import re
from collections.abc import Callable

from srns.cohort.terms import fold

Fits = Callable[[object], bool]

# Each repeats a class at most so many times, and begins where the class begins: a cell of spaces,
# digits or letters is read once and never gone back over (tests/privacy/test_growth.py).
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,60}[A-Za-z]{2}")
_PHONE = re.compile(
    r"(?<![\w.])(?:(?:tel|phone|mobile|mob|cell|handy|fax)\w{0,8}[.:]?\s{0,3}\+?"
    r"\d[\d ()/.-]{5,20}\d"
    r"|\+\d{1,3}[ (/.-]{0,3}\d[\d ()/.-]{6,20}\d|00\d{2}[ /.-]\d[\d ()/.-]{6,20}\d"
    r"|\(0?\d{2,5}\)[ -]?\d[\d -]{4,20}\d|0\d{2,4}[ /]\d[\d ]{5,20}\d)(?!\w)",
    re.IGNORECASE,
)
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\s{1,3}[A-Za-z]{3,9}\.?\s{1,3}\d{4})"
_BORN = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born|geb(?:oren)?\.?|née? le|nacid[oa]|nat[oa])"
    rf"(?: on| am| el| il)?\s{{0,3}}[:=]?\s{{0,3}}{_DAY}",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:mrn|nhs|uhid|urn|hosp(?:ital)?|chart|medical record|case)"
    r"\s{0,3}(?:no\.?|number|nr\.?|#)?\s{0,3}[:#=]?\s{0,3}[A-Z]{0,3}[\d-]{5}",
    re.IGNORECASE,
)
_NHS = re.compile(r"\b(\d{3})[ -](\d{3})[ -](\d{4})\b")
_SSN = re.compile(r"(?<!\d[-])\b\d{3}-\d{2}-\d{4}\b(?![-]\d)")
_TITLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Master|Herr|Frau|Mme|Mlle|Sra?|Sig(?:\.ra)?)\.?\s{1,3}"
    r"[A-ZÀ-Ý][\w'’-]{2}"
)
_WORD = r"[^\W\d_][^\W\d_'’.-]*(?:['’-][^\W\d_]+)*\.?"
_NAME = re.compile(rf"{_WORD}(?:(?:,\s*|\s+){_WORD}){{1,4}}")
_ONE_WORD = re.compile(r"[^\W\d_][^\W\d_'’-]+(?:['’-][^\W\d_]+)*")
# A few capitals and digits are as often the code of a center as a name.
_SITE = re.compile(r"(?:[A-Z]{1,4}|\d+)(?:[ -](?:[A-Z]{1,4}|\d+))*")
_NOT_NAMES = frozenset(
    (
        *("patient", "child", "subject", "case", "control", "case-control", "boy", "girl"),
        *("male", "female", "total", "mean", "median", "unknown", "yes", "no", "example", "n/a"),
        *("mcd", "fsgs", "unit", "normal", "range", "note", "notes", "visit", "baseline"),
        "follow-up",
    )
)
_LONG_NUMBER = 7


def looks_like_a_name(value: object) -> bool:
    """Return whether a patient's identifier is a person's name.

    >>> looks_like_a_name("Müller, Anna"), looks_like_a_name("Anna"), looks_like_a_name("P01")
    (True, True, False)
    """
    if type(value) is not str:
        return False
    text = value.strip()
    words = {word.casefold().strip(".,") for word in text.split()}
    if not text or _SITE.fullmatch(text) or words & _NOT_NAMES or len(text) > 60:
        return False
    if _NAME.fullmatch(text):
        return sum(word[:1].isupper() for word in text.split()) >= 2
    return (
        bool(_ONE_WORD.fullmatch(text))
        and len(text) > 2
        and text[0].isupper()
        and (text[1:].islower() or len(text) > 5)
    )


def record_number_in_identity(value: object) -> bool:
    """Return whether a patient's identifier is a number as long as a hospital's.

    >>> record_number_in_identity(40123456.0), record_number_in_identity("1001-003")
    (True, False)
    """
    if isinstance(value, bool):
        return False
    text = f"{value:.0f}" if isinstance(value, int | float) else str(value).strip()
    return text.isdigit() and len(text) >= _LONG_NUMBER


def _is_filled(value: object) -> bool:
    return bool(str(value).strip()) and not isinstance(value, bool)


def _is_word(value: object) -> bool:
    if type(value) is not str:
        return False
    text = value.strip()
    letters = sum(letter.isalpha() for letter in text)
    known = text.casefold() in _NOT_NAMES or fold(text) in HEADERS or fold(text) in IDENTITY_HEADERS
    return letters >= 2 and not known and not any(letter.isdigit() for letter in text)


def _is_number(value: object) -> bool:
    if isinstance(value, bool | datetime.date):
        return False
    return sum(letter.isdigit() for letter in str(value)) >= 4


def _is_phone(value: object) -> bool:
    text = f"{value:.0f}" if isinstance(value, float) else str(value)
    return sum(letter.isdigit() for letter in text) >= 6


def _is_day(value: object) -> bool:
    if isinstance(value, datetime.date):
        return True
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 10_000 <= value <= 60_000
    return bool(re.search(_DAY, str(value)) or re.fullmatch(r"\s*(19|20)\d\d\s*", str(value)))


def _make_headers() -> dict[str, tuple[str, Fits]]:
    words: dict[str, tuple[Fits, str]] = {
        "name": (
            _is_word,
            "name;full name;patient name;patient's name;name of patient;child name;child's name;"
            "first name;last name;family name;given name;forename;surname;middle name;maiden name;"
            "initials;patient initials;mother;mother's name;father;father's name;parent;parents;"
            "guardian;next of kin;vorname;nachname;familienname;nom;prénom;prenom;nombre;apellido;"
            "apellidos;cognome;nome",
        ),
        "record number": (
            _is_number,
            "mrn;mr no;mr number;medical record number;medical record no;record number;record no;"
            "hospital number;hospital no;hosp no;hosp number;hospital id;uhid;ip no;op no;chart no;"
            "chart number;nhs number;nhs no;nhs;ssn;social security number;insurance number;"
            "national id;aadhaar;passport;passport number;fallnummer;patientennummer;"
            "versichertennummer;codice fiscale;cedula;dni;curp;unit number;unit no",
        ),
        "birth date": (
            _is_day,
            "dob;d.o.b.;date of birth;birth date;birthdate;birthday;born;born on;geburtsdatum;"
            "geburtstag;date de naissance;fecha de nacimiento;data di nascita;"
            "data de nascimento;patient dob",
        ),
        "e-mail": (_is_filled, "email;e-mail;email address;e-mail address;mail"),
        "phone": (
            _is_phone,
            "phone;phone no;phone number;telephone;tel;tel no;mobile;mobile no;mobile number;"
            "cell phone;contact;contact no;contact number;telefon;handy;telefono;teléfono;fax",
        ),
        "address": (
            _is_filled,
            "address;home address;street;postcode;post code;postal code;zip;zip code;adresse;"
            "anschrift;plz;strasse;straße;dirección;indirizzo",
        ),
    }
    return {
        fold(word): (kind, fits)
        for kind, (fits, names) in words.items()
        for word in names.split(";")
    }


_IDENTITIES = (
    *("patient", "patient id", "patient no", "patient number", "patient code", "patient #", "id"),
    *("pt", "pt id", "pt no", "study id", "study no", "study number", "subject", "subject id"),
    *("child", "case", "case no", "record id", "participant", "patients", "no", "nr"),
)
IDENTITY_HEADERS = frozenset(map(fold, _IDENTITIES))
HEADERS = _make_headers()


def matches(text: str, *, identity: bool = False) -> str | None:
    """Return the kind of identifier in a text, or None.

    Parameters
    ----------
    text
        Text of one cell.
    identity
        Whether the cell is in the column that names the patients, where numbers are expected.

    Examples
    --------
    >>> matches("mother: a.b@example.org"), matches("DOB 3/4/2001"), matches("MCD/IgM")
    ('e-mail', 'birth date', None)
    """
    if len(text) < 5:
        return None
    if "@" in text and _EMAIL.search(text):
        return "e-mail"
    digits = any(letter.isdigit() for letter in text)
    if digits:
        if _BORN.search(text):
            return "birth date"
        if _RECORD.search(text) or _SSN.search(text) or _is_nhs(text):
            return "record number"
        if not identity and _PHONE.search(text):
            return "phone"
    return "name" if _TITLED.search(text) else None


def _is_nhs(text: str) -> bool:
    """Return whether a text holds an NHS number, by its check digit."""
    for match in _NHS.finditer(text):
        digits = [int(digit) for digit in "".join(match.groups())]
        check = 11 - sum(digit * (10 - at) for at, digit in enumerate(digits[:9])) % 11
        if check % 11 == digits[9] and check != 10:
            return True
    return False


def mask(value: object, kind: str) -> str:
    """Return an identifier with all but enough to recognize it hidden.

    >>> mask("Anna Müller", "name"), mask("40123456", "record number")
    ('A••• M•••', '•••56')
    >>> mask(datetime.date(2001, 4, 3), "birth date"), mask("a.b@example.org", "e-mail")
    ('••••-••-••', 'a•••@•••')
    """
    if kind == "birth date":
        return "••••-••-••"
    text = f"{value:.0f}" if isinstance(value, float) else str(value).strip()
    if kind == "e-mail":
        found = _EMAIL.search(text)
        return f"{(found[0] if found else text)[:1]}•••@•••"
    if kind in ("record number", "phone"):
        return "•••" + "".join(letter for letter in text if letter.isalnum())[-2:]
    return " ".join(f"{word[0]}•••" for word in text.split()[:3])
