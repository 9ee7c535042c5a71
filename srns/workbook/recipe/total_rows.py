"""Rows of totals below the rows of the children, in the languages of the headings."""

import re
import unicodedata

from srns.workbook.values.text import clean

_WORDS = (
    # English
    "(?:grand |overall |sub)?totals?|sum|mean|median|average|avg|sd|std|std.? ?dev(?:iation)?"
    "|standard deviation|iqr|range|min|max|minimum|maximum|count|all (?:patients|children)"
    # German
    "|gesamt|insgesamt|summe|mittel|mittelwert|mw|durchschnitt|standardabweichung|spannweite"
    "|anzahl"
    # French
    "|somme|moyenne|moy|mediane|ecart type|etendue|effectif"
    # Spanish, Portuguese, Italian
    "|suma|soma|somma|totale|media|mediana|promedio|desviacion(?: estandar| tipica)?"
    "|desvio(?: padrao)?|deviazione(?: standard)?|rango|minimo|maximo|massimo"
    # Turkish, transliterated Hindi
    "|toplam|ortalama|medyan|ortanca|standart sapma|ausat"
)
_LATIN = re.compile(rf"(?:{_WORDS})\b\s*[:=]?.*|n\s*[:=].*|n")
# Without spaces behind a word: Chinese, Japanese; and Hindi, whose vowel signs are marks.
_OTHER = re.compile(
    r"(?:平均|均值|合[计計]|[总總総][计計]|小[计計]|中位[数值數]|中央値|[标標]准?準?[差偏]差?|例数|最小|最大"
    r"|कुल|योग|औसत|माध्य).*"
)
_CODE = re.compile(r"[^\W\d_]{2,3}[ _-]?\d+")
"""Initials and a number are a child, also where the initials are those of a statistic."""
_LONGEST = 30


def names_total(value: object) -> bool:
    """Return whether the first cell of a row says that it sums up the rows above.

    >>> [names_total(lead) for lead in ("Média", "Mittelwert:", "n = 12", "平均值", "N 12")]
    [True, True, True, True, False]
    >>> [names_total(lead) for lead in ("SD", "SD 3.2", "SD 9791", "Total 12")]
    [True, True, False, True]
    """
    lead = clean(value)
    if len(lead) >= _LONGEST or lead.isdigit() or _CODE.fullmatch(lead):
        return False
    letters = unicodedata.normalize("NFKD", lead.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = plain.replace("-", " ")
    return bool(_LATIN.fullmatch(plain) or _OTHER.fullmatch(lead))


_RANGE = re.compile(
    r"(?:normal|reference|ref\.?|norm)[ -]*(?:range|values?|interval|limits?)?s?"
    r"|normwerte?|ref\.?-?bereich"
    r"|referenz(?:bereich|werte?)|valeurs? (?:de référence|normales)|normes?|réf\.?"
    r"|valores? (?:de refer[eê]ncia|normales|normais)|referencia|referência"
    r"|valori (?:di riferimento|normali)|referans(?: aralığı| değerleri?)?|참고치|정상범위"
    r"|参考(?:值|范围|区间|値)|基準値|正常値|(?:参考|标准|正常|基準)?値?[上下]限(?:値|值)?"
    r"|(?:normal|reference|ref\.?|range)[ _-]*(?:min|max|low|high|lower|upper)\.?"
    r"|(?:lower|upper)[ _-]*(?:limit|bound)(?: of normal)?|untergrenze|obergrenze"
    r"|referenz(?:en)?|referenti(?:e|ewaarden?)|referenční meze|referensintervall",
    re.IGNORECASE,
)
_FLAG = re.compile(
    r"(?:[\d./\- ]*\d[ _-]+)?(?:(?:abnormal |abn\.? )?flags?|h/l|kennz(?:eichen|\.)?"
    r"|(?:异常)?(?:标记|标志|提示)|判定|标识)",
    re.IGNORECASE,
)


def names_range(text: str) -> bool:
    """Return whether a text announces the normal range of a laboratory.

    >>> names_range("Reference"), names_range("Ref. range"), names_range("Normal weight")
    (True, True, False)
    """
    return _RANGE.fullmatch(text.strip(" :")) is not None


def names_flag(text: str) -> bool:
    """Return whether a text announces the flags of a laboratory, perhaps of one day.

    >>> names_flag("Flag"), names_flag("2025-08-06_标记"), names_flag("Red flags")
    (True, True, False)
    """
    return _FLAG.fullmatch(text.strip(" :")) is not None
