"""How tall is each page, how many words and elements does it show, and what does axe find?

Run: python -m benchmarks.pages [--cohort FILE] [--axe axe.min.js] [--shots FOLDER]; or with
--documents alone, which draws the pictures in docs/screenshots anew. The dashboard
is served on this machine and drawn in a headless Chromium 1,400 pixels wide, each part of each page
on its own: the table on standard output has its height, its visible words, its elements and the
menus of its figures. With axe-core's file also what axe finds serious, light and dark, wide and
narrow. With a folder, a screenshot of each.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.repaint import CHROMIUM, ROOT, serve
from srns.dashboard.state.page_parts import PAGE_PARTS
from srns.registry.opened_registry import REGISTRY

WIDE, NARROW, HEIGHT = 1400, 390, 1000
SCREENSHOTS = ROOT / "docs" / "screenshots"
PICTURES = {
    "cohort": ("cohort", WIDE, "light"),
    "child": ("child?patient=7", WIDE, "light"),
    "swimmer": ("cohort?tab=swimmer+plot", WIDE, "dark"),
    "telephone": ("child?patient=7", NARROW, "dark"),
    "histology": ("histology", WIDE, "light"),
    "maintenance": ("maintenance?tab=regimens+in+time", WIDE, "light"),
    "definitions": ("definitions", WIDE, "light"),
    "methods": ("methods", WIDE, "light"),
    "registry": ("registry", WIDE, "light"),
    "languages": ("cohort?lang=es", WIDE, "light"),
}
"""Pages in the documentation, each with its address, width and color scheme."""
CHILDREN_OF_REGISTRY = 5_000
LIMITS = {"height": 2000, "words": 350, "elements": 40, "errors": 0}
_COUNT = """() => {
  const main = document.querySelector("[data-testid=stMainBlockContainer]");
  const words = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const style = node.parentElement && getComputedStyle(node.parentElement);
      if (!style || style.visibility === "hidden" || style.display === "none") return 0;
      return node.textContent.trim().split(/\\s+/).filter(Boolean).length;
    }
    if (["STYLE", "SCRIPT", "CANVAS"].includes(node.nodeName)) return 0;
    if (node.nodeType === Node.ELEMENT_NODE && !node.getClientRects().length &&
        getComputedStyle(node).display !== "contents") return 0;
    const box = node.nodeType === Node.ELEMENT_NODE && node.closest(".printed");
    if (box && node.getBoundingClientRect().top >= box.getBoundingClientRect().bottom)
      return 0;  // it is reached by scrolling within the table
    const inside = node.shadowRoot ? [...node.shadowRoot.childNodes] : [];
    return [...node.childNodes, ...inside].reduce((sum, child) => sum + words(child), 0);
  };
  const figures = [...document.querySelectorAll("[class*=_figure]")];
  return {
    height: Math.round(main.getBoundingClientRect().height),
    words: words(document.body),
    elements: document.querySelectorAll("[data-testid=stElementContainer]").length,
    errors: document.querySelectorAll("[data-testid=stException]").length,
    menus: Math.max(0, ...figures.map((each) =>
      each.querySelectorAll("[data-testid=stPopover], [data-testid=stDownloadButton]").length)),
  };
}"""
_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id} (${each.nodes.length})`)"""


def main() -> None:
    """Print one row a page and part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cohort", type=Path)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--shots", type=Path)
    parser.add_argument("--documents", action="store_true")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with contextlib.ExitStack() as stack:
        if asked.documents:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            os.environ[REGISTRY] = str(simulated_registry(folder))
        playwright = stack.enter_context(sync_playwright())
        address = stack.enter_context(serve(ROOT / "app.py"))
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        if asked.documents:
            picture(browser, address)
            return
        print("| page | height, px | words | elements | tracebacks | menus a figure | axe |")
        print("|---|---|---|---|---|---|---|")
        looks = [(WIDE, "light")]
        if asked.axe or asked.shots:
            looks += [(WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
        found: dict[str, list[str]] = {}
        counted: dict[str, dict[str, int]] = {}
        for width, scheme in looks:
            with opened(browser, address, width, scheme, asked.cohort) as page:
                for name, path in addresses():
                    turn(page, address, path, asked.cohort)
                    if (width, scheme) == looks[0]:
                        counted[name] = page.evaluate(_COUNT)
                    if asked.axe:
                        page.evaluate(asked.axe.read_text("utf-8"))
                        found.setdefault(name, []).extend(page.evaluate(_AXE))
                    if asked.shots:
                        take(page, asked.shots / f"{slug(name)}_{width}_{scheme}.png")
        for name, counts in counted.items():
            row = [f"{n}{' (!)' if n > LIMITS.get(what, 1) else ''}" for what, n in counts.items()]
            axe = ", ".join(dict.fromkeys(found.get(name, []))) or ("–" if asked.axe else "not run")
            print(f"| {name} | {' | '.join(row)} | {axe} |", flush=True)


def addresses() -> Iterator[tuple[str, str]]:
    """Return each part of each page with its address."""
    yield "Import", ""
    for page, parts in PAGE_PARTS.items():
        for part in parts or ("",):
            tab = f"?tab={part.replace(' ', '+')}" if part else ""
            yield " · ".join(filter(None, (page.capitalize(), part))), f"{page}{tab}"
    yield "Share", "share"


@contextlib.contextmanager
def opened(
    browser: Browser, address: str, width: int, scheme: str, cohort: Path | None
) -> Iterator[Page]:
    """Open the dashboard in a window, with a workbook or the paper's cohort."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    settle(page)
    if cohort:
        page.locator("input[type=file]").first.set_input_files(cohort)
        page.wait_for_url("**cohort=upload**", timeout=180_000)
        settle(page)
    yield page
    context.close()


def turn(page: Page, address: str, path: str, cohort: Path | None) -> None:
    """Open an address within the session: a reload would lose an uploaded cohort."""
    if cohort:
        path += f"{'&' if '?' in path else '?'}cohort=upload"
    page.evaluate(
        "url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')); }",
        f"{address}/{path}",
    )
    page.wait_for_timeout(500)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the script rests and the figures are drawn."""
    rest = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    page.locator(rest).wait_for(timeout=180_000)
    page.get_by_role("heading", level=1).first.wait_for(timeout=180_000)
    page.wait_for_timeout(900)
    heights = [-1, page.evaluate(_COUNT)["height"]]
    while heights[-1] != heights[-2] and len(heights) < 40:  # a figure may still be drawn
        page.wait_for_timeout(700)
        heights.append(page.evaluate(_COUNT)["height"])


def take(page: Page, path: Path) -> None:
    """Save a screenshot of the whole page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else WIDE
    height = page.evaluate(_COUNT)["height"]
    page.set_viewport_size({"width": width, "height": min(max(height + 20, HEIGHT), 4000)})
    page.wait_for_timeout(600)
    page.screenshot(path=path)
    page.set_viewport_size({"width": width, "height": HEIGHT})


def picture(browser: Browser, address: str) -> None:
    """Draw the pictures of the documentation: few colors, so that they are small."""
    for name, (path, width, scheme) in PICTURES.items():
        with opened(browser, address, width, scheme, None) as page:
            turn(page, address, path, None)
            target = SCREENSHOTS / f"{name}.png"
            take(page, target)
            with Image.open(target) as shot:
                picture_only = shot.convert(
                    "RGB"
                )  # with fewer colors, a small mark takes another's
            picture_only.save(target, optimize=True)


def simulated_registry(folder: Path) -> Path:
    """Write the registry of the pictures, of invented children, and return its folder."""
    srns = [sys.executable, "-m", "srns"]
    invented, result = folder / "invented", folder / "result"
    asked = ["--children", str(CHILDREN_OF_REGISTRY), "--unreadable", "0"]
    subprocess.run([*srns, "simulate", invented, *asked], cwd=ROOT, check=True)
    command = [*srns, "registry", invented, "--out", result, "--for-dashboard"]
    subprocess.run(command, cwd=ROOT, check=True)
    return result


def slug(name: str) -> str:
    """Return a page's name as part of a file name."""
    return name.lower().replace(" · ", "_").replace(" ", "_")


if __name__ == "__main__":
    main()
