"""Sign-in by OpenID Connect: one user never sees what another owns."""

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "hosting"))
from topology import MissingError, Topology, free_ports, serve

from tests.browser.test_journey import turn_to

NAME = "Nephrotic children"
SLOW = 60_000  # ms
AUTH = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a secret of the tests, longer than need be"
client_id = "srns"
client_secret = "of no importance"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A provider that lets in whoever is typed."""
    (port,) = free_ports(1)
    address = f"http://localhost:{port}"
    running = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)],
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up and running.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
                break
            time.sleep(0.2)
        yield address
    finally:
        running.terminate()
        running.wait(timeout=15)


@pytest.fixture(scope="module")
def hosted(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    """Two processes behind nginx where people sign in."""
    folder = tmp_path_factory.mktemp("signed_in")
    try:
        with serve(
            folder, sign_in=lambda address: AUTH.format(address=address, provider=provider)
        ) as topology:
            yield topology
    except MissingError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait longer than usual for whatever is looked for."""
    expect.set_options(timeout=SLOW)
    yield
    expect.set_options(timeout=5_000)


def sign_in(browser: Browser, address: str, who: str) -> Page:
    """Come as somebody who was never here before, and sign in."""
    page = browser.new_context(ignore_https_errors=True).new_page()
    page.set_default_timeout(SLOW)
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_placeholder("sub").fill(who)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text(f"Signed in as {who}")).to_be_visible()
    return page


def test_what_one_owns_the_other_neither_sees_nor_opens_and_signing_out_ends_it(
    browser: Browser, hosted: Topology
):
    anna = sign_in(browser, hosted.address, "anna@ward.example")
    anna.get_by_role("button", name="Open the paper's cohort").click()
    expect(anna.get_by_text("Read 8 children")).to_be_visible()
    turn_to(anna, "Share")
    anna.get_by_text("Whoever knows a child of this cohort could find it").click()
    box = anna.get_by_label("Cohort name")
    box.fill(NAME)
    box.press("Enter")
    anna.get_by_role("button", name="Save cohort").click()
    expect(anna.get_by_text("Your role is owner")).to_be_visible()
    expect(anna.locator("[data-testid=stCode]")).to_have_count(0)  # no link: it is hers

    boris = sign_in(browser, hosted.address, "boris@ward.example")
    expect(boris.get_by_text("Your saved cohorts")).to_have_count(0)
    turn_to(boris, "Share")
    expect(boris.get_by_role("button", name="Sign out")).to_be_visible()
    expect(boris.get_by_text(NAME)).to_have_count(0)

    again = sign_in(browser, hosted.address, "anna@ward.example")  # at another computer
    again.get_by_role("button", name=f"Open {NAME}").click()
    again.locator(".st-key-cohort button").first.click()
    expect(again.get_by_text("Your saved cohort, open as owner")).to_be_visible()
    again.keyboard.press("Escape")

    again.get_by_role("button", name="Sign out").click()
    again.get_by_role("button", name="End session").click()  # the provider asks
    expect(again.get_by_role("button", name="Sign in")).to_be_visible()
    expect(again.get_by_text(NAME)).to_have_count(0)
    again.goto(f"{hosted.address}/share")
    expect(again.get_by_role("button", name="Sign in")).to_be_visible()
    expect(again.get_by_text(NAME)).to_have_count(0)
    kept = {str(each.get("name")) for each in again.context.cookies(hosted.address)}
    for page in (anna, boris, again):
        page.context.close()

    assert not {name for name in kept if name.startswith("_streamlit_user")}
    written = hosted.logs()
    for word in ("anna@", "boris@", "code=", "id_token", NAME):
        assert word not in written


def test_a_forged_sign_in_is_nobodys(browser: Browser, hosted: Topology):
    context = browser.new_context(ignore_https_errors=True)
    forged = {"name": "_streamlit_user", "url": hosted.address}
    context.add_cookies([{**forged, "value": "eyJzdWIiOiAiYW5uYUB3YXJkLmV4YW1wbGUifQ"}])
    page = context.new_page()
    page.set_default_timeout(SLOW)

    page.goto(hosted.address)

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto(f"{hosted.address}/oauth2callback?code=made_up&state=made_up")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    context.close()
