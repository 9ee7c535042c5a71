"""Names of sheets and columns that are of one drug alone."""

import re

from srns.cohort.terms import find_drug
from srns.workbook.values.text import clean

_BESIDE_DRUG = frozenset(
    (
        *("dose", "doses", "dosing", "dosage", "infusion", "infusions", "therapy", "treatment"),
        *("treatments", "date", "dates", "day", "days", "course", "courses", "cycle", "cycles"),
        *("given", "start", "started", "starts", "list", "log", "iv", "oral", "po", "pulse"),
        *("pulses", "of", "sheet", "table", "data", "gaben", "gabe", "therapie", "dosis", "dosen"),
        *("perfusions", "perfusion", "traitement", "tratamiento", "tratamento", "infusiones"),
        *("infusões", "terapia", "infusioni", "doz", "dozları", "tedavi", "tedavisi", "1st"),
        *("first", "second", "third", "2nd", "3rd", "4th", "last", "administration"),
        *("administrations", "initiation", "begin", "beginn", "début", "inicio", "início"),
        *("tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule", "capsules", "syrup"),
        *("inj", "injection", "injections", "bolus", "boluses", "intravenous", "low", "high"),
        *("daily", "alternate", "maintenance", "cp", "comprimés", "tabletten", "kapseln"),
    )
)
_BESIDE_CHINESE = re.compile(
    "冲击|静脉|静滴|口服|治疗|胶囊|注射液|注射|大剂量|小剂量|疗法|片|パルス|点滴|静注|内服|療法|カプセル|錠"
)
_WORDS = re.compile(r"[^\W_]+(?:-[^\W\d_]+)*")


def find_named_drug(text: str) -> str:
    """Return the one drug that a name is of, each other word only saying how it is given.

    Empty where a name is of none or of several, or says more, as "Tac levels" does.

    >>> find_named_drug("RTX infusions"), find_named_drug("Tac levels"), find_named_drug("Labs")
    ('rituximab', '', '')
    >>> find_named_drug("CYC IV"), find_named_drug("环磷酰胺冲击")
    ('cyclophosphamide', 'cyclophosphamide')
    """
    whole = find_drug(clean(text)) or find_drug(_BESIDE_CHINESE.sub("", clean(text)))
    if whole:
        return "" if whole == "none" else whole
    words = _WORDS.findall(clean(text).casefold())
    drugs = {found for word in words if (found := find_drug(word)) is not None}
    rest = [word for word in words if find_drug(word) is None and not word.isdecimal()]
    plain = all(word in _BESIDE_DRUG for word in rest)
    return drugs.pop() if len(drugs) == 1 and "none" not in drugs and plain else ""


def find_drug_as_given(text: str) -> str:
    """Return the drug of a text that says nothing else but how it is given; empty where it does.

    >>> find_drug_as_given("CYC IV"), find_drug_as_given("Tac 01/2020"), find_drug_as_given("Tac?")
    ('cyclophosphamide', '', 'tacrolimus')
    """
    return find_drug(text) or ("" if any(map(str.isdigit, text)) else find_named_drug(text))
