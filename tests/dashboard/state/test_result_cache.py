"""What many look at is made once, and an upload stays its visitor's."""

import threading

import pytest

from srns.dashboard.state.result_cache import ResultCache
from srns.dashboard.state.session import PAPER, SHARED, UPLOAD, LoadedCohort


def test_what_was_asked_for_longest_ago_makes_room():
    cache = ResultCache(2)
    for name in ("a", "b", "a", "c"):
        cache.get(name, lambda name=name: name)

    assert len(cache) == 2
    assert cache.get("a", lambda: "made again") == "a"
    assert cache.get("c", lambda: "made again") == "c"
    assert cache.get("b", lambda: "made again") == "made again"


def test_whoever_asks_while_it_is_being_made_waits_for_it():
    cache, made = ResultCache(2), []
    begun, go_on = threading.Event(), threading.Event()

    def make() -> object:
        begun.set()
        go_on.wait(5)
        made.append(object())
        return made[-1]

    got: list[object] = []
    askers = [threading.Thread(target=lambda: got.append(cache.get("a", make))) for _ in range(5)]
    askers[0].start()
    begun.wait(5)
    for asker in askers[1:]:
        asker.start()
    go_on.set()
    for asker in askers:
        asker.join(5)

    assert len(made) == 1
    assert all(each is made[0] for each in got)


def test_what_failed_is_tried_again():
    cache = ResultCache(2)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 / 0)

    assert cache.get("a", lambda: 1) == 1


@pytest.mark.parametrize(("origin", "common"), [(PAPER, True), (SHARED, True), (UPLOAD, False)])
def test_an_upload_is_held_by_its_visitor_alone(origin, common):
    assert LoadedCohort(origin, "hash", "name", None).is_common is common  # type: ignore[arg-type]
