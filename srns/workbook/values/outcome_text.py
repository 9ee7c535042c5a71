"""Outcomes in words: the loss of the kidneys or of the child that "ESKD" or "died" tells of."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from srns.cohort.terms import ACUTE_WORDS, DEATH, EVENT_WORDS, LOSES_KIDNEY

_PARTS = re.compile(r"[;,/()+>]|\s[-–]\s|->|→|\b(?:and|then|und|et|con|mit|on)\b")
_NOT = re.compile(
    r"\b(?:no|not|never|without|kein\w*|nicht|ohne|pas de|sans|non|sin|sem|nao|senza|nessun\w*)\b"
    r"|无|無|未"
)
_BESIDE = re.compile(
    r"\b(?:in|at|post|after|since|from|status|auf|an der|sous|en|em|su|to|the|a|of|for|due|now|is"
    r"|progress\w*|developed|reached|evolved|advanced|needs|required|received|underwent|chronic"
    r"|permanent|stage|first|second|successful|failed|living|deceased donor|donor|related|renal"
    r"|kidney|year\w*|months?|days?|weeks?|age|aged|yrs?|mo|yo|y|m|d|j|ans?|jahre\w*|anos|anni"
    r"|nach|seit|od|sedan|sinds|apres|depuis|desde|dopo|dal|depois|started|began|begun|commenced"
    r"|initiated|begonnen|begin|debut\w*|le|du|am|il|el|inici\w*|iniziat\w*"
    r"|oldu|basladi|(?:jan|feb|fev|mar|apr|avr|abr|may|mai|jun|jul|aug|aou|ago|sep|set|oct|okt|out"
    r"|nov|dec|dez|dic)\w{0,7}\.?(?=[\s,]*\d))\b|[\d.:%~=\s\-–年月日岁歳]+"
)
_ASIDE = re.compile(
    r"\b(?:"
    + "|".join(map(str.lower, ACUTE_WORDS))
    + r"|akut\w*|aigue?s?|agud[ao]s?|acut[ao]|await\w*|pending|plan\w*|list|listed|waiting"
    r"|candidate|evaluat\w*|consider\w*|risk|impending|refus\w*|declin\w*"
    r"|(?:grand)?(?:mother|father|parent)\w*|sibling\w*|sister\w*|brother\w*|family|twin"
    r"|uncle|aunt|cousin)\b|なし|否"
)
"""What is of an acute illness, was only planned, or is about somebody else."""
_DOUBT = re.compile(rf"\?|\b(?:stop\w*|nearly|almost|possibl\w*|probabl\w*)\b|{_ASIDE.pattern}")
_SHORT = {"hd": "dialysis", "pd": "dialysis", "tx": "transplant"}
"""Words that stand for other things, too: they are asked about, and never read as an event."""
_SHORT_WORDS = re.compile(
    rf"(?<!kidney )(?<!renal )(?<![\w-])(?:{'|'.join(_SHORT)})\b(?! r[eé]nal)", re.IGNORECASE
)
_SENTENCES = re.compile(r"[.;!?。；]\s+|[\r\n。；]+")
_CROSSED = re.compile(r"(?P<cross>[+†✝])\s*(?:am |le |on )?\d[\d./\- ]*")
"""A cross before a date, as in "† 3/2019"; a plus may be one."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_MOST_LETTERS = 200
"""Longer texts are notes, in which a word says too little of what happened."""


@dataclass(frozen=True)
class OutcomeEvent:
    """An event that an outcome tells of.

    Attributes
    ----------
    event
        Kidney failure, dialysis, transplant or death.
    is_certain
        Whether the words say that it happened; not of "awaiting transplant".
    """

    event: str
    is_certain: bool


@cache
def _words() -> re.Pattern[str]:
    """Return a pattern of every word for one of the events, the longest first."""
    parts = (
        re.escape(word) if not word.isascii() else rf"(?<![^\W\d_]){re.escape(word)}(?![^\W_])"
        for word in sorted(_events(), key=len, reverse=True)
    )
    return re.compile("|".join(parts))


@cache
def _events() -> dict[str, str]:
    long = {_plain(word): event for event in LOSES_KIDNEY for word in (event, *EVENT_WORDS[event])}
    return {**_SHORT, **long}


def find_outcome_events(text: str) -> tuple[OutcomeEvent, ...]:
    """Return the events that end a remission of a child's own kidneys, as an outcome names them.

    What the words deny is left out. Each event stands once, the first one first.

    >>> [(one.event, one.is_certain) for one in find_outcome_events("ESKD; on dialysis")]
    [('kidney failure', True), ('dialysis', True)]
    >>> find_outcome_events("CR, no dialysis"), find_outcome_events("awaiting transplant")
    ((), (OutcomeEvent(event='transplant', is_certain=False),))
    """
    typed = _plain(text) if len(text) <= _MOST_LETTERS else ""
    if crossed := _CROSSED.fullmatch(typed):
        return (OutcomeEvent(DEATH, crossed["cross"] != "+"),)
    if not _words().search(typed):
        return ()
    in_doubt = _DOUBT.search(typed) is not None
    found: dict[str, bool] = {}
    for part in _PARTS.split(typed):
        denied = _NOT.search(part)
        said = part[: denied.start()] if denied else part
        for match in _words().finditer(said):
            event = _events()[match[0]]
            plain = match[0] not in _SHORT and not in_doubt
            is_certain = plain and _says_only(said, match, event)
            found[event] = found.get(event, False) or is_certain
    return tuple(OutcomeEvent(*one) for one in found.items())


def find_noted_events(text: str) -> tuple[OutcomeEvent, ...]:
    """Return the events that a note speaks of, sentence by sentence, however long it is.

    A note may be about anything: "HD" and "PD" in it are rather a dose and a drug, and what was
    planned, acute or of the family is left out.

    >>> find_noted_events("Tac stopped. Died 3/2019 (sepsis). Parents informed.")
    (OutcomeEvent(event='death', is_certain=True),)
    >>> find_noted_events("PD 20 mg; no dialysis"), find_noted_events("her mother died")
    ((), ())
    """
    found: dict[str, bool] = {}
    for said in _SENTENCES.split(text):
        if _ASIDE.search(_plain(said)):
            continue
        for one in find_outcome_events(_SHORT_WORDS.sub(" ", said)):
            found[one.event] = found.get(one.event, False) or one.is_certain
    return tuple(OutcomeEvent(*one) for one in found.items())


def find_told_events(text: str) -> tuple[OutcomeEvent, ...]:
    """Return the events of a note about a whole table; a sentence with a year surely tells of one.

    Such a note is as often a legend, and may name the child in its own words.

    >>> [one.is_certain for one in find_told_events("ESRD: end stage. Patient A had died by 2020.")]
    [False, True]
    """
    found: dict[str, bool] = {}
    for said in _SENTENCES.split(text):
        for one in find_noted_events(said):
            certain = one.is_certain or _YEAR.search(said) is not None
            found[one.event] = found.get(one.event, False) or certain
    return tuple(OutcomeEvent(*one) for one in found.items())


def _says_only(part: str, match: re.Match[str], event: str) -> bool:
    """Return whether nothing but times and the like stands beside the word of an event.

    Behind the word for a death, its cause may.
    """
    before = _words().sub("", part[: match.start()])
    behind = "" if event == DEATH else _words().sub("", part[match.end() :])
    return not _BESIDE.sub("", before).strip() and not _BESIDE.sub("", behind).strip()


def _plain(text: str) -> str:
    """Return a text in small letters, without accents, its spaces and hyphens alike.

    >>> _plain("Décédé"), _plain("end-stage  renal disease")
    ('decede', 'end stage renal disease')
    """
    # Without its accents the Turkish word for "died" is the one for "became".
    died = unicodedata.normalize("NFC", text.casefold()).replace("öldü", "oeldue")
    parts = unicodedata.normalize("NFKD", died)
    bare = "".join(each for each in parts if not unicodedata.combining(each))
    return " ".join(re.sub(r"(?<=\w)-(?=\w)", " ", bare.replace("s/p", "post")).split())
