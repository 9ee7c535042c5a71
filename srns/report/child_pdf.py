"""Children as PDF: one page for a child, or a booklet of all, set by typst."""

import datetime
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from srns import SOFTWARE
from srns.languages.counted import children
from srns.languages.current import current_language, font_folders, language, language_of_fonts
from srns.languages.messages import _, pgettext, translated
from srns.report.child_sheet import ChildSheet, child_sheet
from srns.report.provenance import Stamp
from srns.report.safe_cells import as_text
from srns.rules.classification import Classification

Progress = Callable[[int, int], None]
"""Is told how many of how many children are drawn."""


def child_pdf(
    found: Classification,
    patient: str,
    stamp: Stamp,
    *,
    printed_on: datetime.date,
    review: str = "",
) -> bytes:
    """Return one child's page, A4 upright, with its fonts.

    Parameters
    ----------
    printed_on
        The date that stands at the foot of the page.
    review
        See `srns.report.child_sheet.child_sheet`.

    Raises
    ------
    InputError
        Where there is no such child.
    """
    with language(language_of_fonts()):
        sheet = child_sheet(found, patient, stamp, review=review)
        title = _("Child {child}").format(child=patient)
        return _typeset([sheet], title, stamp, printed_on, contents=False)


def booklet_pdf(
    found: Classification,
    stamp: Stamp,
    *,
    printed_on: datetime.date,
    progress: Progress | None = None,
) -> bytes:
    """Return the pages of all children after a table of contents.

    Parameters
    ----------
    progress
        Called after each child.
    """
    with language(language_of_fonts()):
        sheets = list(_sheets(found, stamp, progress))
        return _typeset(sheets, _("Children of the cohort"), stamp, printed_on, contents=True)


def _sheets(found: Classification, stamp: Stamp, progress: Progress | None) -> Iterator[ChildSheet]:
    patients = [str(patient) for patient in found.cohort.patients["patient"]]
    for place, patient in enumerate(patients, 1):
        yield child_sheet(found, patient, stamp)
        if progress is not None:
            progress(place, len(patients))


def _typeset(
    sheets: Sequence[ChildSheet],
    title: str,
    stamp: Stamp,
    printed_on: datetime.date,
    *,
    contents: bool,
) -> bytes:
    """Set the pages; everything that is said in them is data, nothing of it markup."""
    import typst  # needed for nothing else

    names = [f"figure_{place}.pdf" for place in range(len(sheets))]
    book = {
        "title": title,
        "software": SOFTWARE,
        "lang": current_language(),
        "words": _words(),
        "foot": _("{software}, {date}. No diagnosis, no treatment advice.").format(
            software=SOFTWARE, date=printed_on.isoformat()
        ),
        "lines": [*map(translated, stamp.lines), f"{children(len(sheets))}."],
        "contents": [
            [each.patient, *map(translated, (each.histology, each.response, each.status))]
            for each in sheets
        ]
        if contents
        else [],
        "sheets": [sheet.as_data(name) for sheet, name in zip(sheets, names, strict=True)],
    }
    midnight = datetime.datetime.combine(printed_on, datetime.time(), datetime.UTC)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for sheet, name in zip(sheets, names, strict=True):
            (root / name).write_bytes(sheet.figure)
        (root / "sheets.json").write_text(json.dumps(_inert(book)), encoding="utf-8")
        source = root / "sheets.typ"
        source.write_bytes(files("srns.report").joinpath("child_sheet.typ").read_bytes())
        return typst.compile(
            str(source),
            root=str(root),
            font_paths=font_folders(),
            timestamp=int(midnight.timestamp()),
        )


def _words() -> dict[str, str]:
    """Return the words of the form, by the name that the typesetter knows them by."""
    return {
        "near_misses": _("Near misses"),
        "agreed": _("agreed"),
        "changed": _("changed to"),
        "because": _("because"),
        "name": pgettext("of a person", "name"),
        "date": _("date"),
        "signature": _("signature"),
        "child": _("Child"),
        "histology": _("Histology"),
        "response": _("Response"),
        "status": _("Status"),
        "page": _("Page"),
    }


def _inert(value: object) -> object:
    """Return the data without characters that no document may hold."""
    if isinstance(value, str):
        return as_text(value)
    if isinstance(value, dict):
        return {name: _inert(part) for name, part in value.items()}
    return [_inert(part) for part in value] if isinstance(value, list | tuple) else value
