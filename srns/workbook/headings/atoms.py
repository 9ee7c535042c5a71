"""The atoms of a heading: folded words, numbers and signs, with the gaps between them.

Capitals, accents, width, invisible characters and the kind of punctuation make no difference.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache

SIGNS = frozenset('/%‰#()[],=+&@<>"')
"""Characters that are atoms of their own; every other punctuation is a gap."""

_ALIASES = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "æ": "ae",
    "œ": "oe",
    "μ": "u",
    "°": "o",
    "÷": "/",
    "∕": "/",
    "⁄": "/",
    "：": "/",
    "{": "(",
    "}": ")",
    "【": "(",
    "】": ")",
    "〔": "(",
    "〕": ")",
    "「": "(",
    "」": ")",
    "、": ",",
    "”": '"',
}
_APOSTROPHES = frozenset("'’‘ʼ`´＇")
_ARTICLES = frozenset(("l", "d", "dell", "nell", "all"))
_CJK = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xAC00, 0xD7AF))


@dataclass(frozen=True)
class Atom:
    """A word, a number, a sign or one Chinese or Japanese character.

    Attributes
    ----------
    text
        Folded: no capitals, no accents.
    typed
        As it was typed.
    gap
        Whether a space or punctuation parts it from the atom before. Where it does not (a change
        from small to capital letters, from letters to digits), the two may be one word.
    kind
        `word`, `number`, `sign` or `character`.
    """

    text: str
    typed: str
    gap: bool
    kind: str


@dataclass
class _Letter:
    folded: str
    typed: str
    kind: str
    upper: bool = False
    lower: bool = False


@cache
def _fold_letter(letter: str) -> str:
    folded = _ALIASES.get(letter, letter).casefold()
    parts = unicodedata.normalize("NFD", folded)
    if parts and "a" <= parts[0] <= "z":  # a Japanese voicing mark is no accent
        folded = "".join(part for part in parts if not unicodedata.combining(part))
    return "".join(_ALIASES.get(part, part) for part in folded)


def _is_cjk(letter: str) -> bool:
    code = ord(letter)
    return any(low <= code <= high for low, high in _CJK)


def _letters(text: str) -> list[_Letter]:
    marked = text.replace("⁻¹", "inv").replace("²", "2").replace("³", "3")
    letters: list[_Letter] = []
    for letter in unicodedata.normalize("NFKC", marked):
        category = unicodedata.category(letter)
        if category == "Cf" or category.startswith("M"):
            continue
        alias = _ALIASES.get(letter, letter)
        if alias in SIGNS:
            letters.append(_Letter(alias, letter, "sign"))
        elif letter in _APOSTROPHES:
            letters.append(_Letter("", letter, "apostrophe"))
        elif letter.isdecimal():
            letters.append(_Letter(str(unicodedata.decimal(letter)), letter, "number"))
        elif _is_cjk(letter):
            letters.append(_Letter(letter, letter, "character"))
        elif letter.isalpha() or letter == "°":
            letters.append(
                _Letter(_fold_letter(letter), letter, "word", letter.isupper(), letter.islower())
            )
        elif letter == "^":
            continue
        else:
            letters.append(_Letter("", letter, {".": "point", ":": "colon"}.get(letter, "gap")))
    return letters


def _starts_atom(letters: list[_Letter], i: int) -> bool:
    """Tell whether letter i begins a new atom although nothing parts it from the one before."""
    before, here = letters[i - 1], letters[i]
    if here.kind != before.kind or here.kind in ("sign", "character"):
        return True
    if here.kind != "word":
        return False
    after = letters[i + 1] if i + 1 < len(letters) else None
    if before.lower and here.upper:
        return True
    if before.upper and here.upper and after is not None and after.kind == "word" and after.lower:
        return True
    return before.upper and here.lower and i >= 2 and letters[i - 2].upper


def _joins(letters: list[_Letter], i: int) -> bool:
    """Tell whether the point or apostrophe i is inside a word: S.Cr, D.O.B., mother's."""
    here = letters[i]
    before = letters[i - 1] if i else None
    after = letters[i + 1] if i + 1 < len(letters) else None
    if before is None or after is None or before.kind != "word" or after.kind != "word":
        return False
    if here.kind == "point":
        return i == 1 or letters[i - 2].kind != "word"
    return after.folded == "s" and (i + 2 >= len(letters) or letters[i + 2].kind != "word")


def _says_to(letters: list[_Letter], i: int) -> bool:
    """Tell whether a colon says "to" (P:C, protein : creatinine) and does not end a word."""
    rest = next((each for each in letters[i + 1 :] if each.typed.strip()), None)
    return i > 0 and rest is not None and rest.kind in ("word", "character")


@dataclass
class _Builder:
    """The atoms so far, and the one that is being read."""

    atoms: list[Atom] = field(default_factory=list)
    letters: list[_Letter] = field(default_factory=list)
    gap: bool = True
    after_gap: bool = True

    def add(self, letter: _Letter) -> None:
        if not self.letters:
            self.after_gap, self.gap = self.gap, False
        self.letters.append(letter)

    def close(self, *, gap: bool) -> None:
        if self.letters:
            self.atoms.append(
                Atom(
                    "".join(letter.folded for letter in self.letters),
                    "".join(letter.typed for letter in self.letters),
                    self.after_gap,
                    self.letters[0].kind,
                )
            )
        self.letters = []
        self.gap = gap

    def drop_article(self) -> None:
        """Drop what is before an apostrophe in d'albumine."""
        if "".join(letter.folded for letter in self.letters) in _ARTICLES:
            self.letters = []


def split_atoms(text: str) -> tuple[Atom, ...]:
    """Split a heading into its atoms, in linear time.

    >>> [atom.text for atom in split_atoms("S-Albümin_g/dL")]
    ['s', 'albumin', 'g', '/', 'd', 'l']
    """
    letters = _letters(text)
    builder = _Builder()
    glued = False
    for i, letter in enumerate(letters):
        if letter.kind == "colon" and _says_to(letters, i):
            builder.close(gap=builder.gap)
            builder.add(_Letter("/", ":", "sign"))
            builder.close(gap=False)
        elif letter.kind in ("point", "apostrophe") and _joins(letters, i):
            if letter.kind == "point":
                builder.close(gap=False)
            glued = letter.kind == "apostrophe"
            continue
        elif letter.kind in ("gap", "point", "apostrophe", "colon"):
            if letter.kind == "apostrophe":
                builder.drop_article()
            builder.close(gap=True)
        else:
            if builder.letters and not glued and _starts_atom(letters, i):
                builder.close(gap=False)
            builder.add(letter)
        glued = False
    builder.close(gap=True)
    return tuple(_close_slashes(builder.atoms))


def _close_slashes(atoms: list[Atom]) -> list[Atom]:
    """Drop the gaps around a slash: "Up / c" is "Up/c"."""
    return [
        replace(atom, gap=False)
        if atom.gap and n and (atom.text == "/" or atoms[n - 1].text == "/")
        else atom
        for n, atom in enumerate(atoms)
    ]


def join(atoms: tuple[Atom, ...]) -> tuple[str, frozenset[int]]:
    """Return the text of atoms without gaps, and at which letters the gaps were."""
    text = ""
    gaps: set[int] = set()
    for n, atom in enumerate(atoms):
        if n and atom.gap:
            gaps.add(len(text))
        text += atom.text
    return text, frozenset(gaps)
