"""The invariants hold in any history, and the checks that say so can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.histories import History

from yipanqi.models.carrier import Carrier, Hold, PendingReservation
from yipanqi.models.project import Project, ProjectStageChanged
from yipanqi.rules import (
    carrier_hold,
    carrier_notice,
    carrier_register,
    carrier_reservation,
    carrier_space,
    carrier_units,
    carrier_use,
    project_carriers,
    project_days,
    project_facts,
    project_signing,
    project_stage,
    project_transfer,
    record,
)
from yipanqi.rules.outcome import Accepted, Context, Refused
from yipanqi.rules.record import AnyRecord
from yipanqi.rules.stages import Gate


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data(), st.integers(20, 80))
def test_every_invariant_holds_in_any_history(data: st.DataObject, steps: int) -> None:
    History(lambda options: data.draw(st.sampled_from(options))).play(steps)


def play_many(count: int, steps: int = 120) -> None:
    """Play histories that are the same each time."""
    for seed in range(count):
        History(Random(seed).choice).play(steps)


def test_every_invariant_holds_in_four_hundred_long_histories() -> None:
    play_many(400)


def allow(*_: Any, **__: Any) -> None:
    """Stand in for a check of a rule that refuses nothing."""


def _without_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_stage, "_BARRING_FLAGS", ())


def _without_conflicts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier_reservation, "conflict", allow)


def _without_conflicts_at_signing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier_notice, "conflict", allow)
    monkeypatch.setattr(carrier_hold, "conflict", allow)


def _without_intensity(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier_reservation, "too_little_intensity", allow)


def _measuring_parts_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge a request by the least of what its project would hold of the carrier."""

    def least(carrier: Carrier, parts: set[str | None]) -> Decimal | None:
        return min((area for part in parts if (area := counted(carrier, part)) is not None), default=None)

    counted = carrier_space.counted_area
    monkeypatch.setattr(carrier_space, "_taken_area", least)


def _forgetting_what_lies_beneath(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a carrier whose rooms are in use for one that was listed."""
    made = carrier_units.standing
    monkeypatch.setattr(carrier_units, "standing", lambda *facts: made(*facts) | {"unheld_status": None})


def _moving_out_before_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier_hold, "out_before_in", allow)
    monkeypatch.setattr(carrier_use, "out_before_in", allow)


def _without_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    def unproven(passed: Gate, state: Project, event: ProjectStageChanged) -> Refused | None:
        return proven(replace(passed, evidence=()), state, event)

    proven = project_stage._not_proven
    monkeypatch.setattr(project_stage, "_not_proven", unproven)


def _without_movers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_stage, "_not_mover", allow)


def _without_named_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_facts, "unknown_event", allow)
    monkeypatch.setattr(carrier_register, "unknown_event", allow)


def _without_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_days, "not_in_order", allow)


def _without_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_days, "in_future", allow)


def _dating_the_last_stage_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_days, "_number", lambda steps, _: len(steps) - 1)


def _without_reporters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_days.milestones, "not_reporter", allow)


def _forgetting_the_day_of_signing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_signing, "redated", lambda *_: {})


def _telling_no_carrier_whose_its_project_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (project_facts, project_transfer):
        monkeypatch.setattr(module, "with_carriers_told", lambda _, outcome: outcome)


def _hearing_of_a_hold_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tell a carrier nothing of what it has missed, but that the project ended."""
    monkeypatch.setattr(project_carriers, "signing_step", allow)


def _forgetting_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_stage, "_told", lambda *_: ())


def _forgetting_what_came_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_carriers, "_without", lambda state, *_: state.carriers)


def _answering_out_of_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settle a request as soon as its own project has answered, whoever asked before."""

    def eager(state: Carrier, queue: tuple[PendingReservation, ...], context: Context) -> Accepted[Carrier]:
        return settled(state, tuple(sorted(queue, key=lambda entry: not entry.checked)), context)

    settled = carrier_reservation._settled
    monkeypatch.setattr(carrier_reservation, "_settled", eager)


def _writing_into_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Change the record that was given instead of a copy."""

    def write(state: AnyRecord, context: Context, changes: dict[str, Any]) -> AnyRecord:
        changed = record.change(state, context, changes)
        state.__dict__.update(changes)
        return changed

    monkeypatch.setattr(project_stage, "change", write)


def _looking_at_another_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the time from outside the context."""
    ticks = iter(range(10**9))

    def granted(head: PendingReservation, context: Context) -> Hold:
        return made(head, context).model_copy(update={"granted_at": context.now + timedelta(seconds=next(ticks))})

    made = carrier_reservation._granted
    monkeypatch.setattr(carrier_reservation, "_granted", granted)


@pytest.mark.parametrize(
    ("break_a_rule", "finder"),
    [
        (_without_conflicts, "nothing_is_held_twice"),
        (_without_conflicts_at_signing, "nothing_is_held_twice"),
        (_without_intensity, "a_grant_reaches_the_intensity_or_was_waived"),
        (_measuring_parts_apart, "a_grant_reaches_the_intensity_or_was_waived"),
        (_forgetting_what_lies_beneath, "what_is_on_offer_was_verified_and_listed"),
        (_moving_out_before_in, "steps_say_who_uses_what"),
        (_without_flags, "flags_bar_the_brink_of_signing"),
        (_without_evidence, "no_stage_skips_its_gate"),
        (_without_movers, "no_stage_skips_its_gate"),
        (_without_named_events, "a_correction_names_a_real_event"),
        (_without_order, "the_days_of_stages_run_forward"),
        (_without_today, "the_days_of_stages_run_forward"),
        (_dating_the_last_stage_anew, "a_day_is_corrected_where_it_is_named"),
        (_without_reporters, "a_day_is_corrected_where_it_is_named"),
        (_forgetting_the_day_of_signing, "what_is_signed_stands_from_the_first_signing_on"),
        (_telling_no_carrier_whose_its_project_is, "reservations_are_their_projects_parties"),
        (_hearing_of_a_hold_in_silence, "a_signing_commits_what_was_reserved_before_it"),
        (_forgetting_the_end, "nothing_outlives_its_days_or_its_project"),
        (_forgetting_what_came_free, "projects_and_carriers_agree"),
        (_answering_out_of_order, "every_request_is_answered_once_and_in_order"),
        (_writing_into_its_input, "say"),
        (_looking_at_another_clock, "a_replay_gives_the_same_records"),
    ],
)
def test_a_broken_rule_is_found_by_the_check_that_guards_it(
    monkeypatch: pytest.MonkeyPatch, break_a_rule: Callable[[pytest.MonkeyPatch], None], finder: str
) -> None:
    break_a_rule(monkeypatch)
    with pytest.raises(AssertionError) as found:
        play_many(300)
    assert found.traceback[-1].name == finder
