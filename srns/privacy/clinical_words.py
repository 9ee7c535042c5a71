"""Clinical vocabulary: texts of known words, and texts that could identify a child."""

import re
from functools import cache

from srns.cohort import terms
from srns.cohort.dictionary import MISSING_WORDS, SHEETS
from srns.cohort.histology import HISTOLOGY
from srns.cohort.quantities import BOUNDS
from srns.cohort.terms import fold
from srns.privacy.identifier_patterns import matches

# Words that are common in these workbooks and not in the vocabularies of the dictionary.
_MORE = """
    mcd mcns fsgs nos tip collapsing perihilar cellular variant igm iga c1q c3 c4 ana mesangial
    proliferation expansion hypercellularity minimal change disease nephrotic syndrome focal
    segmental glomerulosclerosis sclerosis classic global interstitial fibrosis tubular atrophy
    biopsy not done normal abnormal low high positive negative reduced raised pending unknown none
    variants variant of unknown uncertain significance vus mutation mutations pathogenic likely
    benign heterozygous homozygous compound gene panel nphs1 nphs2 wt1 plce1 trpc6 actn4 inf2 coq8b
    coq6 lamb2 smarcal1 podocin nephrin family history
    white black asian hispanic latino latina african american caucasian arab middle eastern european
    mixed pacific islander native indian chinese japanese korean non
    cr pr nr relapse relapsed remission complete partial persistently persistent nephrotic
    renal kidney function failure eskd esrd ckd dialysis transplant stage died death alive well lost
    follow followed followup up after before during infusion
    infusions course courses failed
    steroid dependent resistant sensitive responsive frequent infrequent
    tac mmf csa ctx cyc rtx mp pred acei arb and or with then plus no yes by on off in at to the
    year years month months week weeks day days once twice thrice three four five times a an per
    daily weekly monthly every other alternate bd bid od qd tid qid qod tds qds prn
    mg g kg ml l m2 m² dl ug µg mcg iu ng hour hours h d wk mo
    simulated printed table text measured urine spot first morning 24h hour blood serum plasma
    initial late primary secondary prior concomitant maintenance rescue male female
    immunosuppressive immunosuppression medication medications drug drugs
"""
_PARTS = re.compile(r"[^\W_]+", re.UNICODE)

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_IDENTIFYING = (
    ("a date", re.compile(r"\b(19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b")),
    ("a date", re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](19|20)?\d\d\b")),
    ("a date", re.compile(rf"\b\d{{1,2}}[. -]*({_MONTHS})[a-z]*\b", re.IGNORECASE)),
    ("a date", re.compile(rf"\b({_MONTHS})[a-z]*\.?[ -]+\d{{1,4}}\b", re.IGNORECASE)),
    ("a year", re.compile(r"(?<![\d.,])(19|20)\d\d(?![\d.,])")),
    ("a long number, such as a record number", re.compile(r"\d(?:[ -]?\d){5,}")),
    ("an e-mail address", re.compile(r"\S@\S")),
    ("a web address", re.compile(r"\bhttps?:|\bwww\.", re.IGNORECASE)),
    (
        "a word that comes before a name or a record number",
        re.compile(
            r"\b(mr|mrs|ms|miss|dr|prof|mother|father|mum|mom|dad|sister|brother|parents?|dob|born|"
            r"mrn|nhs|ssn|name|surname|phone|tel|address|school|hospital no|record no)\b",
            re.IGNORECASE,
        ),
    ),
)


@cache
def _known() -> frozenset[str]:
    """Return every word of the dictionary's vocabularies, folded."""
    phrases: list[str] = [*_MORE.split(), *terms.RESPONSES, *terms.STATUSES, *terms.EVENTS]
    phrases += [*terms.PURPOSES, *MISSING_WORDS, *MISSING_WORDS.values(), *BOUNDS]
    phrases += [*HISTOLOGY.groups, terms.NOT_RECORDED]
    phrases += [*terms.DRUG_SPELLINGS, *terms.DRUG_SPELLINGS.values()]
    for sheet in SHEETS:
        for column in sheet.columns:
            phrases += [column.id, *column.words, *(column.spellings or ())]
            phrases += [column.unit, *column.other_units]
            if column.quantity:
                phrases += column.quantity.units
    words = {fold(phrase) for phrase in phrases}
    words |= {fold(part) for phrase in phrases for part in _PARTS.findall(phrase)}
    return frozenset(words - {""})


def is_clinical(text: str) -> bool:
    """Return whether every word of a text is a known clinical word.

    >>> is_clinical("Tac + MMF"), is_clinical("MCD (IgM), 300 mg/m2"), is_clinical("Anna")
    (True, True, False)
    """
    known = _known()
    if fold(text) in known:
        return True
    return all(
        re.fullmatch(r"\d{1,4}(st|nd|rd|th)?", part) or fold(part) in known
        for part in _PARTS.findall(text)
    )


def looks_identifying(text: str) -> str:
    """Return what in a text could identify a child; empty where nothing could.

    >>> looks_identifying("seen 3.4.2011"), looks_identifying("CR (10.5)")
    ('a date', '')
    """
    found = next((what for what, pattern in _IDENTIFYING if pattern.search(text)), "")
    kind = matches(text)
    return found or (f"what looks like a {kind}" if kind else "")
