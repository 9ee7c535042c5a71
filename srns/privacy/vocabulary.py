"""Words that each column may hold: a text is understood where all its words are of its column.

Words of one column never count in another: "white" is an origin, "gene" belongs to genetics, and a
histology of "Gene White" is a name.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

from srns.cohort import terms
from srns.cohort.dictionary import MISSING_WORDS, find_column
from srns.cohort.histology import HISTOLOGY
from srns.cohort.quantities import QUANTITIES, unit_key
from srns.cohort.terms import fold
from srns.privacy.measures import (
    MOST_NUMBERED,
    MOST_SPELLED,
    NumberedClause,
    is_spelled,
    may_be_measures,
)
from srns.privacy.plain_text import has_odd_signs, has_unseen, make_plain

_LINKING = """
    and or with without no not non none of by to then plus only also both yes is was the a an in on
    at for per possible probable likely suspected unclear unknown unk uncertain pending recorded
    normal abnormal negative positive neg pos done tested performed available reported
    word
"""
_GRADED = "mild moderate severe early late diffuse focal segmental global few some"
_WORDS: Mapping[str, str] = {
    "histology": """
        mcd mcns fsgs nos tip lesion collapsing perihilar cellular variant variants igm iga igg c1q
        c3 minimal change disease changes nephrotic syndrome nephropathy glomerulopathy
        glomerulosclerosis focal segmental sclerosis sclerosing classic pure typical global
        mesangial mesangioproliferative proliferation proliferative expansion hypercellularity
        interstitial fibrosis tubular atrophy biopsy dms igmn fgs lipoid nephrosis membranous
        membranoproliferative mpgn mn gn glomerulonephritis diffuse immune complex deposits deposit
        stain staining positivity glomeruli glomerular rule out exclude excluded after initial
        second repeat first light electron microscopy immunofluorescence foot process effacement
        podocyte podocytopathy congenital finnish type kidney renal end stage other
    """,
    "genetics": """
        gene genes genetic genetics testing test panel exome genome sequencing sequenced mutation
        mutations variant variants significance vus pathogenic benign heterozygous homozygous
        hemizygous compound carrier novel biallelic monoallelic de novo found detected identified
        identify all known whole wes wgs ngs nphs1 nphs2 wt1 plce1 trpc6 actn4 inf2 coq8b coq6 coq2
        adck4 lamb2 smarcal1 cd2ap myo1e ptpro podxl nup93 nup107 nup205 arhgdia magi2 lmx1b itga3
        itgb4 col4a3 col4a4 col4a5 cubn pax2 podocin nephrin steroid resistant nephrotic syndrome
        refused declined sent awaited awaiting family history
    """,
    "origin": """
        white black asian hispanic latino latina latinx latin african american caucasian arab arabic
        middle east eastern north south central southeast european europe mixed multiracial biracial
        pacific islander native indigenous indian chinese japanese korean pakistani bangladeshi
        vietnamese filipino turkish maori aboriginal caribbean maghrebi persian jewish ashkenazi
        roma other race ethnicity more than one
    """,
    "outcome": """
        cr pr nr sr complete partial remission response responder relapse relapses relapsed
        relapsing frequent frequently infrequent rare persistent persistently nephrotic range
        syndrome proteinuria renal kidney function impaired reduced stable failure end stage eskd
        esrd esrf ckd dialysis transplant transplanted transplantation haemodialysis hemodialysis
        peritoneal stage died death dead deceased alive well lost follow followed up followup last
        after before during since infusion infusions course courses dose doses ctx iv treatment
        therapy off steroid steroids dependent dependence independent resistant resistance sensitive
        responsive failed sustained new onset years year yrs yr y months month mo weeks week wk days
        day d free under
    """,
    "time": """
        after before during since first second third last infusion infusions course courses dose
        doses ctx iv treatment therapy start end months month mo weeks week wk days day years year
        reached never remission
    """,
    "complement": """
        low high raised elevated reduced decreased increased borderline normocomplementaemia mg dl
        g l gl mgdl u ml iu titre titer speckled homogeneous within limits range not measured c3 c4
        ana weak weakly trace n wnl ve detected
    """,
    "source": """
        lab labs laboratory local central hospital clinic ward outpatient inpatient home diary
        parent parents family app strip dipstick device simulated table figure text chart record
        records export printed external reference first second other paper supplement
    """,
    "specimen": """
        urine serum plasma blood spot morning void random collection timed overnight catheter bag
        clean catch hour hours h midstream first second sample
    """,
    "dose unit": """
        mg g kg mcg µg ug ng ml l m2 m² iu u units unit tablet tablets tab tabs capsule capsules cap
        day daily d dose week body surface area weight percent mmol
    """,
    "frequency": """
        once twice thrice one two three four five six times time x a an per each every other
        alternate second third day days daily d week weeks weekly w wk month months monthly year
        hour hours hourly h night nightly morning evening bd bid od qd tid qid qod tds qds qam qhs
        prn eod bw needed single dose doses pulse pulses continuous tapering taper as
    """,
    "drug": """
        oral po iv intravenous pulse pulses low high dose doses drug drugs immunosuppressant
        immunosuppression immunosuppressive medication treatment therapy followed later cni
        calcineurin inhibitor inhibitors acei arb ace steroid steroids cs ivig infusion infusions
        course courses cycle cycles failed stopped ongoing switched
    """,
}
_OF_COLUMN: Mapping[str, str] = {
    "race_ethnicity": "origin",
    "histology": "histology",
    "histology_group": "histology",
    "genetic_testing": "genetics",
    "prior_immunosuppression": "drug",
    "drug": "drug",
    "drug_typed": "drug",
    "recorded_response": "outcome",
    "recorded_outcome": "outcome",
    "recorded_time_to_remission_words": "time",
    "recorded_time_to_remission_months": "time",
    "c3": "complement",
    "c4": "complement",
    "ana": "complement",
    "source": "source",
    "specimen": "specimen",
    "dose_unit": "dose unit",
    "frequency": "frequency",
}
"""Which words a column of text may hold; a column that is not here holds codes or numbers."""
_GRADES = ("histology", "complement")
# In these, a small number belongs to each clause: years in remission, 1:80, every 12 hours.
_NUMBERED = ("outcome", "time", "complement", "frequency", "source")
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d)?")
_LEVEL = re.compile(r"[<>]?\d{1,3}(?:[.,]\d{1,2})?|1:(?:10|20|40|80|160|320|640|1280|2560)")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_PLUSES = re.compile(r"[1-4]?\+{1,4}")
# A number that is joined to something may be a date: 3/IV, '11.
_JOINED = re.compile(r"\d[/_'’-]|[/_'’-]\d")
# Single letters, or points and dashes, side by side may spell a name.
_LETTER_BY_LETTER = re.compile(r"(?:(?<![^\W_])[^\W\d_](?![^\W_])[\W_]{0,3}){3}")
_MORSE = re.compile(r"(?:[._*|-]{1,8}\s{1,3}){2}[._*|-]")
_CLAUSE = re.compile(r"[;)]")
# One or more letters, digits and the signs that belong to a number or a unit.
_TOKEN = re.compile(r"[^\W_]+(?:[.,:]\d+)*|[<>]\d+(?:[.,]\d+)?|\++")


def kind_of(column: str) -> str:
    """Return which words a column may hold; empty where it holds no words.

    >>> kind_of("histology"), kind_of("dose")
    ('histology', '')
    """
    return _OF_COLUMN.get(column, "")


def is_understood(text: str, column: str) -> bool:
    """Return whether every word of a text is one that its column may hold.

    >>> is_understood("MCD (IgM)", "histology"), is_understood("CR (10.5)", "recorded_outcome")
    (True, True)
    >>> is_understood("Gene White", "histology"), is_understood("MCD 20391147", "histology")
    (False, False)
    """
    kind = kind_of(column)
    if not kind or len(text) > 120 or has_unseen(text) or has_odd_signs(text):
        return False
    plain = make_plain(text)
    if _LETTER_BY_LETTER.search(plain) or _MORSE.search(plain):
        return False
    if plain.casefold() in MISSING_WORDS or fold(plain) in _phrases(kind):
        return True
    return not (kind in _NUMBERED and _JOINED.search(plain)) and _has_known_words(plain, kind)


def _has_known_words(plain: str, kind: str) -> bool:
    clauses = [_tokens(clause) for clause in _CLAUSE.split(plain)]
    if not any(clauses):
        return False
    numbered = []
    for tokens in clauses:
        # Two numbers side by side may be a date, a record number or a phone number.
        numbers = [token for token in tokens if not _is_word(token, kind)]
        if len(numbers) > 1 or not all(_is_number(token, kind) for token in numbers):
            return False
        if numbers:
            numbered.append(NumberedClause(tuple(tokens), numbers[0]))
    spelled = sum(is_spelled(token) for tokens in clauses for token in tokens)
    return spelled <= MOST_SPELLED and _may_be_numbered(numbered, kind)


def _may_be_numbered(numbered: Sequence[NumberedClause], kind: str) -> bool:
    if kind == "complement":
        return len(numbered) <= MOST_NUMBERED and all(len(each.tokens) > 1 for each in numbered[1:])
    return not numbered or (kind in _NUMBERED and may_be_measures(numbered))


def find_drugs(text: str) -> tuple[str, ...]:
    """Return the drugs that are named in a text, each once, in their order.

    >>> find_drugs("Tac, then Dr Smith gave mycophenolate mofetil")
    ('tacrolimus', 'mycophenolate mofetil')
    """
    return _find_terms(text, terms.DRUG_SPELLINGS)


def says_steroid_dependent(text: str) -> bool:
    """Return whether a text says that the child is steroid dependent, and nothing against it.

    >>> says_steroid_dependent("steroid-dependent"), says_steroid_dependent("not steroid dependent")
    (True, False)
    """
    words = [token.casefold() for token in _tokens(make_plain(text))]
    denied = {"no", "not", "non", "never", "without"} & set(words)
    return not denied and any(
        one == "steroid" and other in ("dependent", "dependence", "dependency")
        for one, other in pairwise(words)
    )


def is_known(word: str) -> bool:
    """Return whether a word is in the vocabulary of any column, or links words of them."""
    return fold(word) in _every_word()


def _find_terms(text: str, spellings: Mapping[str, str]) -> tuple[str, ...]:
    tokens = _tokens(make_plain(text[:400]))
    found: list[str] = []
    at = 0
    while at < len(tokens):
        for length in (3, 2, 1):
            term = spellings.get(fold("".join(tokens[at : at + length])))
            if term and at + length <= len(tokens):
                found.append(term)
                at += length - 1
                break
        at += 1
    return tuple(dict.fromkeys(found))


def _tokens(plain: str) -> list[str]:
    return _TOKEN.findall(plain)


def _is_word(token: str, kind: str) -> bool:
    folded = fold(token)
    if folded in _words(kind):
        return True
    if kind == "dose unit":
        return any(unit_key(token) == unit_key(unit) for one in QUANTITIES.values()
                   for unit in one.units)  # fmt: skip
    if kind in _GRADES and _PLUSES.fullmatch(token):
        return True
    return not folded and set(token) <= {"+"}


def _is_number(token: str, kind: str) -> bool:
    if kind == "complement":
        return bool(_LEVEL.fullmatch(token))
    return bool(_NUMBER.fullmatch(token) or _ORDINAL.fullmatch(token))


@cache
def _words(kind: str) -> frozenset[str]:
    """Return the single words of a kind, folded."""
    listed = f"{_LINKING} {_GRADED if kind == 'histology' else ''} {_WORDS[kind]}".split()
    if kind == "drug":
        names = terms.DRUG_SPELLINGS.values()
        listed += [*terms.DRUG_SPELLINGS, *(part for name in names for part in name.split())]
    return frozenset(map(fold, listed))


@cache
def _phrases(kind: str) -> frozenset[str]:
    """Return whole texts of a kind, folded, in all languages of the dictionary."""
    drug = (*terms.DRUG_SPELLINGS, *map(fold, terms.DRUG_SPELLINGS.values()))
    listed = {
        "outcome": (*terms.RESPONSE_SPELLINGS, *map(fold, (*terms.RESPONSES, *terms.STATUSES)),
                    *terms.EVENT_SPELLINGS),
        "drug": drug,
        "histology": tuple(map(fold, HISTOLOGY.groups)),
        "source": tuple(terms.DIARY_SPELLINGS),
        "specimen": tuple(find_column("Labs", "specimen").spellings or ()),
    }  # fmt: skip
    return frozenset(listed.get(kind, ())) - {""}


@cache
def _every_word() -> frozenset[str]:
    words = set().union(*(_words(kind) for kind in _WORDS))
    for event in (*terms.EVENTS, *terms.RESPONSES, *terms.STATUSES, *terms.PURPOSES):
        words |= set(map(fold, event.split()))
    return frozenset(words)
