"""Plain names of what no quantity has a name for, such as "mean albumin"."""

from srns.workbook.headings.vocabulary import roles

_ORDER = ("person", "collection", "specimen", "analyte", "drug", "identity", "topic")
_FIRST = frozenset(
    (
        *("mean", "median", "minimum", "maximum", "target", "corrected", "cumulative"),
        *("fractional", "logarithm"),
    )
)
_UNSPOKEN = frozenset(("and", "or", "not", "at", "until", "since", "of"))
_NAMES = {
    "mother": "mother's",
    "father": "father's",
    "24-hour": "24-hour",
    "12-hour": "12-hour",
    "first-morning": "first-morning",
    "upcr": "urine protein/creatinine ratio",
    "acr": "urine albumin/creatinine ratio",
    "albumin-globulin": "albumin/globulin ratio",
    "pcr": "PCR",
    "crp": "C-reactive protein",
    "egfr": "eGFR",
    "csf": "CSF",
    "bmi": "BMI",
    "z-score": "z-score",
    "followup": "follow-up",
    "logarithm": "logarithm of",
}


def show_concept(concept: str) -> str:
    """Return the words for a concept.

    >>> show_concept("uric-acid"), show_concept("protein/albumin"), show_concept("followup")
    ('uric acid', 'protein/albumin ratio', 'follow-up')
    """
    if "/" in concept:
        return f"{concept} ratio"
    return _NAMES.get(concept, concept.replace("-", " "))


def name_concepts(concepts: frozenset[str], unit: str) -> str:
    """Return a plain name of concepts that no quantity has.

    >>> name_concepts(frozenset({"height", "mother"}), "cm")
    "mother's height in cm"
    """
    known = roles()

    def place(concept: str) -> tuple[int, str]:
        role = "analyte" if "/" in concept else known.get(concept, "")
        if concept in _FIRST:
            return -1, concept
        return (_ORDER.index(role) if role in _ORDER else len(_ORDER)), concept

    said = concepts - _UNSPOKEN
    if any("ratio" in show_concept(each) for each in said - {"ratio"}):
        said -= {"ratio"}
    return " ".join(map(show_concept, sorted(said, key=place))) + (f" in {unit}" if unit else "")
