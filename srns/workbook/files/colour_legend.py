"""What a legend in the workbook says of a fill color, as in "red = result doubtful"."""

import re
from collections.abc import Mapping

from srns.workbook.files.cells import SheetCells, WorkbookCells
from srns.workbook.problems import address

_WORDS: Mapping[str, str] = {
    "white": "white|weiß|weiss|blanc|blanco|branco|bianco|beyaz|白",
    "black": "black|schwarz|noir|negro|preto|nero|siyah|黑|黒",
    "grey": "gr[ea]y|grau|gris|cinza|grigio|gri|灰",
    "red": "red|pink|rot|rouge|rojo|vermelho|rosso|kırmızı|红|紅|赤",
    "orange": "orange|naranja|laranja|arancione|turuncu|橙|オレンジ",
    "yellow": "yellow|gelb|jaune|amarillo|amarelo|giallo|sarı|黄",
    "green": "green|grün|vert|verde|yeşil|绿|綠|緑",
    "turquoise": "turquoise|türkis|turquesa|turchese|cyan",
    "blue": "blue|blau|bleu|azul|blu|mavi|蓝|藍|青",
    "purple": "purple|violet|lila|violett|morado|roxo|viola|mor|紫",
}
_BESIDE = (
    r"(?:fill|cells?|rows?|marks?|highlight(?:ed)?|zellen?|cellules?|celdas?|células?|色|セル)"
)
_SAYS = {
    color: re.compile(rf"(?:{words})(?:\s+{_BESIDE})?\s*[=:–—-]\s*\S.*", re.IGNORECASE | re.DOTALL)
    for color, words in _WORDS.items()
}
_LONGEST = 150


def find_legend(workbook: WorkbookCells, sheet: SheetCells, look: str) -> tuple[str, str] | None:
    """Return the text that says what a fill means and its place, first of its own sheet; else None.

    Parameters
    ----------
    look
        The fill in English, such as "red fill".
    """
    says = _SAYS.get(look.partition(" ")[0])
    if says is None:
        return None
    for one in (sheet, *(each for each in workbook.sheets if each is not sheet)):
        for row, values in enumerate(one.rows, one.first_row):
            for column, value in enumerate(values, one.first_column):
                if not isinstance(value, str) or len(value) > _LONGEST:
                    continue
                if says.fullmatch(value.strip()):
                    return f"{one.name}!{address(row, column)}", " ".join(value.split())
    return None
