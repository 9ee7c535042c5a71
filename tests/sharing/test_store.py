"""Saved cohorts, links, reviews and the log, on SQLite and on PostgreSQL."""

import gzip
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pandas as pd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import delete, select, text, update

from srns.cohort.canonical_json import content_hash, write_cohort
from srns.cohort.errors import AccessError, GateError, StoreError, StoreOffError
from srns.cohort.overrides import Override
from srns.rules.basis import Basis, classify_on
from srns.rules.load_definition import load_definition
from srns.rules.rescue import NO_RESPONSE
from srns.sharing import audit, cohorts, links, reviews, snapshots
from srns.sharing.backup import find_damage, restore_backup, write_backup
from srns.sharing.permissions import AGGREGATE, EDITOR, OWNER, VIEWER, Access, check
from srns.sharing.schema import AUDIT, LINKS, METADATA, VERSIONS
from srns.sharing.store import open_store
from tests.sharing.made import (
    cleared,
    judged,
    paper,
    pinned,
    save,
    with_labs,
    without_last_lab,
)


def load(store, access, saved):
    return cohorts.load_cohort(store, access, saved.version.sha256)


def test_the_migrations_make_the_schema_that_the_code_uses(store):
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_a_cohort_comes_back_whole_and_under_its_name(store):
    saved = save(store)

    back = load(store, saved.access, saved)

    assert saved.version.sha256 == content_hash(write_cohort(back))
    assert len(back.patients) == 8


def test_a_store_opened_again_holds_what_was_saved(new_store):
    saved = save(new_store())

    assert len(load(new_store(), saved.access, saved).patients) == 8


# --- links


def test_a_link_opens_the_snapshot_to_the_same_numbers(store):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER, snapshot=saved.snapshot)

    access = links.open_link(store, link.token)
    snapshot = snapshots.open_snapshot(store, access)

    assert access.role == VIEWER
    assert snapshot.id == saved.snapshot
    assert snapshots.what_differs(snapshot, load(store, access, saved)) == []


def test_a_snapshot_says_what_differs(store):
    saved = save(store)
    snapshot = snapshots.open_snapshot(store, saved.access)
    cohort = cleared().cohort
    changed = replace(cohort, labs=cohort.labs[cohort.labs["patient"] != "7"])

    numbers = {**snapshot.numbers, "1": {**snapshot.numbers["1"], "response": "no response"}}
    said = snapshots.what_differs(replace(snapshot, numbers=numbers), cleared().cohort)

    assert said == ["Child 1: response no response, now complete remission."]
    [line] = snapshots.what_differs(snapshot, changed)
    assert line.startswith("Child 7: response complete remission, now not evaluable")


def test_a_snapshot_carries_the_text_of_its_definition(store):
    saved = save(store)
    definition = load_definition("haddad_2021")

    snapshot = snapshots.open_snapshot(store, saved.access)

    assert snapshot.read_definition() == definition
    assert snapshot.definition_sha256 == definition.sha256


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token.split(".")[0],
        lambda token: token.split(".")[0] + ".",
        lambda token: "0" * 16 + "." + token.split(".")[1],
        lambda token: "",
        lambda token: "' OR 1=1 --",
        lambda token: "../../etc/passwd",
    ],
    ids=["short", "long", "id alone", "no secret", "other id", "empty", "sql", "path"],
)
def test_a_wrong_token_opens_nothing_and_learns_nothing(store, spoil):
    link = links.make_link(store, save(store).access, VIEWER)

    with pytest.raises(AccessError, match="This link does not work"):
        links.open_link(store, spoil(link.token))


def test_a_secret_opens_its_own_link_alone(store):
    saved = save(store)
    one = links.make_link(store, saved.access, VIEWER)
    two = links.make_link(store, saved.access, EDITOR)

    with pytest.raises(AccessError, match="does not work"):
        links.open_link(store, f"{two.id}.{one.token.split('.')[1]}")


def test_a_token_has_128_bits_or_more_and_is_stored_hashed(store):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER, password="three long words")
    secret = link.token.split(".")[1]

    with store.reading() as connection:
        everything = [
            repr(tuple(row))
            for table in METADATA.sorted_tables
            for row in connection.execute(select(table))
        ]

    assert links.SECRET_BYTES * 8 >= 128
    assert len(secret) >= 43
    assert not any(secret in row or "three long words" in row for row in everything)
    assert secret not in repr(link)


def test_passwords_are_dear_to_guess_unless_a_test_makes_them_cheap(store):
    dear = open_store(store.engine.url.render_as_string(hide_password=False))
    saved = save(dear)
    link = links.make_link(dear, saved.access, VIEWER, password="three long words")

    with dear.reading() as connection:
        kept = connection.execute(
            select(LINKS.c.password).where(LINKS.c.id == link.id)
        ).scalar_one()

    n, r, p, *_ = kept.split(".")
    assert 128 * int(n) * int(r) * int(p) >= 32 * 2**20  # bytes mixed, OWASP's least
    assert links.open_link(store, link.token, "three long words").role == VIEWER
    dear.close()


def test_secrets_are_compared_in_constant_time(store, monkeypatch):
    link = links.make_link(store, save(store).access, VIEWER)
    seen = []
    real = links.hmac.compare_digest
    monkeypatch.setattr(
        links.hmac, "compare_digest", lambda one, two: seen.append(two) or real(one, two)
    )

    links.open_link(store, link.token)
    with pytest.raises(AccessError):
        links.open_link(store, "0" * 16 + ".x")

    assert len(seen) == 2  # an unknown id is compared too


def test_an_expired_link_opens_nothing_and_ends_where_it_is_open(store, clock):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER, days=2)
    access = links.open_link(store, link.token)

    clock.forward(days=1, hours=23)
    check(store, access)
    clock.forward(hours=1)

    with pytest.raises(AccessError, match="expired on 2026-03-03"):
        links.open_link(store, link.token)
    with pytest.raises(AccessError, match="expired"):
        load(store, access, saved)


def test_a_revoked_link_ends_at_once_where_it_is_open(store):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER)
    access = links.open_link(store, link.token)
    load(store, access, saved)

    links.revoke_link(store, saved.access, link.id)

    with pytest.raises(AccessError, match="was revoked"):
        load(store, access, saved)
    with pytest.raises(AccessError, match="was revoked"):
        links.open_link(store, link.token)


def test_a_downgraded_link_loses_its_children_at_once(store):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER)
    access = links.open_link(store, link.token)

    links.change_role(store, saved.access, link.id, AGGREGATE)

    with pytest.raises(AccessError, match="aggregate-only, and this needs viewer"):
        load(store, access, saved)
    assert check(store, access).role == AGGREGATE
    assert snapshots.open_snapshot(store, access).numbers == {}


def test_a_claim_made_up_in_a_session_opens_nothing(store):
    saved, other = save(store), save(store, "Another")
    viewer = links.open_link(store, links.make_link(store, saved.access, VIEWER).token)

    for forged in (
        replace(viewer, cohort=other.version.cohort),  # a link of one cohort, a claim on another
        replace(viewer, link="0" * 16),
        Access(saved.version.cohort, OWNER, "", "somebody"),
    ):
        with pytest.raises(AccessError):
            load(store, forged, saved)
    with pytest.raises(AccessError, match="needs owner"):  # the role claimed is not believed
        links.list_links(store, replace(viewer, role=OWNER))


@pytest.mark.parametrize("role", [AGGREGATE, VIEWER])
@pytest.mark.parametrize(
    "act",
    [
        lambda store, access, saved: cohorts.save_cut(
            store, access, cleared(), pinned(cleared()), compared_with=saved.version.sha256
        ),
        lambda store, access, saved: cohorts.save_snapshot(
            store, access, saved.version.sha256, pinned(cleared())
        ),
        lambda store, access, saved: reviews.mark_reviewed(
            store, access, saved.version.sha256, "1"
        ),
        lambda store, access, saved: reviews.add_comment(
            store, access, saved.version.sha256, "1", "look"
        ),
        lambda store, access, saved: links.make_link(store, access, OWNER),
        lambda store, access, saved: links.change_role(store, access, access.link, OWNER),
        lambda store, access, saved: links.revoke_link(store, access, saved.access.link),
        lambda store, access, saved: cohorts.purge_cohort(store, access),
        lambda store, access, saved: cohorts.rename_cohort(store, access, "Mine"),
    ],
    ids=["cut", "snapshot", "review", "comment", "link", "upgrade", "revoke", "purge", "rename"],
)
def test_whoever_may_only_look_changes_nothing(store, role, act):
    saved = save(store)
    access = links.open_link(store, links.make_link(store, saved.access, role).token)
    before = len(audit.read_log(store))

    with pytest.raises(AccessError):
        act(store, replace(access, role=OWNER), saved)  # a claim of more does not help

    assert len(audit.read_log(store)) == before


def test_a_password_is_asked_for_and_wrong_ones_lock_the_link(store, clock):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER, password="three long words")

    with pytest.raises(links.PasswordNeededError, match="needs its password"):
        links.open_link(store, link.token)
    assert links.open_link(store, link.token, "three long words").role == VIEWER
    for _ in range(links.FAILURES):
        with pytest.raises(links.PasswordNeededError, match="not the password"):
            links.open_link(store, link.token, "guess")
    with pytest.raises(AccessError, match="locked"):
        links.open_link(store, link.token, "three long words")
    clock.forward(minutes=links.LOCKED_MINUTES, seconds=1)

    assert links.open_link(store, link.token, "three long words").role == VIEWER


def test_passwords_tried_all_at_once_are_counted_as_one_after_the_other(store):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER, password="three long words")

    def attempt(number: int) -> str:
        with pytest.raises((links.PasswordNeededError, AccessError)) as refused:
            links.open_link(store, link.token, f"guess {number}")
        return str(refused.value)

    with ThreadPoolExecutor(8) as at_once:
        told = list(at_once.map(attempt, range(3 * links.FAILURES)))

    assert sum("not the password" in each for each in told) == links.FAILURES
    assert sum("locked" in each for each in told) == 2 * links.FAILURES


def test_a_signed_in_owner_needs_no_link_and_nobody_else_gets_in(store):
    saved = save(store, subject="https://id.example|42")

    [(access, name)] = cohorts.owned_by(store, "https://id.example|42")

    assert saved.link is None
    assert name == "Our cohort"
    assert len(load(store, access, saved).patients) == 8
    assert cohorts.owned_by(store, "https://id.example|43") == []
    assert cohorts.owned_by(store, "") == []
    with pytest.raises(AccessError, match="do not own"):
        check(store, replace(access, subject="https://id.example|43"))


def test_an_ownerless_cohort_is_not_owned_by_whoever_has_no_subject(store):
    saved = save(store)

    with pytest.raises(AccessError):
        check(store, Access(saved.version.cohort, OWNER, "", ""))


# --- data cuts


def test_a_data_cut_is_the_next_version_and_the_old_one_stays(store):
    saved = save(store)
    later = cleared(with_labs(paper(), value=3.0))

    version, snapshot = cohorts.save_cut(
        store, saved.access, later, pinned(later), compared_with=saved.version.sha256
    )

    assert version.number == 2
    assert [each.number for each in cohorts.list_versions(store, saved.access)] == [1, 2]
    assert snapshots.open_snapshot(store, saved.access).id == snapshot
    assert content_hash(write_cohort(load(store, saved.access, saved))) == saved.version.sha256


def test_a_cut_that_changes_nothing_makes_no_version(store):
    saved = save(store)

    version, _ = cohorts.save_cut(
        store, saved.access, cleared(), pinned(cleared()), compared_with=saved.version.sha256
    )

    assert version.number == 1
    assert len(cohorts.list_versions(store, saved.access)) == 1


def test_of_two_editors_at_once_one_is_told(store):
    saved = save(store)
    cuts = [cleared(with_labs(paper(), value=3.0)), cleared(without_last_lab(paper()))]
    people = [
        links.open_link(store, links.make_link(store, saved.access, EDITOR).token) for _ in cuts
    ]
    gate = threading.Barrier(2)
    outcomes: list[object] = []

    def save_one(access, cut):
        gate.wait()
        try:
            outcomes.append(
                cohorts.save_cut(
                    store, access, cut, pinned(cut), compared_with=saved.version.sha256
                )[0].number
            )
        except StoreError as error:
            outcomes.append(str(error))

    threads = [
        threading.Thread(target=save_one, args=pair) for pair in zip(people, cuts, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    said = [each for each in outcomes if isinstance(each, str)]
    assert [each for each in outcomes if each == 2] == [2]
    assert len(said) == 1
    assert said[0].startswith("Version 2 was saved in the meantime")
    assert len(cohorts.list_versions(store, saved.access)) == 2
    assert audit.verify_log(store).broken == ""


def test_many_writers_at_once_leave_one_whole_chain(store):
    saved = save(store)

    def comment(number):
        reviews.add_comment(store, saved.access, saved.version.sha256, "1", f"word {number}")

    threads = [threading.Thread(target=comment, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(reviews.list_marks(store, saved.access)) == 8
    assert audit.verify_log(store).broken == ""


def test_a_write_that_fails_midway_leaves_nothing(store, monkeypatch):
    saved = save(store)
    before = len(audit.read_log(store))
    later = cleared(with_labs(paper(), value=3.0))

    def fail(*_args, **_named):
        raise StoreError("The plug was pulled.")

    monkeypatch.setattr(cohorts, "pin", fail)
    with pytest.raises(StoreError, match="plug"):
        cohorts.save_cut(
            store, saved.access, later, pinned(later), compared_with=saved.version.sha256
        )

    assert len(cohorts.list_versions(store, saved.access)) == 1
    assert len(audit.read_log(store)) == before


# --- reviews


def test_a_review_says_on_which_version_and_what_changed_since(store):
    saved = save(store, person="AB")
    first = judged(cleared().cohort)
    for patient in ("1", "2"):
        reviews.mark_reviewed(store, saved.access, saved.version.sha256, patient)
    later = cleared(with_labs(paper(), value=3.0))  # child 1
    cohorts.save_cut(store, saved.access, later, pinned(later), compared_with=saved.version.sha256)

    before = reviews.review_state(store, saved.access, first).set_index("patient")
    after = reviews.review_state(store, saved.access, judged(later.cohort)).set_index("patient")

    assert before.loc["1", "since"] == "nothing changed"
    assert before.loc["3", "since"] == "not reviewed yet"
    assert after.loc["1", "version"] == 1
    assert "1 changed cell" in str(after.loc["1", "since"])
    assert after.loc["2", "since"] == "nothing changed"
    assert str(after.loc["1", "reviewed_by"]).startswith("AB (link ")


def test_a_review_compares_both_versions_on_one_basis(store):
    """Child 1 gets a rescue on day 10: by its strategy, and by nothing else, no response."""
    rows = (
        paper()
        .treatments.head(1)
        .assign(patient="1", drug="rituximab", start_day=10, stop_day=None, purpose="rescue")
    )
    passed = cleared(replace(paper(), treatments=pd.concat([paper().treatments, rows])))
    saved = cohorts.save_cohort(store, passed, pinned(passed), name="Rescue", person="AB")
    reviews.mark_reviewed(store, saved.access, saved.version.sha256, "1")
    basis = Basis(strategy=NO_RESPONSE)
    found = classify_on(passed.cohort, load_definition("haddad_2021"), basis)
    state = reviews.review_state(store, saved.access, found, basis).set_index("patient")

    assert state.loc["1", "response"] == "no response"
    assert state.loc["1", "since"] == "nothing changed"


@pytest.mark.parametrize(
    "words", ["Seen on 3.4.2011", "Dr Smith agrees", "MRN 20391147", "a@b.org", "\x00"]
)
def test_a_comment_that_could_tell_who_a_child_is_is_refused(store, words):
    saved = save(store)

    with pytest.raises(GateError):
        reviews.add_comment(store, saved.access, saved.version.sha256, "1", words)

    assert len(reviews.list_marks(store, saved.access)) == 0


def test_an_override_is_kept_beside_the_verdict(store):
    saved = save(store)
    override = Override("1", "partial remission", "albumin by another method", "AB")

    reviews.add_override(store, saved.access, saved.version.sha256, override)

    assert reviews.list_overrides(store, saved.access) == (override,)
    assert judged(load(store, saved.access, saved)).outcomes["response"][0] == "complete remission"


# --- the log


def test_the_log_says_who_did_what_when_on_which_version(store):
    saved = save(store, person="AB")

    log = audit.read_log(store)

    assert list(log["what"]) == ["made a link", "saved a version", "made a snapshot"]
    assert log["version"].iloc[1] == saved.version.sha256
    assert log["who"].str.startswith("AB (link ").all()
    assert log["at"].iloc[0] == "2026-03-01T12:00:00.000000+00:00"


def _tamper(store, kind, statement):
    """Do what only somebody with the database's own keys can do."""
    with store.engine.begin() as connection:
        if kind == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER audit_no_{verb}"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER ALL"))
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (update(AUDIT).where(AUDIT.c.seq == 2).values(who="nobody"), "Entry 2 was changed"),
        (update(AUDIT).where(AUDIT.c.seq == 2).values(at="2020"), "Entry 2 was changed"),
        (delete(AUDIT).where(AUDIT.c.seq == 2), "Entry 2 is missing"),
        (delete(AUDIT).where(AUDIT.c.seq == 1), "Entry 1 is missing"),
        (
            update(AUDIT).where(AUDIT.c.seq == 3).values(previous="0" * 64),
            "Entry 3 does not follow",
        ),
    ],
    ids=["who", "when", "removed", "first removed", "relinked"],
)
def test_tampering_with_the_log_shows(store, kind, statement, said):
    save(store)
    assert audit.verify_log(store).broken == ""

    _tamper(store, kind, statement)

    assert said in audit.verify_log(store).broken


def test_a_log_cut_short_shows_against_a_head_written_down(store, kind):
    save(store)
    head = audit.verify_log(store).head
    _tamper(store, kind, delete(AUDIT).where(AUDIT.c.seq == 3))

    assert audit.verify_log(store).broken == ""  # the chain alone cannot show it
    assert "cut off" in audit.verify_log(store, head).broken


@pytest.mark.parametrize(
    "statement",
    [
        update(AUDIT).values(who="nobody"),
        delete(AUDIT),
        update(VERSIONS).values(children=9),
        text("UPDATE snapshots SET numbers = ''"),
    ],
    ids=["log changed", "log deleted", "version changed", "snapshot changed"],
)
def test_the_database_itself_refuses_to_change_what_is_kept(store, statement):
    save(store)

    with pytest.raises(StoreError, match="never changed"), store.writing() as connection:
        connection.execute(statement)


def test_a_version_changed_behind_the_software_is_not_opened(store, kind):
    saved = save(store)
    with store.engine.begin() as connection:
        if kind == "sqlite":
            connection.execute(text("DROP TRIGGER versions_no_update"))
        else:
            connection.execute(text("ALTER TABLE versions DISABLE TRIGGER ALL"))
        connection.execute(update(VERSIONS).values(content=zlib.compress(b"{}")))

    with pytest.raises(StoreError, match="was altered"):
        load(store, saved.access, saved)


# --- purge, backup, restore


def test_a_purge_leaves_nothing_but_the_log(store):
    saved = save(store)
    link = links.make_link(store, saved.access, VIEWER)

    cohorts.purge_cohort(store, saved.access)

    with pytest.raises(AccessError, match="does not work"):
        links.open_link(store, link.token)
    with pytest.raises(AccessError, match="purged"):
        check(store, saved.access)
    with store.reading() as connection:
        for table in METADATA.sorted_tables:
            rows = connection.execute(select(table)).all()
            assert bool(rows) == (table.name == "audit")
    assert audit.read_log(store)["what"].iloc[-1] == "purged the cohort"


def test_a_backup_restored_on_an_empty_machine_opens_every_link(new_store, tmp_path):
    store = new_store()
    saved = save(store)
    made = [
        links.make_link(store, saved.access, role, password=password)
        for role in (AGGREGATE, VIEWER, EDITOR, OWNER)
        for password in ("", "three long words")
    ]
    write_backup(store, tmp_path / "all.gz")

    other = new_store("another")
    restore_backup(other, tmp_path / "all.gz")

    for link in [*made, saved.link]:
        access = links.open_link(other, link.token, "three long words")
        assert access.role == link.role
        assert snapshots.open_snapshot(other, access).sha256 == saved.version.sha256
        if access.may(VIEWER):
            assert len(load(other, access, saved).patients) == 8
    assert audit.verify_log(other, audit.verify_log(store).head).broken == ""


def test_a_backup_moves_a_store_to_the_other_database(store, kind, tmp_path, request, clock):
    saved = save(store)
    write_backup(store, tmp_path / "all.gz")
    small = open_store(tmp_path / "small.sqlite3", clock=clock)

    restore_backup(small, tmp_path / "all.gz")

    assert len(load(small, saved.access, saved).patients) == 8
    small.close()


def _damage(path, how):
    raw = path.read_bytes()
    if how == "cut short":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "no backup":
        path.write_bytes(b"PK\x03\x04")
    else:
        lines = gzip.decompress(raw).splitlines(keepends=True)
        if how == "a line changed":
            lines[1] = lines[1].replace(b"Our cohort", b"His cohort")
        else:
            del lines[2]
        path.write_bytes(gzip.compress(b"".join(lines)))


@pytest.mark.parametrize("how", ["cut short", "no backup", "a line changed", "a line removed"])
def test_a_damaged_backup_restores_nothing(new_store, tmp_path, how):
    store = new_store()
    save(store)
    path = tmp_path / "all.gz"
    write_backup(store, path)
    _damage(path, how)
    other = new_store("another")

    with pytest.raises(StoreError, match="damaged or not a backup"):
        restore_backup(other, path)

    assert cohorts.list_cohorts(other).empty


def test_a_store_that_holds_something_is_not_restored_over(store, tmp_path):
    save(store)
    write_backup(store, tmp_path / "all.gz")

    with pytest.raises(StoreError, match="not empty"):
        restore_backup(store, tmp_path / "all.gz")


def test_a_backup_is_read_by_its_owner_alone(store, tmp_path):
    write_backup(store, tmp_path / "all.gz")

    assert (tmp_path / "all.gz").stat().st_mode & 0o077 == 0


# --- failures are one sentence


def test_a_lock_held_by_another_is_one_sentence(store, monkeypatch):
    from srns.sharing import store as module

    monkeypatch.setattr(module, "WAIT_SECONDS", 1)
    saved = save(store)
    impatient = open_store(store.engine.url.render_as_string(hide_password=False))
    with store.writing():
        failures = []

        def write():
            try:
                reviews.mark_reviewed(impatient, saved.access, saved.version.sha256, "1")
            except StoreError as error:
                failures.append(str(error))

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    impatient.close()

    assert failures == ["The store is busy: nothing was saved. Try again in a moment."]


def test_a_newer_schema_is_refused(store):
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="written by a newer srns"):
        open_store(store.engine.url.render_as_string(hide_password=False))


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("mysql://u:secret@h/d", "expected sqlite or postgresql"),
        ("://", "no database URL"),
        ("postgresql://u:secret@127.0.0.1:1/d", "cannot be reached"),
        ("/proc/nowhere/store.sqlite3", "cannot be made"),
    ],
)
def test_a_store_that_cannot_be_opened_is_one_sentence_without_secrets(where, said):
    with pytest.raises(StoreError, match=said) as caught:
        open_store(where)

    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_store_is_one_sentence(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear colleague, " * 100)

    with pytest.raises(StoreError, match="damaged or not a store"):
        open_store(path)


def test_saving_can_be_switched_off():
    with pytest.raises(StoreOffError, match="switched off"):
        open_store(environment={"SRNS_STORE": "off"})


def test_the_file_of_the_store_is_read_by_its_owner_alone(tmp_path):
    open_store(tmp_path / "new" / "store.sqlite3").close()

    assert (tmp_path / "new" / "store.sqlite3").stat().st_mode & 0o077 == 0
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_damaged_version_is_named_and_the_others_open(store, kind):
    saved, other = save(store), save(store, "Other cohort")
    assert find_damage(store) == []
    where = VERSIONS.c.cohort == saved.access.cohort
    with store.engine.begin() as connection:
        if kind == "sqlite":
            connection.execute(text("DROP TRIGGER versions_no_update"))
        else:
            connection.execute(text("ALTER TABLE versions DISABLE TRIGGER ALL"))
        content = connection.execute(select(VERSIONS.c.content).where(where)).scalar_one()
        flipped = content[:40] + bytes(10) + content[50:]
        connection.execute(update(VERSIONS).where(where).values(content=flipped))

    (damage,) = find_damage(store)
    assert f"{saved.access.cohort}, version 1" in damage
    with pytest.raises(StoreError, match="altered or damaged"):
        load(store, saved.access, saved)
    assert len(load(store, other.access, other).patients) == 8
