"""Names of units written out, such as "milligrams per liter", in the languages of the headings."""

import re

_GRAM = r"gram(?:s|m|me|mes|mi|mo|o|os|a|as)?"
_MOLE = r"mol(?:e|es|s)?"
_LITER = r"lit(?:er|re|ers|res|ro|ros|ri)"
_NAMES = (
    ("µg", rf"mi[ck]ro{_GRAM}"),
    ("mg", rf"mill?i{_GRAM}"),
    ("g", _GRAM),
    ("µmol", rf"(?:mi[ck]ro|[uµμ]|mc){_MOLE}"),
    ("mmol", rf"(?:mill?i|m){_MOLE}"),
    ("mol", _MOLE),
    ("dL", rf"d[eé][cz]i{_LITER}"),
    ("mL", rf"mill?i{_LITER}"),
    ("L", _LITER),
)
_SLASH = r"(?:/|(?<![^\W_])(?:per|por|par|pro)(?![^\W_]))"
_PER = rf"[\s_]*+{_SLASH}"
_NAME = "|".join(f"(?P<n{number}>{name})" for number, (_, name) in enumerate(_NAMES))
# LOINC writes the kind of a quantity like a unit: [Moles/volume].
_OVER = re.compile(rf"(?<![^\W_])(?:{_NAME})(?={_PER}(?![\s_]*vol))", re.IGNORECASE)
_LINK = re.compile(r"(?:(?<=g)|(?<=mol))[\s_]+(?:por|par|pro)[\s_]+")
_UNDER = re.compile(rf"(?P<per>{_SLASH}[\s_]*+)(?:{_NAME})(?![^\W_])", re.IGNORECASE)


def shorten_unit_names(heading: str) -> str:
    """Return a heading with the names of units, where one stands per another, as their signs.

    >>> shorten_unit_names("Protein (gramos/día)"), shorten_unit_names("milligrams per deciliter")
    ('Protein (g/día)', 'mg per dL')
    >>> shorten_unit_names("grams of protein")
    'grams of protein'
    """
    return _LINK.sub("/", _UNDER.sub(_put_sign, _OVER.sub(_put_sign, heading)))


def _put_sign(match: re.Match[str]) -> str:
    groups = match.groupdict()
    number = next(n for n in range(len(_NAMES)) if groups[f"n{n}"] is not None)
    return f"{groups.get('per') or ''}{_NAMES[number][0]}"
