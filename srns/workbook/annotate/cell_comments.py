"""Cell comments of a sheet: those of others stay, ours are recognized and replaced."""

import re
from collections.abc import Mapping

from srns.workbook.files.own_marks import AUTHOR
from srns.workbook.files.xlsx_package import Package, plain_xml
from srns.workbook.problems import position

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY_COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<authors></authors><commentList></commentList></comments>"
)
_EMPTY_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape id="_srns_{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    'margin-top:1pt;width:260pt;height:{height}pt;z-index:{number};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 12, {top}, 4, {right}, 40, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_COMMENT = re.compile(r"<((?:\w+:)?)comment\b([^<>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_AUTHOR = re.compile(r"<(?:\w+:)?author\b[^<>]*?(?:/>|>(.*?)</(?:\w+:)?author>)", re.DOTALL)
_OURS = re.compile(
    r"<((?:\w+:)?)r>(?:<(?:\w+:)?rPr>(?:(?!</(?:\w+:)?r>).)*?</(?:\w+:)?rPr>)?"
    r"<(?:\w+:)?t\b[^<>]*>(?:\s*\[srns\] [^<\n]*)+</(?:\w+:)?t></(?:\w+:)?r>",
    re.DOTALL,
)
_OUR_LINE = re.compile(r"(?<!\s)\s*\[srns\] [^<\n]*")
_NOTE = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*?</v:shape>", re.DOTALL)
_AFTER_DRAWING = (
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_CHILD = re.compile(r"<(/?)((?:\w+:)?(\w+))\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")


def add_remarks(package: Package, part: str, texts: Mapping[str, str]) -> None:
    """Write a comment on each cell, and remove those of an earlier annotated copy."""
    place = package.target(part, "comments")
    before = package.text_of(place) if place and place in package else ""
    wanted = {cell: text for cell, text in texts.items() if text}
    if AUTHOR not in before and "[srns] " not in before and not wanted:
        return
    text, gone = _drop_ours(before) if before else (_EMPTY_COMMENTS, set())
    if before and not wanted and text == before:
        return
    text, new = _write_comments(text, wanted)
    if place is None or place not in package:
        place = package.free_name("xl/comments", ".xml")
        package.relate(part, "comments", place)
        package.declare(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml", part=place
        )
    package.set_text(place, text)
    _draw(package, part, new, gone - set(new))


def _drop_ours(text: str) -> tuple[str, set[str]]:
    """Remove our comments, and our lines in those of others; return also the cells of ours."""
    authors = [match[1] or "" for match in _AUTHOR.finditer(text)]
    gone: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        about = dict(re.findall(r"""(?<!\w)(\w+)\s*=\s*["']([^"']*)["']""", match[2]))
        number = int(about.get("authorId", "0"))
        if number < len(authors) and authors[number].strip() == AUTHOR:
            gone.add(about.get("ref", ""))
            return ""
        return _OUR_LINE.sub("", _OURS.sub("", match[0]))

    return _COMMENT.sub(keep, text), gone


def _write_comments(text: str, wanted: Mapping[str, str]) -> tuple[str, list[str]]:
    """Add comments; return also the cells that had none before."""
    if not wanted:
        return text, []
    text = re.sub(r"<((?:\w+:)?)(authors|commentList)\s*/>", r"<\1\2></\1\2>", text)
    p = (re.search(r"<((?:\w+:)?)comments\b", text) or [None, ""])[1] or ""
    authors = [match[1] or "" for match in _AUTHOR.finditer(text)]
    if AUTHOR not in authors:
        authors.append(AUTHOR)
        text = text.replace(f"</{p}authors>", f"<{p}author>{AUTHOR}</{p}author></{p}authors>", 1)
    number = authors.index(AUTHOR)
    present: set[str] = set()

    def add(match: re.Match[str]) -> str:
        about = dict(re.findall(r"""(?<!\w)(\w+)\s*=\s*["']([^"']*)["']""", match[2]))
        cell = about.get("ref", "")
        if cell not in wanted or "[Threaded comment]" in match[3]:
            present.add(cell)
            return match[0]
        present.add(cell)
        lines = "".join(f"\n[srns] {plain_xml(line)}" for line in wanted[cell].split("\n"))
        run = f'<{p}r><{p}t xml:space="preserve">{lines}</{p}t></{p}r>'
        plain = rf"(<{p}text>)(<{p}t\b[^<>]*>[^<]*</{p}t>)(</{p}text>)"
        inner = re.sub(plain, rf"\1<{p}r>\2</{p}r>\3", match[3])
        inner = inner.replace(f"<{p}text/>", f"<{p}text></{p}text>")
        return match[0].replace(match[3], inner.replace(f"</{p}text>", f"{run}</{p}text>", 1), 1)

    text = _COMMENT.sub(add, text)
    new = [cell for cell in wanted if cell not in present]
    added = "".join(
        f'<{p}comment ref="{cell}" authorId="{number}"><{p}text><{p}r>'
        f'<{p}t xml:space="preserve">{plain_xml(wanted[cell])}</{p}t></{p}r></{p}text></{p}comment>'
        for cell in new
    )
    return text.replace(f"</{p}commentList>", f"{added}</{p}commentList>", 1), new


def _draw(package: Package, part: str, new: list[str], gone: set[str]) -> None:
    """Add the boxes in which Excel shows comments, and remove those of removed comments."""
    drawing = package.target(part, "vmlDrawing")
    if drawing is None or drawing not in package or "legacyDrawing " not in package.text_of(part):
        if not new:
            return
        drawing = package.free_name("xl/drawings/vmlDrawingSrns", ".vml")
        package.set_text(drawing, _EMPTY_DRAWING)
        package.declare("application/vnd.openxmlformats-officedocument.vmlDrawing", ending="vml")
        _refer(package, part, package.relate(part, "vmlDrawing", drawing))
    text = package.text_of(drawing)
    places = {position(cell) for cell in gone}

    def keep(match: re.Match[str]) -> str:
        row = re.search(r"<x:Row>\s*(\d+)", match[0])
        column = re.search(r"<x:Column>\s*(\d+)", match[0])
        note = 'ObjectType="Note"' in match[0]
        if note and row and column and (int(row[1]), int(column[1])) in places:
            return ""
        return match[0]

    text = _NOTE.sub(keep, text)
    close = text.rfind("</xml>")
    if close < 0:
        return
    used = len(_NOTE.findall(text))
    shapes = []
    for number, cell in enumerate(new, 1 + used):
        row, column = position(cell)
        shapes.append(
            _SHAPE.format(
                number=number,
                row=row,
                column=column,
                left=column + 1,
                right=column + 5,
                top=max(row - 1, 0),
                bottom=row + 6,
                height=96,
            )
        )
    package.set_text(drawing, text[:close] + "".join(shapes) + text[close:])


def _refer(package: Package, part: str, identity: str) -> None:
    """Refer from the sheet to the drawing, at the place that the schema of a sheet demands."""
    text = package.text_of(part)
    root = re.search(r"<((?:\w+:)?)worksheet\b", text)
    if root is None:
        raise ValueError(f"{part} is no sheet")
    element = f'<{root[1]}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{identity}"/>'
    start = max(text.rfind(f"</{root[1]}sheetData>"), text.rfind(f"<{root[1]}sheetData/>"), 0)
    spot = text.rfind(f"</{root[1]}worksheet>")
    depth = 0
    for match in _CHILD.finditer(text, text.find(">", start) + 1, spot):
        if match[1]:
            depth -= 1
            continue
        if depth == 0 and match[3] in _AFTER_DRAWING:
            spot = match.start()
            break
        depth += not match[4]
    package.set_text(part, text[:spot] + element + text[spot:])
