"""Words for yes and no, in the languages of the headings, and the codes 1 and 0."""

from srns.cohort.terms import fold
from srns.workbook.values.numbers_and_words import missing_reason
from srns.workbook.values.result_text import part_cell

_YES = frozenset((
    *("yes", "y", "true", "ja", "j", "oui", "o", "si", "sí", "s", "sim", "evet", "var", "haan"),
    *("1", "x", "pos", "positive", "是", "有", "はい", "あり", "+", "✓", "✔"),
))  # fmt: skip
_NO = frozenset((
    *("no", "n", "false", "nein", "non", "não", "nao", "hayır", "hayir", "yok", "nahin", "0"),
    *("none", "never", "not", "alive", "living", "lebt", "vivo", "viva", "vivant", "keine"),
    *("neg", "negative", "否", "无", "無", "いいえ", "なし", "-", "–"),
))  # fmt: skip


def read_yes_no(value: object) -> bool | None:
    """Return what a cell answers; None where it answers neither yes nor no.

    >>> read_yes_no("Ja"), read_yes_no(0.0), read_yes_no("2021"), read_yes_no("")
    (True, False, None, None)
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return {0.0: False, 1.0: True}.get(float(value))
    if not isinstance(value, str) or (missing_reason(value) is not None and value.strip() != "-"):
        return None
    word = fold(value) or value.strip()
    return True if word in _YES else False if word in _NO else None


def is_given(value: object) -> bool | None:
    """Return whether a mark or a dose says that something was given; None where it is neither.

    >>> is_given("x"), is_given(350.0), is_given("0"), is_given("see note")
    (True, True, False, None)
    """
    number = part_cell(value).number
    return read_yes_no(value) if number is None else number > 0
