"""The pages of the published definitions, made of their files and of their worked cases."""

from pathlib import Path

from srns.rules.cases import judge_cases, load_cases
from srns.rules.definition import Definition
from srns.rules.definition_wording import Term, list_terms, methods_paragraph
from srns.rules.load_definition import published


def write_definition_pages(folder: Path) -> None:
    """Write a page for each published definition, and one that lists them."""
    folder.mkdir(exist_ok=True)
    definitions = published()
    for definition in definitions:
        (folder / f"{definition.id}.md").write_text(definition_page(definition), "utf-8")
    listed = "\n".join(definition.id for definition in definitions)
    (folder / "index.md").write_text(
        "# Definitions of response\n\n"
        "Each page is made of the definition's own file: the words of its source, how they are "
        "read, and worked cases, which the software is tested against.\n\n"
        f"```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n",
        "utf-8",
    )


def definition_page(definition: Definition) -> str:
    """Return the page of a definition as Markdown."""
    address = f"https://doi.org/{definition.doi}" if definition.doi else definition.address
    lines = [f"# {definition.name}", "", f"`{definition.id}`, version {definition.version}.", ""]
    lines += [_escape(definition.source) + (f" <{address}>" if address else ""), ""]
    if definition.certainty:
        lines += [f"The words were {definition.certainty}.", ""]
    lines += [":::{admonition} As a paragraph of Methods"]
    lines += [
        _escape(methods_paragraph(definition)),
        ":::",
        "",
        "## What the source says, and how it is read",
        "",
    ]
    for term in list_terms(definition):
        lines += _term(term, definition)
    if definition.notes:
        lines += [_escape(definition.notes), ""]
    if definition.unverified:
        lines += [":::{warning}", f"Not verified: {_escape(definition.unverified)}", ":::", ""]
    return "\n".join([*lines, *_cases(definition), f"sha256 `{definition.sha256}`", ""])


def _term(term: Term, definition: Definition) -> list[str]:
    lines = [f"**{_escape(term.name)}**", ""]
    if term.quote and definition.wording == "verbatim":
        lines += [f"> {_escape(term.quote)}", ""]
    elif term.quote:
        lines += [f"In the source, condensed: {_escape(term.quote)}", ""]
    else:
        lines += ["No words in the source.", ""]
    lines += [f"Read as: {_escape(term.words)}", ""]
    return lines + [line for remark in term.remarks for line in (_escape(remark), "")]


def _cases(definition: Definition) -> list[str]:
    cases = load_cases(definition.id)
    if not cases:
        return []
    lines = ["## Worked cases", "", "Up/c in mg/mg / albumin in g/dL where no unit is written.", ""]
    lines += ["| case | samples | verdict | because |", "|---|---|---|---|"]
    for case in judge_cases(cases, definition).to_dict("records"):
        cells = (case[name] for name in ("case", "samples", "demanded", "because"))
        lines.append("| " + " | ".join(_escape(str(cell)) for cell in cells) + " |")
    return [*lines, ""]


def _escape(text: str) -> str:
    """Return a text in which nothing is read as Markdown."""
    marked = text.replace("\\", "\\\\")
    for mark in "`*_[]<>|#~$":
        marked = marked.replace(mark, f"\\{mark}")
    return marked
