"""`srns admin`: list, link, revoke, purge, backup, restore, audit."""

import json

import pytest

from srns.cli import main
from srns.cohort.errors import AccessError
from srns.sharing import links
from srns.sharing.permissions import VIEWER
from srns.sharing.store import open_store
from tests.sharing.made import save


@pytest.fixture
def place(tmp_path, monkeypatch):
    path = tmp_path / "store.sqlite3"
    monkeypatch.setenv("SRNS_STORE", str(path))
    monkeypatch.delenv("SRNS_DATABASE_URL", raising=False)
    return path


def test_list_names_cohorts_and_links_and_no_secret(place, capsys):
    store = open_store()
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER, label="Turin", confirmed=["Turin"])

    assert main(["admin", "list"]) == 0
    listed = capsys.readouterr().out
    assert main(["admin", "list", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert "Our cohort" in listed
    assert "Turin" in listed
    assert link.token.split(".")[1] not in listed
    assert {each["id"] for each in document["links"]} == {link.id, saved.link.id}


def test_an_owner_who_lost_the_link_gets_another(place, capsys):
    store = open_store()
    saved = save(store)

    assert main(["admin", "link", saved.version.cohort]) == 0

    token = capsys.readouterr().out.strip().removeprefix("?link=")
    assert links.open_link(store, token).role == "owner"


def test_revoke_ends_a_link(place, capsys):
    store = open_store()
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER)

    assert main(["admin", "revoke", link.id]) == 0
    assert main(["admin", "revoke", "nonsense"]) == 2

    assert "There is no link nonsense" in capsys.readouterr().err
    with pytest.raises(AccessError, match="revoked"):
        links.open_link(store, link.token)


def test_purge_asks_first(place, capsys):
    saved = save(open_store())

    assert main(["admin", "purge", saved.version.cohort]) == 1
    assert main(["admin", "purge", saved.version.cohort, "--yes"]) == 0
    assert main(["admin", "list"]) == 0

    assert "Nothing is saved." in capsys.readouterr().out


def test_backup_and_restore_and_audit(place, tmp_path, capsys):
    store = open_store()
    saved = save(store)
    backup = str(tmp_path / "all.gz")

    assert main(["admin", "backup", backup]) == 0
    assert main(["admin", "--store", str(tmp_path / "new.sqlite3"), "restore", backup]) == 0
    assert main(["admin", "restore", backup]) == 2
    assert main(["admin", "audit", "--verify"]) == 0
    assert main(["admin", "audit"]) == 0

    said = capsys.readouterr()
    assert "3 entries, none changed" in said.out
    assert "saved a version" in said.out
    assert "not empty" in said.err
    other = open_store(tmp_path / "new.sqlite3")
    assert links.open_link(other, saved.link.token).role == "owner"
