"""The invariants of DOMAIN.md as checks on a history: of each accepted event, and of a district at rest.

They are written from the domain's sentences, not from the rules: they know nothing of how a rule decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

from tests.support.desk import START, WAY, Desk, Entry

from yipanqi.models import carrier as c
from yipanqi.models import project as p
from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import Carrier, Hold
from yipanqi.models.project import Project
from yipanqi.models.types import fuzzy_end, fuzzy_start
from yipanqi.rules.table import decide

NEXT: dict[str, tuple[str, ...]] = {
    "SCREENING": ("NEGOTIATING",),
    "NEGOTIATING": ("PENDING_SIGN",),
    "PENDING_SIGN": ("SIGNED",),
    "SIGNED": ("APPROVING", "FITTING_OUT"),
    "APPROVING": ("READY_TO_START",),
    "READY_TO_START": ("BUILDING",),
    "BUILDING": ("COMPLETED",),
    "COMPLETED": ("PRODUCING",),
    "PRODUCING": ("FULL_CAPACITY",),
    "FITTING_OUT": ("OPERATING",),
}
ORDER = (
    *("SCREENING", "NEGOTIATING", "PENDING_SIGN", "SIGNED", "APPROVING", "READY_TO_START"),
    *("BUILDING", "COMPLETED", "PRODUCING", "FULL_CAPACITY"),
)
LAND = ("IDLE_LAND", "LOW_EFFICIENCY_LAND")
#: Days of a history that holds can lie on: what has no beginning begins on the first, open ends reach so many days.
FIRST, HORIZON = START.toordinal() - 60, 460


def rank(stage: str) -> int:
    """Return how far a stage is; the asset-light branch runs beside the others."""
    return ORDER.index({"FITTING_OUT": "APPROVING", "OPERATING": "PRODUCING"}.get(stage, stage))


def nothing_is_held_twice(entry: Entry, desk: Desk) -> None:
    """Invariant 1, counted out: each part of a carrier on each day has one holder; the whole stands for all parts."""
    state = entry.outcome.state
    if not isinstance(state, Carrier):
        return
    taken: dict[tuple[str, int], str] = {}
    whole = {unit.unit_no for unit in state.units} | {hold.unit_no for hold in state.holds} - {None} or {"whole"}
    for hold in state.holds:
        first = _day(hold.from_on, FIRST)
        days = range(first, _day(hold.until_on, first + HORIZON) + 1)
        for space in whole if hold.unit_no is None else {hold.unit_no}:
            for day in days:
                other = taken.setdefault((str(space), day), hold.hold_id)
                assert other == hold.hold_id, f"{state.carrier_id} {space}: {other} and {hold.hold_id} on one day"


def _day(day: date | None, unknown: int) -> int:
    return unknown if day is None else day.toordinal()


def no_stage_skips_its_gate(entry: Entry, desk: Desk) -> None:
    """Invariant 4, with DOMAIN.md's table in WAY and NEXT."""
    before, after, event = entry.before, entry.outcome.state, entry.event
    if not isinstance(before, Project) or not isinstance(after, Project) or before.stage == after.stage:
        return
    assert isinstance(event, p.ProjectStageChanged), "only a stage move moves the stage"
    assert after.stage == event.to_stage
    assert before.stage != "TERMINATED"
    unit, owner, host = entry.context.unit, before.owner_unit, before.host_unit or before.owner_unit
    stood = before.stage_before_suspension if before.stage == "SUSPENDED" else before.stage
    if after.stage in ("SUSPENDED", "TERMINATED"):
        assert event.reason
        assert unit in (owner, host, "commerce")
    elif event.force:
        assert unit == "commerce"
        assert event.reason
        assert stood is None or rank(after.stage) < rank(stood)
    elif before.stage == "SUSPENDED":
        assert after.stage == before.stage_before_suspension
    else:
        assert after.stage in NEXT[before.stage]
        who, kinds = WAY[after.stage]
        assert unit == {"owner": owner, "host": host}.get(who, who)
        assert {document.kind for document in event.evidence} >= set(kinds)
        assert after.stage != "SIGNED" or after.contract_reference
    assert event.effective_on <= entry.context.today


def the_days_of_stages_run_forward(entry: Entry, desk: Desk) -> None:
    """No stage is reached before an earlier one, or on a day to come."""
    state = entry.outcome.state
    if not isinstance(state, Project):
        return
    latest = date.min
    for step in state.stage_history:
        if step.since is not None:
            assert fuzzy_end(step.since) >= latest
            latest = max(latest, fuzzy_start(step.since))
    assert latest <= entry.context.today
    assert state.stage_since == state.stage_history[-1].since


def a_day_is_corrected_where_it_is_named(entry: Entry, desk: Desk) -> None:
    """Invariant 9: the day of one stage moves, the named one's, else the present one's, and at its reporter's word."""
    before, after, event = entry.before, entry.outcome.state, entry.event
    if not isinstance(before, Project) or not isinstance(after, Project):
        return
    old = before.stage_history
    moved = [was for was, now in zip(old, after.stage_history, strict=False) if was.since != now.since]
    if not moved:
        return
    assert isinstance(event, p.ProjectCorrected)
    named = [step for step in old if event.corrects in (step.event_id, *step.since_events)]
    assert moved == (named or [old[-1]])
    assert entry.context.unit in (moved[0].by_unit, "commerce")


def what_is_signed_stands_from_the_first_signing_on(entry: Entry, desk: Desk) -> None:
    """Invariant 6: below SIGNED nothing is signed; from there on the day is the first signing's, the event known."""
    state = entry.outcome.state
    if not isinstance(state, Project):
        return
    steps = state.stage_history
    if signed_stage(state):
        signings = [now.since for was, now in pairwise(steps) if (was.stage, now.stage) == ("PENDING_SIGN", "SIGNED")]
        before = [steps[0].since] if steps[0].stage == "SIGNED" and steps[0].since else []
        assert state.signed_on == next(iter((*before, *signings)), None)
        assert state.signed_event_id in {e.context.event_id for e in desk.ledger if e.key == entry.key}
    else:
        assert (state.signed_on, state.signed_amount, state.signed_event_id) == (None, None, None)


def signed_stage(state: Project) -> bool:
    """Return whether a project stands at SIGNED or beyond, or stood there when it was suspended or ended."""
    on_the_way = [step.stage for step in state.stage_history if step.stage not in ("SUSPENDED", "TERMINATED")]
    return bool(on_the_way) and rank(on_the_way[-1]) >= rank("SIGNED")


def flags_bar_the_brink_of_signing(entry: Entry, desk: Desk) -> None:
    """Invariant 8."""
    before, after = entry.before, entry.outcome.state
    if isinstance(before, Project) and isinstance(after, Project) and before.stage != after.stage == "PENDING_SIGN":
        assert not after.red_line
        assert not after.basic_farmland


def a_grant_reaches_the_intensity_or_was_waived(entry: Entry, desk: Desk) -> None:
    """Invariant 7: investment ÷ area ≥ the carrier's minimum; all that a project holds of a carrier counts together."""
    before, after = entry.before, entry.outcome.state
    if not isinstance(before, Carrier) or not isinstance(after, Carrier) or not before.min_intensity_cny_m2:
        return
    if isinstance(entry.event, c.CarrierUseCorrected):
        return  # brings back what was granted
    known = {hold.hold_id for hold in before.holds} | {None}
    for number, hold in enumerate(after.holds):
        users_from_before = hold.project_id is None
        if users_from_before or hold.hold_id in known or hold.project_id in {w.project_id for w in before.waivers}:
            continue
        answers = [e.event for e in desk.ledger if isinstance(e.event, c.ReservationChecked)]
        (answer,) = [a for a in answers if a.request_id == hold.hold_id]
        assert answer.planned_investment is not None
        assert answer.planned_investment.currency == "CNY"
        parts = {one.unit_no for one in after.holds[: number + 1] if one.project_id == hold.project_id}
        land, floor = before.land_m2, before.floor_m2
        whole = (land or floor) if before.kind in LAND else (floor or land)
        areas = {unit.unit_no: unit.floor_m2 for unit in before.units}
        area = whole if None in parts else sum(areas[part] for part in parts if part is not None)
        assert area is not None
        assert answer.planned_investment.amount / area >= before.min_intensity_cny_m2


def what_is_on_offer_was_verified_and_listed(entry: Entry, desk: Desk) -> None:
    """A carrier is on offer, or promised, once its manager listed it or it was taken over so; others verified it."""
    after = entry.outcome.state
    if not isinstance(after, Carrier):
        return
    promised = any(hold.project_id is not None for hold in after.holds)
    if after.status != "AVAILABLE" and not promised:
        return
    told = [e.event for e in desk.ledger if e.key == entry.key]
    taken_over = any(isinstance(event, c.CarrierRegistered) and event.status == "AVAILABLE" for event in told)
    assert taken_over or any(isinstance(event, c.CarrierListed) for event in told)
    assert taken_over or after.verified_by is not None or told[0].taken_over


def steps_say_who_uses_what(entry: Entry, desk: Desk) -> None:
    """Moving in is counted once while a project's user is there, and once with moving out when it has left."""
    after = entry.outcome.state
    if not isinstance(after, Carrier):
        return
    there = {hold.hold_id for hold in after.holds if hold.kind == "OCCUPIED" and hold.project_id is not None}
    moved: dict[str, list[tuple[str, date]]] = {hold_id: [] for hold_id in there}
    for step in after.space_steps:
        if step.before is not None and step.before.hold.project_id is not None:
            moved.setdefault(step.before.hold.hold_id, []).append((step.kind, step.changed_on))
    for hold_id, steps in moved.items():
        assert [kind for kind, _ in steps] == ["ABSORBED"] if hold_id in there else ["ABSORBED", "RELEASED"]
        assert steps == sorted(steps, key=lambda step: step[1]), "nobody moves out before having moved in"


def no_idle_clock_runs_while_space_is_used(entry: Entry, desk: Desk) -> None:
    """What is occupied does not stand empty; what was vacated has done so since that day."""
    before, after, event = entry.before, entry.outcome.state, entry.event
    if not isinstance(before, Carrier) or not isinstance(after, Carrier):
        return
    used = {hold.unit_no for hold in after.holds if hold.kind == "OCCUPIED"}
    assert not used or after.vacant_since is None
    assert all(unit.vacant_since is None for unit in after.units if {unit.unit_no, None} & used)
    if isinstance(event, c.CarrierVacated):
        (gone,) = [hold for hold in before.holds if hold.hold_id == event.hold_id]
        clocks = [u.vacant_since for u in after.units if gone.unit_no in (None, u.unit_no)]
        assert used or after.vacant_since == event.vacated_on.isoformat()
        assert set(clocks) <= {event.vacated_on.isoformat()}


def a_correction_names_a_real_event(entry: Entry, desk: Desk) -> None:
    """Invariant 9: what is corrected stands in the ledger, earlier, and of the same record."""
    if isinstance(entry.event, p.ProjectCorrected | c.CarrierCorrected | c.CarrierUseCorrected):
        named = [e for e in desk.ledger if e.context.event_id == entry.event.corrects]
        assert [e.key for e in named] == [entry.key]


def a_record_is_stamped_and_fits_the_contract(entry: Entry, desk: Desk) -> None:
    """Each version follows the last, says who and when, and is what the contract allows on the wire."""
    state: Any = entry.outcome.state
    before: Any = entry.before
    assert state.version == (0 if before is None else before.version) + 1
    stamp = (state.updated_at, state.updated_by, state.last_event_id, state.recent_events[-1])
    context = entry.context
    assert stamp == (context.now, context.unit, context.event_id, context.event_id)
    assert type(state).from_avro(state.to_avro()) == state


def every_request_is_answered_once_and_in_order(desk: Desk) -> None:
    """Each deferred request has one settlement, and each carrier settles in the order of its log."""
    for carrier in {key for key, _ in desk.deferred}:
        asked = [event for key, event in desk.deferred if key == carrier]
        answered = [settlement.event_id for key, settlement in desk.settlements if key == carrier]
        assert answered == asked
    assert all(not state.pending for state in desk.states.values() if isinstance(state, Carrier))


def projects_and_carriers_agree(desk: Desk) -> None:
    """Each project's list is what the carriers hold for it; users from before the system have no project."""
    held = {
        (hold.project_id, state.carrier_id, hold.unit_no, hold.hold_id, hold.kind, hold.until_on)
        for state in desk.states.values()
        if isinstance(state, Carrier)
        for hold in state.holds
        if hold.project_id is not None
    }
    listed = [
        (state.project_id, one.carrier_id, one.unit_no, one.hold_id, one.kind, one.until_on)
        for state in desk.states.values()
        if isinstance(state, Project)
        for one in state.carriers
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == held


def reservations_are_their_projects_parties(desk: Desk) -> None:
    """Whoever a carrier is held for can say what becomes of it: the project's units now, or commerce."""
    for state in desk.states.values():
        for hold in state.holds if isinstance(state, Carrier) else ():
            if hold.project_id is not None:
                project = desk.the_project(hold.project_id)
                assert hold.requested_by in (project.owner_unit, project.host_unit, "commerce")


def a_signing_commits_what_was_reserved_before_it(desk: Desk) -> None:
    """What a project got before its signing does not run out after it, unless another hold was in the way."""
    answers = [entry.event for entry in desk.ledger if isinstance(entry.event, c.ReservationChecked)]
    unsigned = {answer.request_id for answer in answers if answer.project_signed is False}
    for (aggregate, identifier), state in desk.states.items():
        for hold in state.holds if isinstance(state, Carrier) else ():
            if hold.kind != "RESERVED" or hold.project_id is None or hold.hold_id not in unsigned:
                continue
            project = desk.the_project(hold.project_id)
            steps = [step.stage for step in project.stage_history]
            signed = signed_stage(project) and ("PENDING_SIGN", "SIGNED") in pairwise(steps)
            assert not signed or _was_in_the_way(hold, (aggregate, identifier), desk)


def _was_in_the_way(hold: Hold, key: tuple[str, str], desk: Desk) -> bool:
    others = (
        other
        for entry in desk.ledger
        if entry.key == key and isinstance(entry.outcome.state, Carrier)
        for other in entry.outcome.state.holds
        if other.hold_id != hold.hold_id and (None in (other.unit_no, hold.unit_no) or other.unit_no == hold.unit_no)
    )
    return any(_day(other.until_on, HORIZON**3) >= _day(hold.from_on, 0) for other in others)


def nothing_outlives_its_days_or_its_project(desk: Desk) -> None:
    """No reservation is held past its last day, and an ended project holds nothing but what it occupies."""
    for state in desk.states.values():
        for hold in state.holds if isinstance(state, Carrier) else ():
            if hold.project_id is None:
                continue
            project = desk.the_project(hold.project_id)
            assert project.stage != "TERMINATED" or hold.kind == "OCCUPIED"
            assert hold.kind != "RESERVED" or (hold.until_on is not None and hold.until_on >= desk.today)


def a_replay_gives_the_same_records(desk: Desk) -> None:
    """State is the fold of the rules over the ledger."""
    states: dict[tuple[str, str], AggregateRecord] = {}
    for entry in desk.ledger:
        outcome = decide(entry.key[0], states.get(entry.key), entry.event, entry.context)
        assert outcome == entry.outcome
        states[entry.key] = entry.outcome.state
    assert states == desk.states


ENTRY_CHECKS: tuple[Callable[[Entry, Desk], None], ...] = (
    nothing_is_held_twice,
    no_stage_skips_its_gate,
    the_days_of_stages_run_forward,
    a_day_is_corrected_where_it_is_named,
    what_is_signed_stands_from_the_first_signing_on,
    flags_bar_the_brink_of_signing,
    a_grant_reaches_the_intensity_or_was_waived,
    what_is_on_offer_was_verified_and_listed,
    steps_say_who_uses_what,
    a_correction_names_a_real_event,
    no_idle_clock_runs_while_space_is_used,
    a_record_is_stamped_and_fits_the_contract,
)
REST_CHECKS: tuple[Callable[[Desk], None], ...] = (
    every_request_is_answered_once_and_in_order,
    projects_and_carriers_agree,
    nothing_outlives_its_days_or_its_project,
    reservations_are_their_projects_parties,
    a_signing_commits_what_was_reserved_before_it,
    a_replay_gives_the_same_records,
)
