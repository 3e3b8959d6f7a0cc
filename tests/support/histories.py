"""Random histories of a district: several units, any interleaving of the coordinator's messages, any passing of days.

Every choice goes through `pick`, so that Hypothesis can search and shrink, and a seeded random can repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from tests.support.desk import WAY, Desk
from tests.support.invariants import ENTRY_CHECKS, NEXT, REST_CHECKS

from yipanqi.models import carrier as c
from yipanqi.models import project as p
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Hold
from yipanqi.models.common import Money
from yipanqi.models.project import Project

T = TypeVar("T")

UNITS = ("commerce", "investment", "zone", "snd-group", "soe-2")
PROJECTS = ("investment-project-1", "zone-project-1", "soe-2-project-1", "commerce-project-1")
CARRIERS = ("snd-group-carrier-1", "soe-2-carrier-1", "zone-carrier-1")
EVIDENCE = ("DECISION_RECORD", "CONTRACT", "CONSTRUCTION_PERMIT", "SITE_RECORD")
STAGES = (*WAY, "SCREENING", "SUSPENDED", "TERMINATED")
FLAGS = ("red_line", "basic_farmland")
DIVISIONS = ((), ("a", "b"), ("a", "b", "d"), ("b", "a"))
ACTS = ("renew", "release", "approve", "commit", "commit", "occupy", "vacate")


class Pick(Protocol):
    """Chooses one of several."""

    def __call__(self, options: Sequence[T], /) -> T:
        """Return one of the options."""


class History:
    """What units may try, in any order; refusals are part of it. Every accepted event is checked."""

    def __init__(self, pick: Pick) -> None:
        self.desk = Desk()
        self.pick = pick
        self._checked = 0
        self._begin()

    def play(self, steps: int) -> None:
        """Take so many steps, then let everything come to rest, checking on the way and at the end."""
        for _ in range(steps):
            self.pick(STEPS)(self)
            self._check_entries()
        self.desk.settle()
        self.desk.pass_days(1)
        self.desk.settle()
        self._check_entries()
        for check in REST_CHECKS:
            check(self.desk)

    def _check_entries(self) -> None:
        for entry in self.desk.ledger[self._checked :]:
            for check in ENTRY_CHECKS:
                check(entry, self.desk)
        self._checked = len(self.desk.ledger)

    def _begin(self) -> None:
        """Start with three projects at different stages and three carriers on offer, one of them divided."""
        for identifier, stage in zip(PROJECTS, ("SCREENING", "PENDING_SIGN", "SUSPENDED"), strict=False):
            facts = {"planned_investment": self._amount(), "red_line": self.pick((None, None, True))}
            self.desk.project(
                unit=_unit(identifier), stage=stage, taken_over=stage != "SCREENING", host_unit="zone", **facts
            )
        for identifier in CARRIERS:
            least = self.pick((None, None, Decimal("100")))
            self.desk.carrier(unit=_unit(identifier), floor_m2=Decimal("1000"), min_intensity_cny_m2=least)
        self._divide(CARRIERS[0], _unit(CARRIERS[0]), ("a", "b"))

    def _amount(self) -> Money | None:
        amount = self.pick((None, "50000", "100000", "900000", "900000"))
        currency = self.pick(("CNY", "CNY", "CNY", "USD"))
        return None if amount is None else Money(amount=Decimal(amount), currency=currency)

    def register(self) -> None:
        stage = self.pick(("SCREENING", "NEGOTIATING", "BUILDING"))
        project, unit = self.pick(PROJECTS), self.pick(UNITS)
        event = p.ProjectRegistered(project_id=project, name="甲", stage=stage, taken_over=stage == "BUILDING")
        self.desk.say(unit, event)

    def move_by_the_table(self) -> None:
        """Mostly right moves, so that histories get far; the wrong ones come from `move_anyhow`."""
        project = self.pick(PROJECTS)
        record = self.desk.states.get(("project", project))
        if not isinstance(record, Project):
            return
        if record.stage == "SUSPENDED":
            to_stage, who, kinds = record.stage_before_suspension or "NEGOTIATING", "owner", EVIDENCE
        else:
            to_stage = self.pick(NEXT.get(record.stage, ("SUSPENDED",)))
            who, kinds = WAY.get(to_stage, ("owner", ()))
        owner, host = record.owner_unit, record.host_unit
        unit = {"owner": owner, "host": host or owner}.get(who, who)
        self.desk.move(project, to_stage, unit, *kinds, contract_reference="HT-1", reason="理由")

    def move_anyhow(self) -> None:
        kinds = [kind for kind in EVIDENCE if self.pick((True, False))]
        given = {
            "contract_reference": self.pick((None, "HT-1")),
            "reason": self.pick((None, "理由")),
            "force": self.pick((False, True)),
        }
        self.desk.move(self.pick(PROJECTS), self.pick(STAGES), self.pick(UNITS), *kinds, **given)

    def end(self) -> None:
        """Terminate a project that holds something, while other messages may still be on their way."""
        record = self.desk.states.get(("project", self.pick(PROJECTS)))
        if isinstance(record, Project) and record.carriers:
            self.desk.move(record.project_id, "TERMINATED", record.owner_unit, reason="撤资")

    def flag(self) -> None:
        project, flag, raised = self.pick(PROJECTS), self.pick(FLAGS), self.pick((True, False, False))
        unit = self.pick(("commerce", *UNITS))
        self.desk.say(unit, p.ProjectFlagSet(project_id=project, flag=flag, raised=raised, reason="核查"))

    def update(self) -> None:
        project, cleared = self.pick(PROJECTS), self.pick(((), ("host_unit",)))
        event = p.ProjectUpdated(project_id=project, planned_investment=self._amount(), cleared=cleared)
        self.desk.say(self.pick((_unit(project), *UNITS)), event)

    def correct(self) -> None:
        """Name some event of the ledger: it is of this record, or it is not."""
        event = self.pick(self.desk.ledger[-30:]).context.event_id
        project, carrier, unit = self.pick(PROJECTS), self.pick(CARRIERS), self.pick(UNITS)
        self.desk.say(unit, p.ProjectCorrected(project_id=project, corrects=event, reason="误", name="乙"))
        self.desk.say(unit, c.CarrierCorrected(carrier_id=carrier, corrects=event, reason="误", name="乙"))

    def request(self) -> None:
        """Ask for a carrier, mostly as the project's own unit; the answer may come at once or after others."""
        project = self.pick((*PROJECTS, *PROJECTS, "investment-project-404"))
        first = self.desk.today + timedelta(days=self.pick(range(9)))
        event = c.ReservationRequested(
            carrier_id=self.pick(CARRIERS),
            project_id=project,
            unit_no=self.pick((None, "a", "b")),
            from_on=first,
            until_on=first + timedelta(days=self.pick(range(13))),
        )
        self.desk.say(self.pick((_unit(project), _unit(project), *UNITS)), event)

    def act_on_hold(self) -> None:
        """Do one of the things that can be done to a hold, fitting or not, by its manager more often than not."""
        record = self.desk.the_carrier(self.pick(CARRIERS))
        if record.holds:
            hold, name, days = self.pick(record.holds), self.pick(ACTS), self.pick(range(1, 21))
            unit = self.pick((record.owner_unit, record.owner_unit, *UNITS))
            self.desk.say(unit, _act(name, record.carrier_id, hold, self.desk.today, days))

    def divide(self) -> None:
        carrier = self.pick(CARRIERS)
        self._divide(carrier, self.pick((_unit(carrier), *UNITS)), self.pick(DIVISIONS))

    def _divide(self, carrier: str, unit: str, numbers: tuple[str, ...]) -> None:
        divided = tuple(c.CarrierUnit(unit_no=number, floor_m2=Decimal("300")) for number in numbers)
        self.desk.say(unit, c.CarrierDivided(carrier_id=carrier, units=divided))

    def offer(self) -> None:
        carrier = self.pick(CARRIERS)
        self.desk.say(self.pick((_unit(carrier), *UNITS)), c.CarrierListed(carrier_id=carrier))

    def waive(self) -> None:
        event = c.IntensityWaived(carrier_id=self.pick(CARRIERS), project_id=self.pick(PROJECTS), reason="链主")
        self.desk.say(self.pick(("commerce", "zone")), event)

    def deliver(self) -> None:
        """Bring aggregates their next messages: any interleaving between aggregates, order within one."""
        for _ in range(self.pick(range(1, 7))):
            if waiting := self.desk.waiting():
                self.desk.deliver(self.pick(waiting))

    def days_pass(self) -> None:
        self.desk.pass_days(self.pick(range(1, 7)))


#: What happens often stands here often.
STEPS: tuple[Callable[[History], None], ...] = (
    *(History.deliver,) * 5,
    *(History.request,) * 4,
    *(History.act_on_hold,) * 4,
    *(History.move_by_the_table,) * 3,
    *(History.move_anyhow,) * 2,
    History.register,
    History.end,
    History.flag,
    History.update,
    History.correct,
    History.divide,
    History.offer,
    History.waive,
    History.days_pass,
)


def _unit(identifier: str) -> str:
    """Return the unit that an id names."""
    return identifier.rpartition("-")[0].rpartition("-")[0]


def _act(name: str, carrier: str, hold: Hold, today: date, days: int) -> AggregateRecord:
    ids: dict[str, Any] = {"carrier_id": carrier, "hold_id": hold.hold_id}
    match name:
        case "renew":
            return c.ReservationRenewed(**ids, until_on=(hold.until_on or today) + timedelta(days=days))
        case "release":
            return c.ReservationReleased(**ids, reason="另选")
        case "approve":
            return c.ReservationApproved(**ids)
        case "commit":
            return c.CarrierCommitted(**ids, contract_reference="HT-1", signed_on=today)
        case "occupy":
            return c.CarrierOccupied(**ids, occupied_on=today - timedelta(days=days))
        case _:
            return c.CarrierVacated(**ids, vacated_on=today)
