"""Report as a Word document: upright A4, real headings, tables and captions, figures for print."""

import io
from collections.abc import Iterator
from itertools import count
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.print_size import PAGE_MM
from srns.languages.messages import _, translated
from srns.report.cohort_report import Progress, Report, ReportPart
from srns.report.figure_files import render
from srns.report.report_figures import ReportFigure
from srns.report.safe_cells import as_text
from srns.report.table_files import new_document, write_table

TALLEST_MM = 215.0
"""Of a figure, so that its caption stands on the same page."""
_MARGIN_MM = (210 - PAGE_MM) / 2


def report_docx(report: Report, progress: Progress | None = None) -> bytes:
    """Write the report as a Word document.

    Supplementary tables, which are wide, stand in landscape; all else is upright.
    """
    document = new_document()
    _set_margins(document.sections[0])
    _number_pages(document.sections[0], report.title)
    _set_captions(document)
    document.core_properties.title = as_text(report.title)
    document.core_properties.author = ""
    document.add_heading(as_text(report.title), level=1)
    for line in report.stamp.lines:
        document.add_paragraph(as_text(translated(line)))
    figures, tables = count(1), count(1)
    is_wide = False
    for part in report.parts:
        if part.wide != is_wide:
            _turn(document)
            is_wide = part.wide
        _write_part(document, part, figures, tables, progress)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _write_part(
    document,
    part: ReportPart,
    figures: Iterator[int],
    tables: Iterator[int],
    progress: Progress | None,
) -> None:
    document.add_heading(part.title, level=2)
    for text in part.paragraphs:
        document.add_paragraph(as_text(text))
    for block in part.blocks:
        if isinstance(block, PrintedTable):
            _caption(document, _("Table"), next(tables), block.title)
            write_table(document, block, None, caption=False)
        else:
            if progress is not None:
                progress(block.title)
            _write_figure(document, block, next(figures))
    if not part.paragraphs and not part.blocks:
        document.add_paragraph(_("Nothing to show."))


def _write_figure(document, figure: ReportFigure, number: int) -> None:
    """Add a figure of the width of the page, at 300 dpi, with its caption below."""
    picture = document.add_picture(
        io.BytesIO(render(figure.drawn, "png", PAGE_MM)), width=Mm(PAGE_MM)
    )
    if picture.height > Mm(TALLEST_MM):
        picture.width = int(picture.width * Mm(TALLEST_MM) / picture.height)
        picture.height = Mm(TALLEST_MM)
    picture._inline.docPr.set("descr", as_text(figure.caption))
    paragraph = document.paragraphs[-1]
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_after = Pt(2)
    _caption(document, _("Figure"), number, figure.title, figure.caption, keep=False)


def _caption(
    document, kind: str, number: int, title: str, words: str = "", *, keep: bool = True
) -> None:
    """Add a caption that Word numbers and can list: "Figure 1. Title. Words"."""
    caption = document.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = keep
    caption.paragraph_format.space_before = Pt(8 if keep else 0)
    caption.add_run(f"{kind} ")
    caption._p.append(_field(f"SEQ {kind} \\* ARABIC", str(number)))
    caption.add_run(f". {as_text(title).rstrip('.')}.")
    if words:
        run = caption.add_run(f" {as_text(words)}")
        run.bold = False


def _field(instruction: str, shown: str) -> Any:
    """Return a field of Word with what it shows until it is updated."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    return field


def _turn(document) -> None:
    """Begin a section on a new page, in the other orientation."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = section.page_height, section.page_width
    upright = section.page_width < section.page_height
    section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE


def _set_margins(section) -> None:
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(16)


def _set_captions(document) -> None:
    """Print captions in black, a little smaller than the text."""
    font = document.styles["Caption"].font
    font.color.rgb, font.size = RGBColor(0, 0, 0), Pt(9)


def _number_pages(section, title: str) -> None:
    """Write the title and the page number at the foot of every page."""
    foot = section.footer.paragraphs[0]
    # Translators: the number of the page follows.
    words = _("{title}. No diagnosis, no treatment advice. Page")
    foot.add_run(f"{words.format(title=as_text(title))} ")
    foot._p.append(_field("PAGE", "1"))
    foot.style.font.size = Pt(7.5)
