"""A simulated district played on a real broker is decided as its own rules said it would be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.support.district import District

from yipanqi.clock import FileClock
from yipanqi.contract.catalog import ledger, state
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry
from yipanqi.simulate.history import History
from yipanqi.simulate.play import Player
from yipanqi.simulate.scale import Scale, seed_of_a_later_history
from yipanqi.simulate.tally import Tally

SMALL = Scale(seed=11, start=date(2020, 3, 2), days=40, projects=40, carriers=30, enterprises=50, mistakes=0.2)
#: A second one in the same district, of the same seed as far as its user is concerned.
_LATER = date(2020, 4, 20)
_SEED = seed_of_a_later_history(SMALL.seed, _LATER)
LATER = Scale(_SEED, _LATER, days=12, projects=20, carriers=20, enterprises=50, fresh=False)


@pytest.fixture
def district(district_kafka: LocalKafka, registry: LocalRegistry, tmp_path: Path) -> Iterator[District]:
    """A district of this test's own, whose clock is a file."""
    found = District(district_kafka, registry, tmp_path)
    yield found
    found.close()


def test_receipts_and_ledger_of_a_played_history_are_those_that_the_rules_foretold(district: District) -> None:
    clock = FileClock(district.folder / "clock")
    district.start_coordinator(YIPANQI_CLOCK_FILE=str(district.folder / "clock"))
    foretold, history = Tally(), History(SMALL)
    days = list(history.days())
    for day in days:
        for said in (one for part in day.rounds for one in part):
            foretold.add(said)
    with Player(district.kafka.settings, district.registry.settings(), clock, district.catalog) as player:
        assert player.untouched()
        played = player.play(days)
        assert not player.untouched()
    assert foretold.events > 300
    assert foretold.refused.total() > 15
    assert not played.differing
    assert (played.accepted, played.refused) == (foretold.accepted, foretold.refused)
    aggregates = district.catalog.aggregates
    assert len(district.read(ledger(name) for name in aggregates)) == history.model.accepted
    kept = {read.key: read.value for read in district.read(state(name) for name in aggregates)}
    assert {key: record["version"] for key, record in kept.items()} == {
        identifier: vars(record)["version"] for (_, identifier), record in history.model.states.items()
    }
    with Player(district.kafka.settings, district.registry.settings(), clock, district.catalog) as player:
        again = player.play(History(LATER).days())
    assert again.events > 50
    assert not again.differing
