"""Result cache: computed once for many, and an upload stays private."""

import threading

import pytest

from srns.dashboard.state.result_cache import ResultCache
from srns.dashboard.state.session import PAPER, SHARED, UPLOAD, LoadedCohort
from srns.workbook.read_workbook import Reading


def test_the_least_recently_used_is_dropped():
    cache = ResultCache(2)
    for name in ("a", "b", "a", "c"):
        cache.get(name, lambda name=name: name)

    assert len(cache) == 2
    assert cache.get("a", lambda: "made again") == "a"
    assert cache.get("c", lambda: "made again") == "c"
    assert cache.get("b", lambda: "made again") == "made again"


def test_concurrent_callers_compute_once():
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


def test_a_failure_is_not_stored():
    cache = ResultCache(2)
    with pytest.raises(ZeroDivisionError):
        cache.get("a", lambda: 1 / 0)

    assert cache.get("a", lambda: 1) == 1


@pytest.mark.parametrize(("origin", "common"), [(PAPER, True), (SHARED, True), (UPLOAD, False)])
def test_an_upload_is_held_by_its_visitor_alone(origin, common):
    assert LoadedCohort(origin, "hash", "name", Reading("name", None, ())).is_common is common
