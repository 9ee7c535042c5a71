"""Lists drawn in the browser whose links open a child or a page as one step of the history.

A list is one element, however long. Its links are real ones: they are reached by the keyboard and
open in another tab. A click changes the address and announces it as the browser's own Back does, so
that the session goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from streamlit.components.v2 import component

from srns.dashboard.state import session
from srns.dashboard.state.url_reading import KNOWN
from srns.dashboard.state.url_state import address_of, address_words
from srns.languages.messages import _

_JS = """
const drop = ["tab", "zoom"];
export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector("#linked");
  root.innerHTML = data.html;
  const address = (page, change) => {
    const url = new URL(page, new URL(".", location.href));
    const asked = new URLSearchParams(location.search);
    drop.forEach((name) => asked.delete(name));
    change(asked);
    url.search = asked.toString();
    return url.href;
  };
  const open = (href, replace) => {
    if (href === location.href) return;
    if (replace) history.replaceState({}, "", href); else history.pushState({}, "", href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  };
  // Not every choice draws a list anew: its links follow the address when they are reached.
  let followed;
  const follow = () => {
    if (followed === location.search) return;
    for (const link of root.querySelectorAll("a[data-child]"))
      link.href = address("child", (asked) => asked.set("patient", link.dataset.child));
    if (followed !== undefined)  // until then they are as the server drew them
      for (const link of root.querySelectorAll(".pages a"))
        link.href = address(link.pathname, (asked) => keep(link, asked));
    followed = location.search;
  };
  const keep = (link, asked) => {
    for (const name of [...asked.keys()]) if (!data.kept.includes(name)) asked.delete(name);
    const own = new URL(link.hasAttribute("aria-current") ? location.href : link.href).searchParams;
    for (const name of drop) if (own.has(name)) asked.set(name, own.get(name));
  };
  follow();
  const toggle = (child) => {
    const asked = new URLSearchParams(location.search);
    const chosen = asked.getAll("selected");
    asked.delete("selected");
    const left = chosen.filter((each) => each !== child);
    if (left.length === chosen.length) left.push(child);
    left.forEach((each) => asked.append("selected", each));
    if (!left.length) { asked.delete("named"); asked.delete("only"); }
    const url = new URL(location.href);
    url.search = asked.toString();
    open(url.href, false);
  };
  const click = (event) => {
    follow();
    const box = event.target.closest("input[data-select]");
    if (box) return toggle(box.dataset.select);
    const link = event.target.closest("a[href]") ||
      event.target.closest("tr[data-row]")?.querySelector("a[data-child]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (String(getSelection())) return;
    event.preventDefault();
    open(link.href, false);
    if (link.closest(".pages") && innerWidth <= 768)  // there the list lies over the page
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  };
  const press = (event) => {
    const at = event.target;
    const typing = at.closest?.("input, textarea, select, [role=grid], [role=radiogroup]");
    if (typing || at.isContentEditable || event.ctrlKey || event.metaKey || event.altKey) return;
    const link = root.querySelector(`a[data-key="${event.key}"]`);
    if (link) { follow(); event.preventDefault(); open(link.href, false); }
  };
  root.onclick = click;  // stays while the list is drawn anew, so that no click is lost meanwhile
  window.addEventListener("keydown", press);
  const reached = ["pointerover", "focusin"];
  reached.forEach((name) => root.addEventListener(name, follow));
  if (data.step) open(new URL(data.step, new URL(".", location.href)).href, data.replace);
  return () => {
    window.removeEventListener("keydown", press);
    reached.forEach((name) => root.removeEventListener(name, follow));
  };
}
"""
_CSS = """
#linked { color: var(--st-text-color); font: var(--st-base-font-size, 1rem)/1.4 var(--st-font);
  font-size: 0.875rem; overflow-x: auto; }
a { color: var(--st-link-color); text-underline-offset: 2px; }
a:focus-visible, input:focus-visible { outline: 2px solid var(--st-primary-color);
  outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
  border-bottom: 1px solid var(--st-border-color); }
th { font-weight: 600; white-space: nowrap; }
td.code { font-weight: 700; white-space: nowrap; }
td.short { white-space: nowrap; }
tr[data-row] { cursor: pointer; }
tr[data-row]:hover, tr.chosen { background: var(--st-secondary-background-color); }
input { width: 1.1rem; height: 1.1rem; margin: 0.1rem 0; accent-color: var(--st-primary-color); }
nav { display: flex; flex-wrap: wrap; gap: 0.4rem 1.2rem; align-items: baseline; }
.quiet { opacity: 0.85; }
/* The tools of the figure below appear where the links end. */
nav.children { padding-bottom: 2.2rem; }
nav.pages { flex-direction: column; gap: 0.15rem; font-size: 0.9375rem; }
nav.pages a { display: flex; gap: 0.6rem; align-items: center; align-self: stretch;
  padding: 0.35rem; border-radius: 0.25rem; color: inherit; text-decoration: none; }
nav.pages a:is(:hover, [aria-current]) {
  background: color-mix(in srgb, currentColor 10%, transparent); }
nav.pages a[aria-current] { font-weight: 600; }
nav.pages a::before { content: attr(data-icon) / ""; font: 400 1.2rem/1 "Material Symbols Rounded";
  font-feature-settings: "liga"; width: 1.2rem; overflow: hidden; opacity: 0.8; }
@media (max-width: 640px) { th.wide, td.wide { display: none; } }
"""
_LINKED = component("srns_linked", html='<div id="linked"></div>', css=_CSS, js=_JS)


@dataclass(frozen=True)
class PageEntry:
    """A page in the list of pages: its address and choices, its title and Material icon."""

    address: str
    title: str
    icon: str
    parameters: Mapping[str, Sequence[str]]
    is_current: bool


def draw(html: str, key: str) -> None:
    """Draw a list of links.

    Parameters
    ----------
    html
        Made by this module: whatever comes from a workbook is escaped in it.
    """
    _LINKED(data={"html": html, "kept": KNOWN}, key=key)


def child_link(child: str, words: str = "", *, key: str = "") -> str:
    """Return a link to a child; `key` is the key of the keyboard that follows it."""
    (asked,) = address_words([child])
    return _link(asked, words or child, key)


def _link(asked: str, words: str, key: str = "") -> str:
    pressed = f' data-key="{escape(key)}" aria-keyshortcuts="{escape(key)}"' if key else ""
    return f'<a data-child="{escape(asked)}"{pressed}>{escape(words)}</a>'


def table(
    headings: Sequence[str],
    rows: Sequence[tuple[str, Sequence[str]]],
    *,
    classes: Sequence[str],
    selected: Sequence[str],
    caption: str,
) -> str:
    """Return a table whose rows open a child, with a box in each that selects it.

    Parameters
    ----------
    rows
        The child of each row, and its cells after the child's name as plain text.
    classes
        The style of each column: `short` stays on one line, `code` stands out, `wide` is left out
        on a narrow screen.
    """
    chosen = set(selected)
    head = "".join(
        f'<th class="{kind}" scope="col">{escape(words)}</th>'
        for words, kind in zip(headings, classes, strict=True)
    )
    body = []
    asked = address_words([child for child, _ in rows])
    for (child, cells), word in zip(rows, asked, strict=True):
        ticked = " checked" if child in chosen else ""
        name = escape(child)
        label = escape(_("Select {child}").format(child=child))
        box = f'<input type="checkbox" data-select="{escape(word)}" aria-label="{label}"{ticked}>'
        columns = "".join(
            f'<td class="{kind}">{escape(words)}</td>'
            for words, kind in zip(cells, classes[1:], strict=True)
        )
        body.append(
            f'<tr data-row="{name}" class="{"chosen" if ticked else ""}"><td>{box}</td>'
            f'<td class="{classes[0]}">{_link(word, child)}</td>{columns}</tr>'
        )
    return (
        f'<table aria-label="{escape(caption)}"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def list_of_pages(entries: Sequence[PageEntry]) -> str:
    """Return the links to the pages, all in one element: a choice changes every one of them."""
    links = "".join(
        f'<a href="{escape(_address(each.address or "./", each.parameters))}" '
        f'data-icon="{escape(each.icon)}"{" aria-current=page" if each.is_current else ""}>'
        f"{escape(each.title)}</a>"
        for each in entries
    )
    label = escape(_("Pages"))
    return f'<nav class="pages" aria-label="{label}">{links}</nav>'


def take_step() -> None:
    """Open the page and the child that a click on a figure asked for."""
    here = session.state()
    if here.step is None:
        return
    (page, child), here.step = here.step, None
    parameters = {**address_of(page), "patient": address_words([child])}
    parameters.pop("zoom", None)
    _LINKED(data={"html": "", "step": _address(page, parameters)}, key=f"step_{page}_{child}")


def replace_page(page: str, parameters: Mapping[str, Sequence[str]]) -> None:
    """Open another page in place of this one, which leaves the browser's history."""
    step = _address(page, parameters)
    _LINKED(data={"html": "", "step": step, "replace": True}, key=f"replace_{page}")


def _address(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    return f"{page}?{urlencode(parameters, doseq=True)}" if parameters else page
