"""Simulated histories with all their days kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from yipanqi.simulate.district import DistrictModel
from yipanqi.simulate.history import Day, History
from yipanqi.simulate.scale import Scale
from yipanqi.simulate.tally import Tally
from yipanqi.simulate.world import Said

YEAR = Scale(seed=7, start=date(2020, 1, 1), days=366, projects=160, carriers=240, enterprises=500)
SMALL = Scale(seed=3, start=date(2020, 3, 2), days=60, projects=50, carriers=60, enterprises=100, mistakes=0.15)


@dataclass
class Told:
    """A history with all its days kept."""

    model: DistrictModel
    days: list[Day]
    tally: Tally = field(default_factory=Tally)

    @property
    def said(self) -> list[tuple[Day, Said]]:
        """Everything that was said, with its day."""
        return [(day, said) for day in self.days for part in day.rounds for said in part]


def tell(scale: Scale) -> Told:
    """Tell a history to its end."""
    history = History(scale)
    told = Told(history.model, list(history.days()))
    for _, said in told.said:
        told.tally.add(said)
    return told
