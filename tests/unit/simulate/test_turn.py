"""One player at a time moves a district's time; and what is told of a day."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.support.simulated import Told

from yipanqi.simulate.headline import headline
from yipanqi.simulate.turn import Turn


def test_who_does_not_wait_is_told_that_another_has_the_turn(tmp_path: Path) -> None:
    with Turn(tmp_path):
        assert not Turn(tmp_path).take(wait=False)
    assert Turn(tmp_path).take(wait=False)


def test_who_waits_gets_the_turn_when_it_is_given_back(tmp_path: Path) -> None:
    first, second = Turn(tmp_path), Turn(tmp_path)
    assert first.take(wait=False)
    thread = threading.Thread(target=second.take, kwargs={"wait": True}, daemon=True)
    thread.start()
    first.give()
    thread.join(30)
    assert not thread.is_alive()
    assert not first.take(wait=False)


def test_most_days_of_a_year_have_something_worth_telling_and_it_names_what_it_is_about(year: Told) -> None:
    told = [headline(day, year.model.states) for day in year.days if day.rounds]
    assert sum(map(bool, told)) > len(told) / 2
    assert any(line.startswith("签约 signed: ") and len(line) > 15 for line in told)
