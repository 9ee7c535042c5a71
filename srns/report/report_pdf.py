"""Report as PDF, set by typst: upright A4, figures as vectors with their fonts."""

import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from srns import SOFTWARE
from srns.analysis.tables.printed_table import PrintedTable
from srns.charts.print_size import PAGE_MM
from srns.languages.current import current_language, font_folders
from srns.languages.messages import _, translated
from srns.report.cohort_report import Progress, Report, ReportPart
from srns.report.figure_files import render
from srns.report.safe_cells import as_text, heading
from srns.report.table_files import MOST_WORD_ROWS, column_shares, more_rows


def report_pdf(report: Report, progress: Progress | None = None) -> bytes:
    """Write the report as PDF; everything that is said in it is data, nothing of it markup."""
    import typst  # needed for nothing else

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        book = {
            "title": as_text(report.title),
            "lang": current_language(),
            "words": {
                "foot": _("No diagnosis, no treatment advice."),
                "no_rows": _("No rows."),
                "figure": _("Figure"),
                "table": _("Table"),
            },
            "software": SOFTWARE,
            "lines": [as_text(translated(line)) for line in report.stamp.lines],
            "parts": [_part(part, root, progress) for part in report.parts],
        }
        (root / "report.json").write_text(json.dumps(book), encoding="utf-8")
        source = root / "report.typ"
        source.write_bytes(files("srns.report").joinpath("report.typ").read_bytes())
        return typst.compile(str(source), root=str(root), font_paths=font_folders(), timestamp=0)


def _part(part: ReportPart, root: Path, progress: Progress | None) -> dict[str, Any]:
    blocks = []
    for block in part.blocks:
        if isinstance(block, PrintedTable):
            blocks.append(_table(block))
            continue
        if progress is not None:
            progress(block.title)
        name = f"{block.name}.pdf"
        (root / name).write_bytes(render(block.drawn, "pdf", PAGE_MM))
        words = {"title": as_text(block.title), "caption": as_text(block.caption)}
        blocks.append({"kind": "figure", "file": name, **words})
    return {
        "title": part.title,
        "wide": part.wide,
        "paragraphs": [as_text(text) for text in part.paragraphs],
        "blocks": blocks,
    }


def _table(table: PrintedTable) -> dict[str, Any]:
    rows = table.rows.iloc[:MOST_WORD_ROWS]
    columns = [heading(name) for name in rows.columns]
    cells = [[as_text(cell) for cell in row] for row in rows.to_numpy()]
    cut = len(table.rows) - len(rows)
    more = [more_rows(cut)] if cut else []
    return {
        "kind": "table",
        "title": as_text(table.title),
        "columns": columns,
        "shares": column_shares(columns, cells),
        "rows": cells,
        "notes": [*more, *map(as_text, table.notes)],
    }
