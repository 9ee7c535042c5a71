"""Texts of the pages that stand outside the catalogues, found in the code.

A text is a literal with two words or more beside each other, or any word that a page is given to
show: the first argument, the label, help, title, placeholder or alternative text of a call to
Streamlit or Altair. It stands in the catalogues if a function of `srns.languages.messages` takes
it, or if it is one of the words of the data.
"""

import ast
import re
from collections.abc import Iterator, Mapping

from srns.languages.data_words import WORDS

IN_CATALOGUES = ("_", "ngettext", "pgettext", "mark", "sentence", "nsentence", "shortened", "say")
REMEMBERED = ("once", "cached", "transform_filter", "query")
"""Functions whose texts nobody reads: keys under which results are kept, and conditions."""
SHOWN_BY = (
    "title", "header", "subheader", "write", "markdown", "caption", "info", "warning", "error",
    "success",
    "text_input", "text_area", "radio", "selectbox", "multiselect", "segmented_control", "pills",
    "toggle", "checkbox", "button", "download_button", "form_submit_button", "file_uploader",
    "number_input", "expander", "popover", "spinner", "progress", "metric", "NumberColumn",
    "TextColumn", "Column",
)  # fmt: skip
SHOWN_AS = ("label", "help", "placeholder", "alt", "title", "page_title", "show_spinner", "caption")
BESIDE = re.compile(r"(?:[^\W\d_]{2,}|\ba)[,;:.]? [^\W\d_]{2,}")
ENDS = re.compile(r"[^\W\d_]{2,}[.…]$")
PLACE = re.compile(r"['\"(]*\{\}[,;'\")]* ?")
"""A place of an f-string, between whose words others will stand."""
WORD = re.compile(r"[^\W\d_]{2,}")
MARKUP = re.compile(r"<[^>]*>|:material/\w+:")
Parents = Mapping[ast.AST, ast.AST]


def texts_outside(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each text that is in no catalogue."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        words = _words(node, parents)
        if words is None or words in WORDS or _is_taken(node, parents):
            continue
        told = BESIDE.search(words) or ENDS.search(words) or BESIDE.search(PLACE.sub("", words))
        if told or (WORD.search(words) and _is_shown(node, parents)):
            yield getattr(node, "lineno", 0), words


def _words(node: ast.AST, parents: Parents) -> str | None:
    """Return what a literal says without markup; None for any other node, and a docstring."""
    if isinstance(node, ast.JoinedStr):
        parts = [each.value if isinstance(each, ast.Constant) else "{}" for each in node.values]
        return MARKUP.sub("", "".join(map(str, parts)))
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    if isinstance(parents[node], (ast.JoinedStr, ast.Expr)):
        return None
    return MARKUP.sub("", node.value)


def _is_taken(node: ast.AST, parents: Parents) -> bool:
    """Return whether a function of the catalogues takes a literal, or nobody reads it on a page.

    Exceptions are worded for Python and the command line, which speak English.
    """
    while (parent := parents.get(node)) is not None and not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.Call):
            name = ast.unparse(parent.func).split(".")[-1]
            if name in IN_CATALOGUES and node in parent.args:
                return True
            condition = name != "query" or len(parent.args) == 1  # of a table; else a problem
            if name.endswith("Error") or (name in REMEMBERED and condition):
                return True
        node = parent
    return False


def _is_shown(node: ast.AST, parents: Parents) -> bool:
    """Return whether a literal is given to a page to be shown, by itself or as one of two."""
    parent = parents[node]
    while isinstance(parent, (ast.IfExp, ast.BoolOp)):
        node, parent = parent, parents[parent]
    if isinstance(parent, ast.keyword):
        return parent.arg in SHOWN_AS
    if not isinstance(parent, ast.Call) or not parent.args or parent.args[0] is not node:
        return False
    return ast.unparse(parent.func).split(".")[-1] in SHOWN_BY
