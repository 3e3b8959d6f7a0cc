"""What a service has loaded is left out of garbage collection, and garbage in it still goes."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from yipanqi.bus.garbage import settle


class _Thing:
    def __init__(self) -> None:
        self.other: _Thing | None = None


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_is_alive_is_left_out_of_collections_and_given_back_all_the_same() -> None:
    thing = _Thing()
    gone = weakref.ref(thing)
    settle()
    assert gc.get_freeze_count() > 0
    assert not any(known is thing for known in gc.get_objects())
    del thing
    assert gone() is None


def test_cycles_that_were_left_out_are_collected_by_the_next_call() -> None:
    one, two = _Thing(), _Thing()
    one.other, two.other = two, one
    gone = weakref.ref(one)
    settle()
    del one, two
    gc.collect()
    assert gone() is not None
    settle()
    assert gone() is None
