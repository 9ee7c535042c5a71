"""Text without disguise: one form for every script's digits, widths and invisible letters."""

import unicodedata

_ODD = frozenset(
    ("So", "Sk", "Sm", "Sc", "Me", "No", "Nl", "Po", "Ps", "Pe", "Pi", "Pf", "Pc", "Mn")
)
_SIGNS = frozenset(" .,;:!?/\\|()[]{}<>≤≥=~≈+±×*-_%‰&'\"`´^°#@§→…•·⁄“”„‘’‚«»$€£µ")
_SLASHES = dict.fromkeys(map(ord, "⁄∕⧸／"), "/")  # but not the one that ½ is made of
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")


def make_plain(text: str) -> str:
    """Return a text with compatibility forms folded, digits as 0 to 9, invisible letters dropped.

    Capitals are kept, because names are told by them.

    >>> make_plain("٠٤/٠٣"), make_plain("Ａｎｎａ"), make_plain("To\u200bm")
    ('04/03', 'Anna', 'Tom')
    """
    folded = unicodedata.normalize("NFKC", text.translate(_SLASHES)).translate(_DASHES)
    kept = "".join(_plain_letter(letter) for letter in folded)
    return " ".join(kept.split())


def has_unseen(text: str) -> bool:
    r"""Return whether a text has letters that cannot be seen, or that belong to no script.

    >>> has_unseen("To\u200bm"), has_unseen("a\tb"), has_unseen("Tom")
    (True, False, False)
    """
    return any(
        unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn") and letter not in "\n\t"
        for letter in text
    )


def has_odd_signs(text: str) -> bool:
    """Return whether a text has signs by which letters and numbers can be written unread.

    Braille, squared letters, flags, dice and clocks belong to no word and no number, so no pattern
    would look at them.

    >>> has_odd_signs("CR ⠁⠝⠝⠁"), has_odd_signs("🅰nna"), has_odd_signs("≥ 2 mg/m² (IgM)")
    (True, True, False)
    """
    return any(
        letter not in _SIGNS and unicodedata.category(letter) in _ODD for letter in make_plain(text)
    )


def _plain_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Nd", "No", "Nl"):
        digit = unicodedata.digit(letter, None)
        return str(digit) if digit is not None else letter
    if category in ("Cf", "Co", "Cs", "Cn"):
        return ""
    return " " if category in ("Cc", "Zs", "Zl", "Zp") else letter
