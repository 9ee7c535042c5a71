"""Offline page: what it holds, what it must not hold, and that its data give the same verdicts."""

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace

import pytest

from srns.cli import main
from srns.cohort.errors import GateError, InputError
from srns.report.dataset import definition_text
from srns.report.offline_page import offline_page, read_page
from srns.report.page_lock import ITERATIONS, SHORTEST, lock, unlock
from srns.rules.basis import Basis
from tests.analysis.cohorts import DEFINITION, PAPER_COHORT, ROOT, first_children
from tests.report.deidentified import cleared

PASSWORD = "four plain long words"
TEXT = definition_text(DEFINITION)


@pytest.fixture(scope="module")
def page() -> bytes:
    return offline_page(cleared(), DEFINITION, TEXT, note="Up/c series simulated")


def data_of(page: bytes) -> dict:
    packed = re.search(rb'id="data"[^>]*>([^<]*)<', page)
    assert packed
    return json.loads(gzip.decompress(base64.b64decode(packed[1])))


def test_its_data_give_the_same_verdicts_and_summary_to_the_byte(page):
    found = read_page(page)
    again = {
        name: hashlib.sha256(content).hexdigest().encode()
        for name, content in found.results().items()
    }

    assert again == dict(found.stated)
    assert len(again) == 4


def test_its_policy_forbids_every_request_and_every_script_but_its_own(page):
    text = page.decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)

    assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy[1]  # none, by default
    assert "unsafe-eval" not in policy[1]
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert len(scripts) == 2
    assert not re.findall(
        r"<(?:link|img|iframe|object|base)\b|<script[^>]*src", text.partition("<script")[0]
    )


def test_numbers_stand_there_for_every_choice_of_filters(page):
    data = data_of(page)
    histology, *_ = data["filters"]

    assert histology["name"] == "histology"
    for group in histology["groups"]:
        of = sum(each == group for each in data["children"]["histology"])
        assert f"{of} child" in " ".join(data["views"][f"{group}|"]["words"]) or of == 1
    assert data["views"]["|"]["words"][0].startswith("8 children were studied. 4 of 8 children")


def test_nothing_else_than_the_gate_lets_through_is_in_it(page):
    text = json.dumps(data_of(page))

    assert "2005-" not in text
    assert "Prograf" not in text


def test_a_page_of_counts_alone_has_no_child():
    page = offline_page(cleared(), DEFINITION, TEXT, counts_only=True)
    data = data_of(page)

    assert set(data) == {"software", "note", "basis", "counts", "definition"}
    assert "Labs!" not in json.dumps(data)
    with pytest.raises(InputError, match="found counts alone"):
        read_page(page)


def test_without_its_password_nothing_of_a_page_can_be_read():
    page = offline_page(cleared(), DEFINITION, TEXT, note="a note", password=PASSWORD)

    assert b"complete remission in" not in page
    assert b"a note" not in page
    assert f'data-iterations="{ITERATIONS}"'.encode() in page
    with pytest.raises(InputError, match="found another password"):
        read_page(page, "four plain long wordz")
    assert len(read_page(page, PASSWORD).cohort.patients) == 8


def test_every_page_has_another_salt_and_nonce():
    one, other = lock(b"x", PASSWORD), lock(b"x", PASSWORD)

    assert one.salt != other.salt
    assert one.nonce != other.nonce
    assert unlock(one, PASSWORD) == unlock(other, PASSWORD) == b"x"


def test_a_short_password_is_refused():
    with pytest.raises(InputError, match=f"expected at least {SHORTEST}"):
        lock(b"x", "short")


def test_a_cohort_that_did_not_come_through_the_gate_is_refused():
    with pytest.raises(GateError):
        offline_page(replace(cleared(), cohort=PAPER_COHORT), DEFINITION, TEXT)


@pytest.mark.parametrize("n", [0, 1])
def test_a_page_of_nobody_or_of_one_child_is_written(n):
    page = offline_page(cleared(first_children(n)), DEFINITION, TEXT)

    assert len(data_of(page)["children"]["patient"]) == n
    assert read_page(page).classify().definition == DEFINITION


def test_the_basis_of_the_verdicts_goes_along():
    page = offline_page(cleared(), DEFINITION, TEXT, Basis(by_line=True))

    assert read_page(page).basis == Basis(by_line=True)


def test_the_command_writes_it_with_a_password_from_the_environment(tmp_path, capsys, monkeypatch):
    target = tmp_path / "cohort.html"
    paper = str(ROOT / "data" / "haddad2021.xlsx")
    monkeypatch.setenv("SRNS_PAGE_PASSWORD", PASSWORD)

    assert main(["snapshot", paper, "-o", str(target), "--accept-risk", "--password"]) == 0
    assert "Wrote" in capsys.readouterr().out
    assert len(read_page(target.read_bytes(), PASSWORD).cohort.patients) == 8


def test_another_ending_is_named(tmp_path, capsys):
    paper = str(ROOT / "data" / "haddad2021.xlsx")

    assert main(["snapshot", paper, "-o", str(tmp_path / "cohort.pdf")]) == 2
    assert "found the ending '.pdf'; expected .html." in capsys.readouterr().err
