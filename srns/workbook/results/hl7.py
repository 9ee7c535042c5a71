"""HL7 v2 results (ORU^R01), one OBX segment a row, as columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from srns.languages.sentences import sentence
from srns.workbook.problems import Problem

COLUMNS = (
    "obx_segment",
    "pid_3",
    "obx_3_code",
    "obx_3_name",
    "obx_5",
    "obx_6",
    "obx_11",
    "obx_14",
    "obr_3",
    "obr_7",
    "obr_14",
    "obr_22",
    "obx_specimen",
    "nte_3",
)
_HEADER = re.compile(r"MSH(.)(.)(.)(.)(.)")
_LOINC = re.compile(r"\d{1,5}-\d")


@dataclass
class _Message:
    """The separators of a message, and the segments that hold for the next results."""

    bar: str = "|"
    component: str = "^"
    repeat: str = "~"
    escape: str = "\\"
    sub: str = "&"
    patient: str = ""
    request: tuple[str, ...] = ()
    specimen: str = ""

    def plain(self, text: str) -> str:
        """Return a text without its escapes."""
        signs = {
            "F": self.bar,
            "S": self.component,
            "T": self.sub,
            "R": self.repeat,
            "E": self.escape,
        }
        mark = re.escape(self.escape)
        return re.sub(
            rf"{mark}([FSTRE]|\.br){mark}", lambda match: signs.get(match[1], " "), text
        ).strip()

    def parts(self, text: str) -> list[str]:
        """Return the components of the first repetition."""
        return [self.plain(part) for part in text.split(self.repeat)[0].split(self.component)]


def is_hl7(content: bytes) -> bool:
    """Return whether a file begins as HL7 v2 does."""
    head = content[:200].lstrip(b"\xef\xbb\xbf\x0b \r\n")
    return head.startswith((b"MSH|", b"FHS|", b"BHS|")) or bool(re.match(rb"MSH[^\w\s]", head))


def read_hl7(content: bytes, name: str) -> dict[str, list[object]] | Problem:
    """Read the OBX segments of one or more messages.

    The row's number is the line of the segment. Comments (NTE) of a result are joined.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    columns: dict[str, list[object]] = {column: [] for column in COLUMNS}
    message = _Message()
    after_result = False
    lines = re.split(r"\r\n|\r|\n", text)
    for number, line in enumerate(lines, 1):
        line = line.strip("\x0b\x1c ")
        kind = line[:3]
        if header := _HEADER.match(line):
            message = _Message(header[1], header[2], header[3], header[4], header[5])
            continue
        fields = line.split(message.bar)
        if kind == "PID":
            message.patient = _patient(message, fields)
        elif kind == "OBR":
            message.request, message.specimen = tuple(fields), _specimen(message, fields)
        elif kind == "SPM":
            message.specimen = _shown(message.parts(_at(fields, 4)))
        elif kind == "OBX":
            _add(columns, message, fields, number)
        elif kind == "NTE" and after_result and columns["nte_3"]:
            before = str(columns["nte_3"][-1])
            comment = message.plain(_at(fields, 3))
            columns["nte_3"][-1] = "; ".join(filter(None, (before, comment)))
        after_result = kind in ("OBX", "NTE") and (kind == "OBX" or after_result)
    if not columns["obx_segment"]:
        return Problem(
            "error",
            "",
            "",
            sentence("an HL7 file '{name}' without a result", name=name),
            sentence("segments OBX"),
            sentence("Export the results (ORU^R01)."),
        )
    return columns


def _at(fields: Sequence[str], place: int) -> str:
    return fields[place] if place < len(fields) else ""


def _patient(message: _Message, fields: Sequence[str]) -> str:
    for place in (3, 2, 4):
        if found := message.parts(_at(fields, place))[0]:
            return found
    return ""


def _shown(parts: Sequence[str]) -> str:
    return (parts[1] if len(parts) > 1 and parts[1] else parts[0]) if parts else ""


def _specimen(message: _Message, fields: Sequence[str]) -> str:
    source = _at(fields, 15).split(message.component)[0]
    parts = [message.plain(part) for part in source.split(message.sub)]
    return _shown(parts)


def _value(message: _Message, fields: Sequence[str]) -> str:
    """Return the result: of a structured number its sign, number, separator and number."""
    kind, typed = _at(fields, 2), _at(fields, 5)
    parts = message.parts(typed)
    if kind == "SN":
        return "".join(part for part in parts if part).removeprefix("=")
    if kind in ("CE", "CWE", "CF", "CNE"):
        return _shown(parts)
    if kind in ("NM", "ST", "TX", "FT", ""):
        return message.plain(typed.replace(message.repeat, " "))
    return " ".join(filter(None, parts))


def _code(parts: Sequence[str]) -> tuple[str, str]:
    """Return the LOINC code, which may stand first or as the alternative, and the name."""
    parts = [*parts, *[""] * (6 - len(parts))]
    for code, name, system in (parts[0:3], parts[3:6]):
        if system in ("LN", "LOINC") or _LOINC.fullmatch(code):
            return code, name or parts[1] or parts[4]
    return parts[0], parts[1] or parts[4] or parts[0]


def _add(
    columns: dict[str, list[object]], message: _Message, fields: Sequence[str], number: int
) -> None:
    request = message.request
    code, name = _code(message.parts(_at(fields, 3)))
    accession = message.parts(_at(request, 3))[0] or message.parts(_at(request, 2))[0]
    row = (
        number,
        message.patient,
        code,
        name,
        _value(message, fields),
        message.parts(_at(fields, 6))[0],
        message.plain(_at(fields, 11)),
        message.plain(_at(fields, 14)),
        accession,
        message.plain(_at(request, 7)),
        message.plain(_at(request, 14)),
        message.plain(_at(request, 22)),
        message.specimen,
        "",
    )
    for column, value in zip(COLUMNS, row, strict=True):
        columns[column].append(value)
