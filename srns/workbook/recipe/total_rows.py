"""Rows below a table that sum it up: their names in ten languages."""

import re

from srns.workbook.values.text import clean

_LONGEST = 30
_WORDS = re.compile(
    r"(?:(?:grand |overall |sub)?totals?|sum|mean|median|average|avg|sd|iqr|range|min|max|count|n"
    r"|minimum|maximum|std\.? ?dev(?:iation)?|standard deviation|all (?:patients|children)"
    # German, French
    r"|summe|gesamt\w*|insgesamt|mittelwert|mittel|durchschnitt|mw|standardabweichung|anzahl"
    r"|somme|moyenne|moy|m[ée]diane|[ée]cart[- ]type|effectif"
    # Spanish, Portuguese, Italian
    r"|suma|promedio|media|mediana|desviaci[óo]n(?: est[áa]ndar| t[íi]pica)?|m[íi]nimo|m[áa]ximo"
    r"|soma|m[ée]dia|desvio[- ]padr[ãa]o|somma|totale|deviazione standard|minimo|massimo"
    # Turkish, Hindi
    r"|toplam|ortalama|medyan|ortanca|standart sapma|कुल|योग|औसत|माध्य)\b\s*[:=]?.*"
    # Chinese and Japanese have no spaces behind a word.
    r"|(?:合[计計]|[总総]计|総計|小计|小計|平均(?:[值値])?|均值|中位[数值数]|中央値|标准差|標準偏差|例数|最小値|最大値)"
    r"(?:\W.*)?",
    re.IGNORECASE,
)


def names_total(value: object) -> bool:
    """Return whether the first cell of a row says that the row sums up others.

    >>> [names_total(one) for one in ("Mean ± SD", "Mittelwert", "平均", "Nora", "12")]
    [True, True, True, False, False]
    """
    text = clean(value)
    return len(text) < _LONGEST and not text.isdigit() and _WORDS.fullmatch(text) is not None
