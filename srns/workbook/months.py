"""Which month a word names, in the languages of the workbooks that we know."""

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
# German, French, Spanish, Italian, Portuguese, Dutch: what begins like no other month.
_OTHER_MONTHS = {
    1: ("januar", "janvier", "enero", "gennaio", "janeiro", "januari", "jänner"),
    2: ("februar", "février", "fevrier", "febrero", "febbraio", "fevereiro", "februari"),
    3: ("märz", "maerz", "mrz", "mars", "marzo", "março", "maart", "mrt"),
    4: ("avril", "abril", "aprile"),
    5: ("mai", "mayo", "maggio", "maio", "mei"),
    6: ("juni", "juin", "junio", "giugno", "junho"),
    7: ("juli", "juillet", "julio", "luglio", "julho"),
    8: ("août", "aout", "agosto", "augustus"),
    9: ("septembre", "septiembre", "settembre", "setembro", "sept"),
    10: ("oktober", "octobre", "octubre", "ottobre", "outubro", "okt"),
    11: ("novembre", "noviembre", "novembro"),
    12: ("dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro", "dez"),
}


def month_number(word: str) -> int | None:
    """Give the month, from 1 on, of a name or of its beginning; None where it may be several.

    >>> month_number("Mrz"), month_number("sept"), month_number("ma")
    (3, 9, None)
    """
    low = word.lower()
    months = [i for i, name in enumerate(MONTHS, 1) if name.startswith(low)] or [
        number
        for number, names in _OTHER_MONTHS.items()
        if any(name.startswith(low) for name in names)
    ]
    return months[0] if len(months) == 1 else None
