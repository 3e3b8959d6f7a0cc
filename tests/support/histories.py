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
from yipanqi.models.carrier import Carrier, Hold
from yipanqi.models.common import Money
from yipanqi.models.project import Project

T = TypeVar("T")

UNITS = ("commerce", "investment", "zone", "snd-group", "soe-2")
PROJECTS = ("investment-project-1", "zone-project-1", "soe-2-project-1", "commerce-project-1")
OFFERED = ("snd-group-carrier-1", "soe-2-carrier-1", "zone-carrier-1")
#: What is not on offer from the beginning: it is registered with its rooms, verified and listed on the way.
NEW = ("soe-2-carrier-2", "zone-carrier-2")
CARRIERS = (*OFFERED, *NEW)
EVIDENCE = ("DECISION_RECORD", "CONTRACT", "CONSTRUCTION_PERMIT", "SITE_RECORD")
STAGES = (*WAY, "SCREENING", "SUSPENDED", "TERMINATED")
FLAGS = ("red_line", "basic_farmland")
DIVISIONS = ((), ("a", "b"), ("a", "b", "d"), ("b", "a"))
NEXT_ACT = {"RESERVED": "commit", "COMMITTED": "occupy", "OCCUPIED": "vacate"}
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
        for identifier in OFFERED:
            least = self.pick((None, Decimal("100")))
            self.desk.carrier(unit=_unit(identifier), floor_m2=Decimal("1000"), min_intensity_cny_m2=least)
        self._divide(CARRIERS[0], _unit(CARRIERS[0]), ("a", "b"))
        self._register(NEW[0], "REGISTERED", taken_over=False)

    def _register(self, carrier: str, status: str, *, taken_over: bool) -> None:
        facts = {"name": "甲", "kind": "PLANT", "status": status, "taken_over": taken_over}
        event = c.CarrierRegistered(carrier_id=carrier, floor_m2=Decimal("1000"), **facts)
        self.desk.say(_unit(carrier), event)

    def register_carrier(self) -> None:
        status = self.pick(("REGISTERED", "REGISTERED", "VERIFIED", "AVAILABLE", "OCCUPIED"))
        self._register(self.pick(NEW), status, taken_over=self.pick((True, False)))

    def record_room(self) -> None:
        """Report a room of a carrier, by its manager more often than not; when it is new it may be in use."""
        carrier = self.pick((*NEW, *CARRIERS))
        occupied, number = self.pick((True, False)), self.pick(("a", "b", "d"))
        event = c.CarrierUnitRecorded(carrier_id=carrier, unit_no=number, floor_m2=Decimal("300"), occupied=occupied)
        self.desk.say(self.pick((_unit(carrier), _unit(carrier), *UNITS)), event)

    def verify(self) -> None:
        event = c.CarrierVerified(carrier_id=self.pick((*NEW, *CARRIERS)), verified_on=self.desk.today)
        self.desk.say(self.pick(("commerce", "zone")), event)

    def correct_use(self) -> None:
        """Find that a moving in or out was on another day, or was not at all."""
        record = self._carrier()
        if record is None or not record.space_steps:
            return
        step, undone = self.pick(record.space_steps), self.pick((True, False))
        right = self.desk.today - timedelta(days=self.pick(range(-1, 30)))
        event = c.CarrierUseCorrected(
            carrier_id=record.carrier_id, corrects=step.event_id, reason="误", right_on=right, undone=undone
        )
        self.desk.say(self.pick((record.owner_unit, "commerce", *UNITS)), event)

    def _carrier(self) -> Carrier | None:
        """Return some carrier that is registered."""
        record = self.desk.states.get(("carrier", self.pick(CARRIERS)))
        return record if isinstance(record, Carrier) else None

    def _amount(self) -> Money | None:
        amount = self.pick((None, "50000", "50000", "100000", "900000"))
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
        project, host = self.pick(PROJECTS), self.pick(({}, {"cleared": ("host_unit",)}, {"host_unit": "soe-2"}))
        given = {"project_id": project, "planned_investment": self._amount(), **host}
        self.desk.say(self.pick((_unit(project), *UNITS)), p.ProjectUpdated.model_validate(given))

    def correct(self) -> None:
        """Name some event of the ledger: it is of this record, or it is not."""
        event = self.pick(self.desk.ledger[-30:]).context.event_id
        project, carrier, unit = self.pick(PROJECTS), self.pick(CARRIERS), self.pick(UNITS)
        self.desk.say(unit, p.ProjectCorrected(project_id=project, corrects=event, reason="误", name="乙"))
        self.desk.say(unit, c.CarrierCorrected(carrier_id=carrier, corrects=event, reason="误", name="乙"))

    def redate(self) -> None:
        """Correct the day of a stage, mostly by naming its move and as its reporter; not every day is possible."""
        record = self.desk.states.get(("project", self.pick(PROJECTS)))
        if not isinstance(record, Project):
            return
        step = self.pick(record.stage_history)
        corrects = self.pick((step.event_id, step.event_id, *step.since_events, record.last_event_id))
        day = self.desk.today - timedelta(days=self.pick(range(-1, 12)))
        since = day.isoformat()[: self.pick((10, 10, 7, 4))]
        given = self.pick(({"stage_since": since}, {"stage_since": since}, {"cleared": ("stage_since",)}))
        event = p.ProjectCorrected.model_validate(
            {"project_id": record.project_id, "corrects": corrects, "reason": "误", **given}
        )
        self.desk.say(self.pick((step.by_unit, "commerce", *UNITS)), event)

    def hand_over(self) -> None:
        """Offer a project to another unit, which takes it more often than not."""
        record, to_unit = self.desk.states.get(("project", self.pick(PROJECTS))), self.pick(UNITS)
        if not isinstance(record, Project):
            return
        shares = (p.CreditShare(unit=to_unit, share_percent=Decimal(100)),)
        offer = p.ProjectTransferOffered(project_id=record.project_id, to_unit=to_unit, shares=shares, reason="属地")
        self.desk.say(record.owner_unit, offer)
        open_ = self.desk.the_project(record.project_id).transfer
        if open_ is not None and self.pick((True, True, False)):
            taken = p.ProjectTransferAccepted(project_id=record.project_id, offer_event=open_.offer_event)
            self.desk.say(open_.to_unit, taken)

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
        record = self.desk.states.get(("project", project))
        unit = record.owner_unit if isinstance(record, Project) else _unit(project)
        self.desk.say(self.pick((unit, unit, *UNITS)), event)

    def ask_for_more(self) -> None:
        """Ask for a further unit of a carrier for a project that holds one of it."""
        record = self._carrier()
        holds = [hold for hold in record.holds if hold.project_id and hold.unit_no] if record else []
        if record is None or not holds:
            return
        hold, unit_no = self.pick(holds), self.pick(record.units).unit_no
        until = self.desk.today + timedelta(days=self.pick(range(13)))
        event = c.ReservationRequested(
            carrier_id=record.carrier_id, project_id=str(hold.project_id), unit_no=unit_no, until_on=until
        )
        self.desk.say("commerce", event)

    def act_on_hold(self) -> None:
        """Do one of the things that can be done to a hold, fitting or not, by its manager more often than not."""
        record = self._carrier()
        if record is not None and record.holds:
            hold, name, days = self.pick(record.holds), self.pick(ACTS), self.pick(range(1, 21))
            unit = self.pick((record.owner_unit, record.owner_unit, *UNITS))
            self.desk.say(unit, _act(name, record.carrier_id, hold, self.desk.today, days))

    def use_space(self) -> None:
        """Commit, move in or move out, whichever comes next: so histories get as far as to what is corrected."""
        record = self._carrier()
        if record is not None and record.holds:
            hold, days = self.pick(record.holds), self.pick(range(1, 21))
            self.desk.say(record.owner_unit, _act(NEXT_ACT[hold.kind], record.carrier_id, hold, self.desk.today, days))

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
        self.desk.say(self.pick(("commerce", "zone", "zone")), event)

    def take_back_waiver(self) -> None:
        record = self._carrier()
        if record is not None and record.waivers:
            waiver = self.pick(record.waivers)
            event = c.IntensityWaiverWithdrawn(carrier_id=record.carrier_id, corrects=waiver.event_id, reason="误")
            self.desk.say("commerce", event)

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
    *(History.ask_for_more,) * 2,
    *(History.act_on_hold,) * 4,
    *(History.use_space,) * 4,
    *(History.move_by_the_table,) * 3,
    *(History.move_anyhow,) * 2,
    History.register,
    History.end,
    History.flag,
    History.update,
    History.correct,
    *(History.redate,) * 2,
    History.hand_over,
    History.divide,
    History.offer,
    History.waive,
    History.take_back_waiver,
    History.register_carrier,
    History.record_room,
    History.verify,
    *(History.correct_use,) * 3,
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
            return c.CarrierOccupied(**ids, occupied_on=today - timedelta(days=days % 9))
        case _:
            return c.CarrierVacated(**ids, vacated_on=today - timedelta(days=days % 9))
