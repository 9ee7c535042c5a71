"""Copy as Python: one click puts the script of a panel into the clipboard."""

from playwright.sync_api import Page, expect


def test_one_click_copies_the_script_of_a_panel(dashboard_url: str, page: Page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{dashboard_url}/histology?cohort=paper&interval=wilson")
    menu = page.locator(".st-key-remission_by_histology_menu button").first
    expect(menu).to_be_visible(timeout=60_000)
    menu.click()

    page.get_by_role("button", name="Copy as Python").click()

    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import srns\n\nreading = srns.load_haddad2021()\n")
    assert 'srns.panel(view, "remission_by_histology", by="histology", interval="wilson"' in copied
