"""Report as one HTML page: no script and no network access; figures stand in the page."""

import base64
from html import escape

from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.print_size import PAGE_MM
from srns.languages.current import current_language
from srns.languages.messages import _, translated
from srns.report.cohort_report import Progress, Report, ReportPart
from srns.report.figure_files import render
from srns.report.report_figures import ReportFigure
from srns.report.safe_cells import as_text, heading

_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; }
body { padding: 0 1rem; }
table { border-collapse: collapse; font-size: 13px; width: 100%; }
.wide { overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; }
th, td { border-bottom: 1px solid #8886; }
thead th { border-top: 2px solid; border-bottom: 2px solid; }
.note { font-size: 12px; opacity: .8; margin: .3rem 0; }
figure { margin: 1.5rem 0; }
figure img { max-width: 100%; background: white; }
figcaption { font-size: 13px; }
h2 { margin-top: 2.2rem; font-size: 1.25rem; }
h3 { margin-top: 1.6rem; font-size: 1.05rem; }
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def report_html(report: Report, progress: Progress | None = None) -> bytes:
    """Write the report as one self-contained HTML page."""
    parts = [
        "<!doctype html>",
        f'<html lang="{current_language()}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(report.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text(report.title)}</h1>",
        *(f'<p class="note">{_text(translated(line))}</p>' for line in report.stamp.lines),
        *(_html_part(part, progress) for part in report.parts),
        "</body></html>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _html_part(part: ReportPart, progress: Progress | None) -> str:
    pieces = [f'<section id="{_text(part.name)}"><h2>{_text(part.title)}</h2>']
    pieces += [f"<p>{_text(text)}</p>" for text in part.paragraphs]
    for block in part.blocks:
        if isinstance(block, PrintedTable):
            pieces.append(_html_table(block))
        else:
            if progress is not None:
                progress(block.title)
            pieces.append(_html_figure(block))
    return "\n".join([*pieces, "</section>"])


def _html_figure(figure: ReportFigure) -> str:
    """Return a figure as a picture, in which nothing can run."""
    picture = base64.b64encode(render(figure.drawn, "svg", PAGE_MM)).decode("ascii")
    return (
        f'<figure id="{_text(figure.name)}"><img alt="{_text(figure.caption)}" '
        f'src="data:image/svg+xml;base64,{picture}">'
        f"<figcaption><strong>{_text(figure.title)}.</strong> {_text(figure.caption)}"
        "</figcaption></figure>"
    )


def _html_table(table: PrintedTable) -> str:
    heads = "".join(f'<th scope="col">{_text(heading(name))}</th>' for name in table.rows.columns)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>"
        for row in table.rows.to_numpy()
    )
    grid = (
        f'<div class="wide"><table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>'
        "</div>"
        if len(table.rows)
        else f"<p>{_text(_('No rows.'))}</p>"
    )
    notes = "\n".join(f'<p class="note">{_text(note)}</p>' for note in table.notes)
    title = f"<h3>{_text(table.title)}</h3>"
    return f'<section id="table_{_text(table.name)}">{title}\n{grid}\n{notes}</section>'


def _text(value: object) -> str:
    return escape(as_text(value))
