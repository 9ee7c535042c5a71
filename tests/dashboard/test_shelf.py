"""What many look at is made once, and an upload stays its visitor's."""

import threading

import pytest

from srns.dashboard.state.cache import Shelf
from srns.dashboard.state.session import PAPER, SHARED, UPLOAD, Held


def test_what_was_asked_for_longest_ago_makes_room():
    shelf = Shelf(2)
    for name in ("a", "b", "a", "c"):
        shelf.get(name, lambda name=name: name)

    assert len(shelf) == 2
    assert shelf.get("a", lambda: "made again") == "a"
    assert shelf.get("c", lambda: "made again") == "c"
    assert shelf.get("b", lambda: "made again") == "made again"


def test_whoever_asks_while_it_is_being_made_waits_for_it():
    shelf, made = Shelf(2), []
    begun, go_on = threading.Event(), threading.Event()

    def make() -> object:
        begun.set()
        go_on.wait(5)
        made.append(object())
        return made[-1]

    got: list[object] = []
    askers = [threading.Thread(target=lambda: got.append(shelf.get("a", make))) for _ in range(5)]
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
    shelf = Shelf(2)
    with pytest.raises(ZeroDivisionError):
        shelf.get("a", lambda: 1 / 0)

    assert shelf.get("a", lambda: 1) == 1


@pytest.mark.parametrize(("origin", "common"), [(PAPER, True), (SHARED, True), (UPLOAD, False)])
def test_an_upload_is_held_by_its_visitor_alone(origin, common):
    assert Held(origin, "hash", "name", None).common is common  # type: ignore[arg-type]
