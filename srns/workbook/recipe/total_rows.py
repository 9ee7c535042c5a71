"""Rows of totals below the rows of the children, in the languages of the headings."""

import re
import unicodedata

_WORDS = (
    # English
    "total|sum|mean|median|average|avg|sd|std|standard deviation|iqr|range|min|max|count"
    # German
    "|gesamt|summe|mittel|mittelwert|durchschnitt|standardabweichung|spannweite|anzahl"
    # French
    "|somme|moyenne|moy|mediane|ecart type|etendue"
    # Spanish, Portuguese, Italian
    "|suma|soma|somma|totale|media|mediana|promedio|desviacion|desvio|desvio padrao|deviazione"
    "|rango|minimo|maximo|massimo|minimum|maximum"
    # Turkish, transliterated Hindi
    "|toplam|ortalama|medyan|standart sapma|ausat"
)
_LATIN = re.compile(rf"(?:{_WORDS})\b\s*[:=]?.*|n\s*[:=].*|n")
_HAN = re.compile(
    r"(?:平均|均值|合[计計]|[总總]計?计?|中位数|中央値|[标標]准?準?[差偏]差?|最小|最大).*"
)
_LONGEST = 30


def names_total(lead: str) -> bool:
    """Return whether the first cell of a row says that it sums up the rows above.

    >>> [names_total(lead) for lead in ("Média", "Mittelwert:", "n = 12", "平均值", "N 12")]
    [True, True, True, True, False]
    """
    if len(lead) >= _LONGEST or lead.isdigit():
        return False
    letters = unicodedata.normalize("NFKD", lead.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = plain.replace("-", " ")
    return bool(_LATIN.fullmatch(plain) or _HAN.fullmatch(lead))
