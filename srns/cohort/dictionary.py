"""Data dictionary: the sheets and columns of a workbook, and what each may contain.

Declared once; the reader, the checks, their messages, the template and the documentation are all
built from it. Each column is declared in `sheets`, in the file of its sheet.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from srns.cohort import terms
from srns.cohort.schema import Column, Kind, Sheet
from srns.cohort.sheets.diary import DIARY
from srns.cohort.sheets.events import EVENTS
from srns.cohort.sheets.infusions import INFUSIONS
from srns.cohort.sheets.labs import LABS
from srns.cohort.sheets.patients import PATIENTS
from srns.cohort.sheets.treatments import TREATMENTS

__all__ = [
    "DIARY",
    "EVENTS",
    "INFUSIONS",
    "LABS",
    "PATIENTS",
    "SHEETS",
    "TREATMENTS",
    "Column",
    "Kind",
    "Sheet",
    "find_column",
    "find_sheet",
    "may_mean",
]

LONGEST_WITH_UNIT = 200
"""In characters: a longer heading is a sentence, and not a name with a unit."""
_WITH_UNIT = re.compile(r"(.+?)\s*[,(\[]\s*([^()\[\]]+?)\s*[)\]]?")

SHEETS = (PATIENTS, LABS, DIARY, INFUSIONS, TREATMENTS, EVENTS)
IGNORED_SHEETS = ("Definitions", "Lists", "Read me", "Readme", "Instructions")
"""Sheets of the template that hold no data."""
AMBIGUOUS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"age": ("age_at_diagnosis_years", "age_at_first_infusion_years")}
)
"""Headers of the sheet Patients that may mean several columns; folded, without their unit."""
EXAMPLE_PATIENT = "EXAMPLE"
"""Patient of the template's example rows; these rows are never read."""
TEMPLATE_VERSION = "1"

MISSING_WORDS: Mapping[str, str] = {
    "-": "blank",
    "–": "blank",
    "—": "blank",
    ".": "blank",
    "na": "not applicable",
    "n/a": "not applicable",
    "not applicable": "not applicable",
    "unknown": "unknown",
    "unk": "unknown",
    "not known": "unknown",
    "not done": "not done",
    "?": "unknown",
    "not detected": "not detected",
    "not measured": "not done",
    "n. b.": "not done",
    "n.b.": "not done",
    "nicht bestimmt": "not done",
    "non fait": "not done",
    "n.f.": "not done",
    "n. f.": "not done",
    "no realizado": "not done",
    "keine angabe": "unknown",
    "k. a.": "unknown",
    "k.a.": "unknown",
    "inconnu": "unknown",
    "desconocido": "unknown",
    **dict.fromkeys(
        (
            *("nicht gemessen", "nicht durchgeführt", "non réalisé", "non mesuré", "no medido"),
            *("nicht gemacht", "non faite", "non réalisée", "non dosé", "non dosée", "no hecho"),
            *("não realizado", "não feito", "non eseguito", "non fatto", "yapılmadı", "bakılmadı"),
            *("не сделан", "не сделано", "не определялся", "не определяли", "не проводился"),
            *("не проводилось", "не исследовался", "미시행", "검사안함", "측정안함", "測定せず"),
            *("未測定", "未検査", "未施行", "未実施", "未查", "未测", "未做", "未检", "未行"),
            *("niet gedaan", "niet bepaald", "nie wykonano", "nie oznaczono", "ikke målt"),
        ),
        "not done",
    ),
    **dict.fromkeys(
        (
            *("unbekannt", "sin dato", "sin datos", "s/d", "sconosciuto", "desconhecido"),
            *("bilinmiyor", "н/д", "нет данных", "неизвестно", "자료없음", "불명", "不明"),
            *("データなし", "不详", "未知", "无数据", "onbekend", "brak danych"),
        ),
        "unknown",
    ),
}
"""Words for a missing value, in lower case, with the reason that each one gives."""
LOST_WORDS = frozenset((
    *("lost", "lost to follow-up", "lost to follow up", "lost to f/u", "lost to fu", "ltfu"),
    *("perdido", "perdida", "perdido de vista", "perdu de vue", "perdue de vue", "pdv"),
    *("perso al follow-up", "persa al follow-up", "失访", "脱落", "takipsiz", "takipten çıktı"),
))  # fmt: skip
"""Words in place of a number of a child who was not seen on that visit, in lower case."""


def find_sheet(name: str) -> Sheet | None:
    """Return the sheet that the name of a tab means, or None.

    >>> find_sheet("lab_results").name
    'Labs'
    """
    folded = terms.fold(name)
    return next(
        (s for s in SHEETS if folded in {terms.fold(word) for word in (s.name, *s.synonyms)}), None
    )


def find_column(sheet: str, identity: str) -> Column:
    """Return one column of a sheet by its id.

    Raises
    ------
    KeyError
        If there is no such column.
    """
    for one in SHEETS:
        if one.name == sheet:
            for column in one.columns:
                if column.id == identity:
                    return column
    raise KeyError(f"{sheet}.{identity}")


def may_mean(header: str) -> tuple[Column, ...]:
    """Return the columns of the sheet Patients that an ambiguous header may mean.

    Empty for any other header.

    >>> [column.label for column in may_mean("Age (y)")]
    ['age at diagnosis', 'age at first infusion']
    >>> may_mean("Age (months)"), may_mean("age at diagnosis")
    ((), ())
    """
    match = _WITH_UNIT.fullmatch(header.strip()) if len(header) <= LONGEST_WITH_UNIT else None
    bare, unit = (match[1], match[2]) if match else (header, "")
    columns = tuple(find_column("Patients", each) for each in AMBIGUOUS.get(terms.fold(bare), ()))
    return columns if all(not unit or column.find_unit(unit) for column in columns) else ()
