"""What must hold in every history of a project's transfer, signing, milestones and problems."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.desk import WAY, Desk, cny, evidence
from tests.support.invariants import NEXT, signed_stage

from yipanqi.models import project as p
from yipanqi.models.project import Project
from yipanqi.models.types import fuzzy_end, fuzzy_start
from yipanqi.rules import (
    project_approvals,
    project_milestones,
    project_problem_fix,
    project_problems,
    project_signing,
    project_transfer,
)
from yipanqi.rules.outcome import Accepted

STEPS = 75
UNITS = ("investment", "zone", "snd-group", "soe-2", "commerce")
PARTS = ("0.01", "10", "20", "33.33", "40", "50", "59.99", "60", "66.67", "100")


class Course:
    """One project, and units that try everything on it, mostly what could be allowed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.desk = Desk()
        stage = self.random.choice(("SCREENING", "SCREENING", "SCREENING", "SUSPENDED", "SIGNED", "BUILDING"))
        since = self.random.choice((None, "2020-11")) if stage != "SCREENING" else None
        facts = {"stage": stage, "taken_over": stage != "SCREENING", "stage_since": since}
        self.project = self.desk.project(host_unit="zone", planned_investment=cny("1000000"), **facts)

    @property
    def record(self) -> Project:
        return self.desk.the_project(self.project)

    def say(self, unit: str, kind: type, /, **facts: object) -> None:
        before = self.record
        outcome = self.desk.say(unit, kind.model_validate({"project_id": self.project, **facts}))
        if isinstance(outcome, Accepted):
            self.check(before, self.record, unit)

    def anyone(self) -> str:
        return self.random.choice((self.record.owner_unit, *UNITS))

    def offer(self) -> None:
        units = self.random.sample(UNITS, self.random.randint(1, 4))
        parts = [Decimal(self.random.choice(PARTS)) for _ in units]
        if self.random.random() < 0.7:
            parts[-1] = Decimal(100) - sum(parts[:-1], Decimal(0))
        if min(parts) > 0:
            shares = [{"unit": unit, "share_percent": part} for unit, part in zip(units, parts, strict=True)]
            to_unit = self.random.choice(UNITS)
            self.say(self.anyone(), p.ProjectTransferOffered, to_unit=to_unit, shares=shares, reason="属地")

    def answer(self) -> None:
        offered = self.record.transfer
        if offered is not None:
            kind = self.random.choice((p.ProjectTransferAccepted, p.ProjectTransferAccepted, p.ProjectTransferDeclined))
            more = {"reason": "否"} if kind is p.ProjectTransferDeclined else {}
            unit = self.random.choice((offered.to_unit, self.anyone()))
            self.say(unit, kind, offer_event=offered.offer_event, **more)

    def move(self) -> None:
        record = self.record
        to_stage = self.random.choice(NEXT.get(record.stage, ("SUSPENDED",)))
        if record.stage == "SUSPENDED":
            to_stage = record.stage_before_suspension or "NEGOTIATING"
        who, kinds = WAY.get(to_stage, ("owner", ()))
        unit = {"owner": record.owner_unit, "host": "zone"}.get(who, who)
        day = self.desk.today - timedelta(self.random.randint(0, 3))
        given = {"effective_on": day, "evidence": evidence(*kinds), "contract_reference": "HT", "reason": "理由"}
        self.say(unit, p.ProjectStageChanged, to_stage=to_stage, **given)

    def move_back(self) -> None:
        """Back, or, of a project taken over as suspended, to where commerce knows that it stood."""
        stage = self.random.choice(("NEGOTIATING", "SIGNED", "APPROVING", "BUILDING"))
        given = {"effective_on": self.desk.today, "reason": "退回", "force": True}
        self.say("commerce", p.ProjectStageChanged, to_stage=stage, **given)

    def redate(self) -> None:
        step = self.random.choice(self.record.stage_history)
        day = (self.desk.today - timedelta(self.random.randint(0, 40))).isoformat()
        unit = self.random.choice((step.by_unit, "commerce", self.anyone()))
        self.say(unit, p.ProjectCorrected, corrects=step.event_id, reason="误", stage_since=day)

    def confirm(self) -> None:
        self.say("commerce", p.ProjectTakeoverConfirmed, stage=self.record.stage)

    def end(self) -> None:
        day = self.desk.today - timedelta(self.random.randint(0, 10))
        self.say("commerce", p.ProjectStageChanged, to_stage="TERMINATED", effective_on=day, reason="撤资")

    def approval(self) -> None:
        kind = self.random.choice((p.ApprovalSubmitted, p.ApprovalAccepted, p.SupplementRequested, p.ApprovalGranted))
        day = self.desk.today
        facts: dict[type, dict[str, object]] = {
            p.ApprovalSubmitted: {"kind": "ENVIRONMENT", "limit_working_days": 10, "submitted_on": day},
            p.ApprovalAccepted: {"accepted_on": day},
            p.SupplementRequested: {"requested_on": day, "note": "图纸"},
            p.ApprovalGranted: {"decided_on": day},
        }
        self.say("zone", kind, matter_id=str(self.random.randint(1, 3)), **facts[kind])

    def correct_items(self) -> None:
        """Take back what was last said of a matter or problem, the project's end included."""
        record = self.record
        for items, kind, number in (
            (record.approvals, p.ApprovalCorrected, "matter_id"),
            (record.problems, p.ProblemCorrected, "problem_id"),
        ):
            if items:
                item = self.random.choice(items)
                step = self.random.choice(item.steps[-2:])
                named = {number: getattr(item, number), "corrects": step.event_id, "reason": "误", "undone": True}
                self.say(self.random.choice((step.by_unit, step.by_unit, *UNITS)), kind, **named)

    def change_amount(self) -> None:
        amount = cny(str(self.random.randint(1, 9) * 100000))
        self.say(self.record.owner_unit, p.ProjectUpdated, planned_investment=amount)

    def reach(self) -> None:
        name = self.random.choice(("STARTED", "COMPLETED", "CONSTRUCTION_PERMIT", "PRODUCING"))
        day = (self.desk.today - timedelta(self.random.randint(0, 60))).isoformat()[: self.random.choice((7, 10))]
        given = {"milestone": name, "evidence": evidence("SITE_RECORD")}
        self.say(self.anyone(), p.MilestoneReached, reached_on=day, **given)

    def correct_milestone(self) -> None:
        if self.record.milestones:
            entry = self.random.choice(self.record.milestones)
            day = (self.desk.today - timedelta(self.random.randint(0, 60))).isoformat()
            right = self.random.choice((None, day))
            named = {"corrects": entry.reached_event or "x", "milestone": entry.milestone, "reason": "误"}
            self.say(self.anyone(), p.MilestoneCorrected, right_on=right, **named)

    def problem(self) -> None:
        number = {"problem_id": str(self.random.randint(1, 3))}
        kind = self.random.choice((p.ProblemRaised, p.ProblemEscalated, p.ProblemResolved, p.ProblemConfirmed))
        facts: dict[type, dict[str, object]] = {
            p.ProblemRaised: {
                "kind": "LAND",
                "responsible_unit": self.random.choice(UNITS),
                "raised_on": self.desk.today,
                "due_on": self.desk.today,
            },
            p.ProblemEscalated: {
                "level": self.random.choice((2, 3)),
                "reason": "逾期",
                "due_on": self.random.choice((None, self.desk.today + timedelta(30))),
                "responsible_unit": self.random.choice((None, None, *UNITS)),
            },
            p.ProblemResolved: {"resolved_on": self.desk.today, "resolution": "已落实"},
        }
        named = (one for one in self.record.problems if one.problem_id == number["problem_id"])
        in_charge = next((one.responsible_unit for one in named), "zone")
        unit = self.random.choice((in_charge, in_charge, *UNITS))
        self.say(unit, kind, **number, **facts.get(kind, {}))

    def days_pass(self) -> None:
        self.desk.pass_days(self.random.randint(1, 20))

    def play(self, steps: int) -> None:
        """Take so many steps; then the project ends, and what was said of it is corrected."""
        acts = (
            *(self.offer, self.answer, self.answer) * 2,
            *(self.move, self.move, self.move, self.move_back, self.change_amount),
            *(self.reach, self.reach, self.correct_milestone, *(self.problem,) * 4, self.days_pass),
            *(self.redate, self.confirm, self.approval, self.approval, self.correct_items),
        )
        for _ in range(steps):
            self.random.choice(acts)()
        self.end()
        for _ in range(steps // 4):
            self.random.choice((self.correct_items, self.correct_items, self.redate, self.problem, self.approval))()

    def check(self, before: Project, after: Project, unit: str) -> None:
        assert type(after).from_avro(after.to_avro()) == after
        self._credit_is_whole_and_nobodys_is_taken(before, after, unit)
        self._what_is_signed_is_frozen(before, after)
        self._nothing_is_completed_before_it_started(after)
        self._nobody_judges_its_own_solution(before, after, unit)
        self._nothing_is_open_after_the_end(after)
        assert after.progressed_on is not None
        assert before.progressed_on is not None
        assert before.progressed_on <= after.progressed_on <= self.desk.today

    @staticmethod
    def _credit_is_whole_and_nobodys_is_taken(before: Project, after: Project, unit: str) -> None:
        held = {share.unit: share.share_percent for share in before.credit_shares}
        now = {share.unit: share.share_percent for share in after.credit_shares}
        assert len(now) == len(after.credit_shares)
        assert not now or sum(now.values()) == 100
        if before.owner_unit != after.owner_unit:
            assert unit == after.owner_unit
            assert before.transfer is not None
            assert before.transfer.to_unit == unit
            for other in held.keys() - {before.owner_unit, unit}:
                assert now.get(other, 0) >= held[other]
        else:
            assert held == now

    @staticmethod
    def _what_is_signed_is_frozen(before: Project, after: Project) -> None:
        steps = after.stage_history
        assert (after.signed_amount is not None) == signed_stage(after)
        signings = [
            step.since for was, step in pairwise(steps) if (was.stage, step.stage) == ("PENDING_SIGN", "SIGNED")
        ]
        if steps[0].stage == "SIGNED" and steps[0].since:
            signings.insert(0, steps[0].since)
        assert after.signed_on == (next(iter(signings), None) if signed_stage(after) else None)
        open_ = before.taken_over and not before.taken_over_confirmed
        if before.signed_amount is not None and after.signed_amount is not None:
            assert before.signed_amount == after.signed_amount or open_
        if open_ and before.signed_amount is not None and after.planned_investment != before.planned_investment:
            assert after.signed_amount == after.planned_investment

    @staticmethod
    def _nothing_is_completed_before_it_started(after: Project) -> None:
        reached = {entry.milestone: entry.reached_on for entry in after.milestones if entry.reached_on}
        if {"STARTED", "COMPLETED"} <= reached.keys():
            assert fuzzy_end(reached["COMPLETED"]) >= fuzzy_start(reached["STARTED"])
        early = {"STARTED", "CONSTRUCTION_PERMIT"} <= reached.keys() and fuzzy_end(reached["STARTED"]) < fuzzy_start(
            reached["CONSTRUCTION_PERMIT"]
        )
        assert ("STARTED_BEFORE_PERMIT" in after.milestone_flags) == early

    @staticmethod
    def _nobody_judges_its_own_solution(before: Project, after: Project, unit: str) -> None:
        was = {problem.problem_id: problem for problem in before.problems}
        for problem in after.problems:
            old = was.get(problem.problem_id)
            if old is not None and old.status != problem.status == "CONFIRMED":
                assert unit != old.responsible_unit
                assert old.status == "RESOLVED"
            if old is not None and problem.status == "ESCALATED" != old.status and unit == old.responsible_unit:
                kept = (old.responsible_unit, old.due_on) == (problem.responsible_unit, problem.due_on)
                assert kept or unit in (after.owner_unit, "commerce")

    @staticmethod
    def _nothing_is_open_after_the_end(after: Project) -> None:
        if after.stage == "TERMINATED":
            assert {matter.status for matter in after.approvals} <= {"GRANTED", "REFUSED", "WITHDRAWN", "ENDED"}
            assert {problem.status for problem in after.problems} <= {"CONFIRMED", "WITHDRAWN", "ENDED"}
            assert all(matter.counted_from_on is None for matter in after.approvals)
            assert after.transfer is None
        else:
            assert "ENDED" not in {one.status for one in (*after.approvals, *after.problems)}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_credit_signing_milestones_and_problems_hold_in_any_history(seed: int) -> None:
    Course(seed).play(STEPS)


def test_the_histories_get_far_enough_to_prove_something() -> None:
    seen: set[str] = set()
    for seed in range(60):
        course = Course(seed)
        course.play(STEPS)
        seen |= {type(entry.event).__name__ for entry in course.desk.ledger}
        seen |= {step.stage for step in course.record.stage_history[1:]}
        seen |= {f"credit-{len(course.record.credit_shares)}"} | set(course.record.milestone_flags)
    assert {"BUILDING", "ProjectTransferAccepted", "credit-3", "STARTED_BEFORE_PERMIT", "ProblemConfirmed"} <= seen
    assert {"TERMINATED", "ProjectCorrected", "ApprovalCorrected", "ProblemCorrected"} <= seen


def play_many(count: int) -> None:
    """Play histories that are the same each time."""
    for seed in range(count):
        Course(seed).play(STEPS)


def allow(*_: object, **__: object) -> None:
    """Stand in for a check of a rule that refuses nothing."""


@pytest.mark.parametrize(
    ("module", "name", "broken", "finder"),
    [
        (project_transfer, "_shares_wrong", allow, "_credit_is_whole_and_nobodys_is_taken"),
        (project_transfer, "_taken", allow, "_credit_is_whole_and_nobodys_is_taken"),
        (project_transfer, "not_kept_by", allow, "_credit_is_whole_and_nobodys_is_taken"),
        (project_signing, "_first_signed", allow, "_what_is_signed_is_frozen"),
        (project_signing, "UNSIGNED", {}, "_what_is_signed_is_frozen"),
        (project_milestones, "reversed_order", allow, "_nothing_is_completed_before_it_started"),
        (project_problems, "_not_judge", allow, "_nobody_judges_its_own_solution"),
        (project_signing, "vouched", lambda *_: {}, "_what_is_signed_is_frozen"),
        (project_signing, "redated", lambda *_: {}, "_what_is_signed_is_frozen"),
        (project_problems, "_eases_its_task", allow, "_nobody_judges_its_own_solution"),
        (project_problems, "ended", lambda *_: {}, "_nothing_is_open_after_the_end"),
        (project_problem_fix, "end", allow, "_nothing_is_open_after_the_end"),
        (project_approvals, "ended", lambda *_: {}, "_nothing_is_open_after_the_end"),
        (project_approvals, "end", allow, "_nothing_is_open_after_the_end"),
        (project_milestones, "flags_of", lambda _: (), "_nothing_is_completed_before_it_started"),
    ],
)
def test_a_broken_rule_is_found_by_the_check_that_guards_it(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, broken: object, finder: str
) -> None:
    monkeypatch.setattr(module, name, broken)
    with pytest.raises(AssertionError) as found:
        play_many(300)
    assert found.traceback[-1].name == finder
