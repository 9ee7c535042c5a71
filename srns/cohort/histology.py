"""Histology as typed, read with negation and "not done", and put into groups.

The grouping can be changed by the user; the words as typed are always kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from srns.cohort.terms import fold

NOT_DONE = "not done"
"""What a person may answer for words that say that there was no biopsy."""

_MINIMAL_CHANGE = re.compile(
    r"minimalchange(nephroticsyndrome|nephropathy|glomerulopathy|disease|ns)?s?(mcd|mcns)?"
    r"|minimallesion(disease)?|lipoidnephrosis|nildisease|mcd|mcns"
    r"|minimal(veränderung(en)?|läsionen|läsion)(glomerulonephritis|gn)?|lipoidnephrose"
    r"|(lésions?|lesiones|lesões|lesioni|lesión|lesão)(glomérulaires?)?(minimes|mínimas|minime)"
    r"|(cambios|alterações|enfermedadde(cambios)?|doençade)?(lesiones|lesões|cambios)?(mínimos|mínimas)"
    r"|minimaldeğişiklik(hastalığı)?|minimallezyon|微小病变([型性]?肾(小球)?病)?|微小変化(型)?(ネフローゼ症候群)?"
    r"|(болезнь)?минимальны[ехй]+изменени[йея]|미세변화(형|신증후군|병)?|zmianyminimalne"
    r"|minimaleafwijkingen|minimalelaesies"
)
_SEGMENTAL = re.compile(
    r"fsgs|focal(and|&)?segmental(glomerulo)?(sclerosis|hyalinosis)(andhyalinosis)?"
    r"|segmental(and)?focal(glomerulo)?sclerosis|focal(glomerulo)?sclerosis"
    r"|segmental(glomerulo)?sclerosis|collapsingglomerulopathy"
    r"|fokal(e)?(und)?segmentale?(glomerulo)?sklerose|fokalsklerosierende"
    r"|hyalinosesegmentaireetfocale|glomérulosclérosesegmentaireetfocale"
    r"|glomeruloesclerosis(focaly?segmentaria|segmentariay?focal)"
    r"|glomerul[oó]?es?cleros[ei]segmentarefocal|glomeruloesclerose(segmentarefocal|focalesegmentar)"
    r"|glomerulosclerosifocale?(e)?segment(ale|aria)|fokalsegmentalglomerüloskleroz"
    r"|局灶性?节段性?(肾小球)?硬化(症)?|巣状(分節性)?糸球体硬化(症)?"
    r"|фсгс|фокальн[оы][йе]?сегментарн[а-я]*(гломеруло)?склероз[а-я]*|(국소|초점)?분절(성)?사구체경화(증)?"
    r"|ogniskowesegmentalne(stwardnienie|szkliwienie)kłębuszków"
)
_SHORT_MINIMAL = re.compile(
    r"\b(?:(?:sn)?lgm|dlm|lhm|sncm|mdh|mlh|бми|нсми)\b|^\W*ecm\W*$", re.IGNORECASE
)
"""Abbreviations of minimal change, each as its country prints it.

French LGM and SNLGM (CRMR SNI, Nice), Portuguese DLM (MSD manual) and LHM (UFOP), Spanish SNCM
(Hospital Vargas) and ECM (American Kidney Fund), which alone is no matrix, Turkish MDH
(kidneyeducation.com) and MLH (izmircocuknefroloji.com). German MCGN is not here: in English it is
mesangiocapillary.
"""
_SHORT_SEGMENTAL = re.compile(r"\b(?:fgs|g(?:efs|esf|fs|sfs|ssf)|hsf)\b", re.IGNORECASE)
"""Abbreviations of FSGS, each as its country prints it.

Spanish GEFS (MIBE) and GFS (American Kidney Fund), Portuguese GESF (BMJ Best Practice), Italian
GSFS (G. Virga) and GSSF (Wikipedia), French HSF (UNESS).
"""
_OTHER = re.compile(
    r"\biga|\bigm|\bc1q|c3g|\bme?[sz]p(?:gn|go|rgn)\b|mesangi|mesang|membran|mpgn|mcgnii|\bmn\b|\bmgn\b|\bdms\b|lupus"
    r"|alport|finnish|congenital|\bhsp\b|henoch|proliferat|normal|tubul|amyloid|thin|global"
    r"|sclerosis|crescent|interstitial|\bother\b|膜性|系膜|autre|otra|altro|andere|sonstige",
    re.IGNORECASE,
)
_NO = (
    r"no(?!\.?\W*\d)|not|without|w/o|negative for|neg(?:ative)? for|rules? out"
    r"|ruled out(?=\s+\w)|r/o"
    r"|excludes?|excluding"
    r"|absence of|never|denies|kein(?:e|en)?|ohne|nicht|sans|pas de|sin|sem|senza|non|nessun\w*"
    r"|não|ningun\w*|aucune?"
)
_BEFORE = re.compile(rf"(?<![^\W_])(?:{_NO})(?![^\W_])|无|非", re.IGNORECASE)
_BEHIND = re.compile(
    r"\b(?:excluded|ruled out|not seen|absent|unlikely|negative|ausgeschlossen|exclue?s?"
    r"|descartad[ao]"
    r"|excluíd[ao]|esclus[ao]|yok|dışlandı)\b|なし|除外",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    rf"[,;()\[\]|]|\bbut\b|\bwith\b(?!out)|\baber\b|\bmais\b|\bpero\b|(?=(?<![^\W_])(?:{_NO})(?![^\W_]))",
    re.IGNORECASE,
)
_STAIN = (
    r"(?:ig\s?[amg]|c1q|c3c?|c4d?|if|immuno(?:fluorescence|staining|histochemistry)?|deposits?)"
)
_STAIN_NEGATIVE = re.compile(
    rf"(?:(?:negative|neg\.?)\s+(?:for\s+)?{_STAIN}(?![^\W_])"
    rf"|(?<![^\W_]){_STAIN}(?:\s*(?:,|and|&|/)\s*{_STAIN})*"
    r"\s*(?:is|was|were|staining|stain|deposits?|:)?\s*[(\[]?\s*-?\s*"
    r"(?:(?:neg|absent|not seen|nil|none|negativ[eo]?|négati[fv]e?|yok|阴性|陰性)(?![^\W_])"
    r"|[-–−](?!\s*\w))\.?[)\]]?)",
    re.IGNORECASE,
)
"""A stain that was negative, which says nothing against the lesion that is named with it."""
_NOT_DONE = re.compile(
    r"(?:(?:kidney |renal )?biops\w*|histolog\w*)?\W*\b(?:not (?:yet )?(?:done|performed|available"
    r"|taken"
    r"|obtained)|no(?:t)? biops\w*|unbiopsied|refused|declined|contraindicated|pending|awaited"
    r"|nicht (?:durchgeführt|erfolgt|biopsiert)|keine biopsie|non (?:faite|réalisée)|pas de biopsie"
    r"|no (?:realizad[ao]|se realizó)|sin biopsia|não (?:realizad[ao]|feit[ao])|sem biópsia"
    r"|non eseguit[ao]|yapılmadı)\b.*|.*(?:未做|未行|未施行|未実施|미시행).*|n/?d"
    r"|не (?:проводилась|выполнялась|сделана).*",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\?|\b(?:possible|possibly|probable|probably|suspected|suspicion|likely|vs\.?|versus|or|early"
    r" features|fraglich|verdacht|v\.a\.|suspicion|posible|provável|probabile|olası)(?:\b|(?<=\.))",
    re.IGNORECASE,
)


def says_not_done(typed: str) -> bool:
    """Return whether the words say that there was no biopsy.

    >>> says_not_done("biopsy not performed"), says_not_done("no FSGS")
    (True, False)
    """
    return bool(_NOT_DONE.fullmatch(" ".join(typed.split())))


def without_negated(typed: str) -> str:
    """Return the words without what they say was not seen.

    >>> without_negated("MCD, negative for FSGS"), without_negated("rule out FSGS")
    ('MCD', '')
    >>> without_negated("MCD IgM negative")
    'MCD'
    """
    bare = _STAIN_NEGATIVE.sub(" ", typed)
    typed = bare if bare.strip(" .,;:()-") else typed
    clauses = [part.strip() for part in _CLAUSES.split(" ".join(typed.split())) if part]
    kept = [one for one in clauses if not _BEFORE.match(one) and not _BEHIND.search(one)]
    return " ".join(one for one in kept if one.strip(" .:-"))


@dataclass(frozen=True)
class HistologyGrouping:
    """Grouping of histology as typed.

    Attributes
    ----------
    name
        Name of the grouping, shown with every table that uses it.
    groups
        Groups, in the order of the tables.
    exact
        Folded words as typed that the user has assigned to a group.
    """

    name: str = "MCD, MCD variant, FSGS, other"
    groups: tuple[str, ...] = ("MCD", "MCD variant", "FSGS", "other")
    exact: Mapping[str, str] = field(default_factory=dict)

    def group(self, typed: str | None) -> str | None:
        """Return the group; None where nothing was typed, seen or done.

        >>> HISTOLOGY.group("MCD/IgM"), HISTOLOGY.group("Minimal change disease")
        ('MCD variant', 'MCD')
        >>> HISTOLOGY.group("MCD (no IgM)"), HISTOLOGY.group("no FSGS")
        ('MCD', None)
        """
        if typed is None or not typed.strip():
            return None
        if fold(typed) in self.exact:
            return self.exact[fold(typed)]
        seen = without_negated(typed)
        if says_not_done(typed) or not seen:
            return None
        seen = _SHORT_MINIMAL.sub("MCD", seen)
        folded = fold(seen)
        minimal = _MINIMAL_CHANGE.search(folded)
        segmental = _finds_segmental(seen, folded)
        if minimal and not segmental:
            rest = _MINIMAL_CHANGE.sub("", folded, count=1)
            rest = re.sub(r"^(classic|pure|typical)|(classic|pure|typical|only|alone)$", "", rest)
            return "MCD variant" if rest else "MCD"
        # FSGS together with minimal change in one biopsy counts as FSGS: the lesion was seen.
        return "FSGS" if segmental else "other"

    def is_understood(self, typed: str) -> bool:
        """Return whether the words leave no question which group they mean.

        They do where nothing in them is known, where they doubt, or say only what was not seen.

        >>> words = ("FSGS", "FSGS?", "no FSGS", "FSGZ", "no biopsy")
        >>> [HISTOLOGY.is_understood(one) for one in words]
        [True, False, False, False, True]
        """
        if fold(typed) in self.exact or says_not_done(typed):
            return True
        seen = without_negated(typed)
        if not seen or _DOUBT.search(seen):
            return False
        seen = _SHORT_MINIMAL.sub("MCD", seen)
        known = _MINIMAL_CHANGE.search(fold(seen)) or _finds_segmental(seen, fold(seen))
        return bool(known or _OTHER.search(seen))


def _finds_segmental(seen: str, folded: str) -> bool:
    return bool(_SEGMENTAL.search(folded) or _SHORT_SEGMENTAL.search(seen))


HISTOLOGY = HistologyGrouping()
