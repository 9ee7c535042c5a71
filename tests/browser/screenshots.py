"""Screenshots of every page, wide and narrow, light and dark.

Usage: python tests/browser/screenshots.py URL FOLDER
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PAGES = (
    "import",
    "children",
    "overview",
    "timelines",
    "histology",
    "times",
    "maintenance",
    "exposure",
    "kidney",
    "definitions",
    "comparison",
    "statements",
)
WIDTHS = {"wide": 1400, "narrow": 400}
SCHEMES = ("light", "dark")
HEIGHT = 1000


def main(url: str, folder: Path) -> None:
    """Save the screenshots of the dashboard at `url`."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for scheme in SCHEMES:
            for name, width in WIDTHS.items():
                take(browser, url, folder, scheme, name, width)
        browser.close()


def take(browser: Browser, url: str, folder: Path, scheme: str, name: str, width: int) -> None:
    """Save every page in one width and one color scheme."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    tab = context.new_page()
    for page in PAGES:
        path = "" if page == "import" else page
        tab.goto(f"{url}/{path}?cohort=paper&patient=7")
        settle(tab)
        for _ in range(3):  # what comes into view is drawn, and may be taller
            whole = tab.evaluate(
                "Math.max(...[...document.querySelectorAll('section, [data-testid=stMain]')]"
                ".map(part => part.scrollHeight))"
            )
            tab.set_viewport_size({"width": width, "height": min(int(whole) + 20, 6000)})
            settle(tab)
        tab.screenshot(path=folder / f"{page}_{name}_{scheme}.png")
        tab.set_viewport_size({"width": width, "height": HEIGHT})
    context.close()


def settle(tab: Page) -> None:
    """Wait until the page has been drawn."""
    tab.get_by_role("heading", level=1).first.wait_for()
    tab.locator("[data-testid=stStatusWidget]").wait_for(state="detached")
    tab.wait_for_timeout(1200)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
