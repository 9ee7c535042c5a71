"""The words of the field: responses, histology, drugs and events, and the spellings seen.

A grouping is an object that a user may change; the words as typed are always kept beside it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

COMPLETE = "complete remission"
PARTIAL = "partial remission"
NONE = "no response"
UNCLASSIFIED = "unclassified"
NOT_EVALUABLE = "not evaluable"
RESPONSES = (COMPLETE, PARTIAL, NONE, UNCLASSIFIED, NOT_EVALUABLE)
LETTERS: Mapping[str, str] = MappingProxyType(
    {COMPLETE: "CR", PARTIAL: "PR", NONE: "NR", UNCLASSIFIED: "UC", NOT_EVALUABLE: "NE"}
)

DEATH = "death"
KIDNEY_FAILURE = "kidney failure"
RELAPSED = "relapsed"
NOT_IN_REMISSION = "not in remission"
UNKNOWN = "unknown"
STATUSES = (COMPLETE, PARTIAL, RELAPSED, NOT_IN_REMISSION, KIDNEY_FAILURE, DEATH, UNKNOWN)

NOT_RECORDED = "not recorded"

EVENTS = (
    "relapse",
    KIDNEY_FAILURE,
    "dialysis",
    "transplant",
    DEATH,
    "infection",
    "hospital admission",
    "haemorrhagic cystitis",
    "alopecia",
    "other",
)
PURPOSES = ("prior", "concomitant", "maintenance", "rescue")


def fold(text: str) -> str:
    """Fold case, spacing and punctuation away, so that spellings of one word meet.

    >>> fold("Up/c (mg/mg)")
    'upcmgmg'
    """
    return re.sub(r"[\W_]+", "", text.casefold())


def _spellings(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return MappingProxyType(
        {fold(spelling): name for name, others in words.items() for spelling in (name, *others)}
    )


RESPONSE_SPELLINGS = _spellings(
    {
        COMPLETE: ("CR", "complete response", "full remission"),
        PARTIAL: ("PR", "partial response"),
        NONE: ("NR", "non responder", "nonresponse", "no remission", "none", "non-responder"),
    }
)
SEX_SPELLINGS = _spellings({"male": ("m", "boy"), "female": ("f", "girl")})
RESISTANCE_SPELLINGS = _spellings(
    {"initial": ("primary", "early"), "late": ("secondary", "acquired")}
)
PURPOSE_SPELLINGS = _spellings(
    {
        "prior": ("previous", "before", "pre"),
        "concomitant": ("concurrent", "during"),
        "maintenance": ("after", "post"),
        "rescue": (),
    }
)
EVENT_SPELLINGS = _spellings(
    {
        "relapse": ("relapsed",),
        KIDNEY_FAILURE: (
            "ESKD",
            "ESRD",
            "end stage kidney disease",
            "end-stage renal disease",
            "CKD 5",
            "CKD5",
            "renal failure",
        ),
        "dialysis": ("haemodialysis", "hemodialysis", "peritoneal dialysis", "KRT", "RRT"),
        "transplant": (
            "kidney transplant",
            "renal transplant",
            "transplantation",
            "kidney transplantation",
        ),
        DEATH: ("died", "dead", "deceased"),
        "infection": (),
        "hospital admission": ("hospitalisation", "hospitalization", "admission", "hospital"),
        "haemorrhagic cystitis": ("hemorrhagic cystitis",),
        "alopecia": ("hair loss",),
        "other": (),
    }
)
ENDS_IN_KIDNEY_FAILURE = (KIDNEY_FAILURE, "dialysis", "transplant")

DRUG_SPELLINGS = _spellings(
    {
        "tacrolimus": ("tac", "FK506", "FK-506", "Prograf", "Advagraf"),
        "ciclosporin": (
            "cyclosporine",
            "cyclosporin",
            "CsA",
            "cyclosporine A",
            "ciclosporine",
            "Neoral",
            "Sandimmune",
        ),
        "mycophenolate mofetil": ("MMF", "CellCept", "mycophenolate"),
        "mycophenolate sodium": ("Myfortic", "MPS", "mycophenolic acid", "MPA", "EC-MPS"),
        "rituximab": ("RTX", "MabThera", "Rituxan"),
        "ofatumumab": (),
        "obinutuzumab": (),
        "cyclophosphamide": (
            "CTX",
            "CYC",
            "CPM",
            "Cytoxan",
            "Endoxan",
            "oral CTX",
            "oral cyclophosphamide",
            "IV CTX",
            "IV cyclophosphamide",
        ),
        "methylprednisolone": (
            "MP",
            "IVMP",
            "IV MP",
            "Solu-Medrol",
            "methyl prednisolone",
            "IV methylprednisolone",
        ),
        "prednisone": (),
        "prednisolone": ("pred", "PDN", "Orapred"),
        "levamisole": (),
        "azathioprine": ("AZA", "Imuran"),
        "chlorambucil": ("Leukeran",),
        "enalapril": (),
        "lisinopril": (),
        "ramipril": (),
        "losartan": (),
        "none": ("no drug", "no treatment", "nil", "no immunosuppression", "off treatment"),
    }
)


def find_drug(typed: str) -> str | None:
    """Find the drug behind a word as typed, or None where the word is not known.

    >>> find_drug("Myfortic")
    'mycophenolate sodium'
    """
    return DRUG_SPELLINGS.get(fold(typed))


@dataclass(frozen=True)
class HistologyGrouping:
    """How histology as typed is put into groups.

    Attributes
    ----------
    name
        What the grouping is called wherever a table is made by it.
    groups
        The groups in the order in which tables show them.
    exact
        Folded words as typed that a user has put into a group by hand.
    """

    name: str = "MCD, MCD variant, FSGS, other"
    groups: tuple[str, ...] = ("MCD", "MCD variant", "FSGS", "other")
    exact: Mapping[str, str] = field(default_factory=dict)

    def group(self, typed: str | None) -> str | None:
        """Give the group, or None where nothing was typed.

        >>> HISTOLOGY.group("MCD/IgM"), HISTOLOGY.group("Minimal change disease")
        ('MCD variant', 'MCD')
        """
        if typed is None or not typed.strip():
            return None
        folded = fold(typed)
        if folded in self.exact:
            return self.exact[folded]
        minimal = _MINIMAL_CHANGE.search(folded)
        segmental = _SEGMENTAL.search(folded)
        if minimal and not segmental:
            rest = _MINIMAL_CHANGE.sub("", folded, count=1)
            rest = re.sub(r"^(classic|pure|typical)|(classic|pure|typical|only|alone)$", "", rest)
            return "MCD variant" if rest else "MCD"
        # FSGS beside minimal change in one biopsy is FSGS: it was seen.
        return "FSGS" if segmental else "other"


_MINIMAL_CHANGE = re.compile(
    r"minimalchange(nephroticsyndrome|nephropathy|glomerulopathy|disease|ns)?s?(mcd|mcns)?|mcd|mcns"
)
_SEGMENTAL = re.compile(r"fsgs|focal(and)?segmentalglomerulosclerosis|focalsclerosis")

HISTOLOGY = HistologyGrouping()
