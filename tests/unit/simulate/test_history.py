"""A simulated history: the same for the same seed, plausible in its times and shares, and never against the rules."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from tests.support.desk import Desk
from tests.support.invariants import ENTRY_CHECKS, REST_CHECKS
from tests.support.simulated import SMALL, YEAR, Told, tell

from yipanqi.contract.catalog import product_catalog
from yipanqi.models.codes import ProjectStage, RevitalisationMode
from yipanqi.models.enterprise import Enterprise
from yipanqi.models.evaluation import Evaluation
from yipanqi.models.project import Project, ProjectStageChanged
from yipanqi.models.revitalisation import Revitalisation
from yipanqi.models.target import Target
from yipanqi.models.types import is_credit_code
from yipanqi.rules.outcome import Refused, Role
from yipanqi.simulate.jsonl import as_cloudevent, as_line
from yipanqi.simulate.scale import seed_of_a_later_history
from yipanqi.simulate.untold import UNTOLD


def digest(told: Told) -> str:
    """Return a fingerprint of all events with their ids, units, days, rounds and order."""
    found = hashlib.sha256()
    for day in told.days:
        for number, part in enumerate(day.rounds):
            for said in part:
                found.update(f"{number} {as_line(said, day.day)}".encode())
    return found.hexdigest()


def test_a_seed_gives_the_same_events_ids_and_order_every_time(small: Told) -> None:
    assert digest(tell(SMALL)) == digest(small)


def test_another_seed_gives_another_district(small: Told) -> None:
    other = SMALL.__class__(**{name: getattr(SMALL, name) for name in SMALL.__slots__} | {"seed": 4})
    assert digest(tell(other)) != digest(small)


def test_a_later_history_of_a_district_repeats_no_id_and_no_record_of_an_earlier_one(small: Told) -> None:
    start = SMALL.end + timedelta(days=1)
    later = tell(replace(SMALL, seed=seed_of_a_later_history(SMALL.seed, start), start=start, days=20, fresh=False))
    assert not {said.event_id for _, said in small.said} & {said.event_id for _, said in later.said}
    assert not small.model.states.keys() & later.model.states.keys()


def test_a_second_history_in_a_district_leaves_the_targets_of_its_first_year_as_they_are(small: Told) -> None:
    def years(told: Told) -> set[int]:
        return {state.year for state in told.model.states.values() if isinstance(state, Target)}

    # From March on: the year has its targets, if anything happened before.
    assert (years(small), years(tell(replace(SMALL, fresh=False)))) == ({2020}, set())
    # The next year's are set on its eighth of January.
    over = replace(SMALL, start=date(2020, 12, 20), days=30, fresh=False)
    assert years(tell(over)) == {2021}
    assert years(tell(replace(over, start=date(2021, 1, 9)))) == set()


def test_every_stage_of_a_project_occurs_within_a_year(year: Told) -> None:
    reached = {step.stage for state in projects(year) for step in state.stage_history}
    assert reached == {stage.value for stage in ProjectStage}


def test_a_year_tells_every_event_that_a_unit_can_publish_but_those_of_the_list(year: Told) -> None:
    catalog = product_catalog()
    publishable = {name for unit in catalog.units for name in catalog.event_types(unit)}
    assert publishable - set(year.tally.accepted) == {kind.__avro_name__ for kind in UNTOLD}
    assert all(UNTOLD.values())


def test_vacant_carriers_are_freed_by_every_mode_and_never_more_than_there_is(year: Told) -> None:
    cases = [state for state in year.model.states.values() if isinstance(state, Revitalisation)]
    done = [case for case in cases if case.status == "DONE"]
    assert {case.mode for case in cases} == {mode.value for mode in RevitalisationMode}
    assert len(done) >= 5
    assert all(0 < case.freed_m2 <= case.carrier_area_m2 for case in done if case.freed_m2 and case.carrier_area_m2)


def test_evaluations_are_published_by_rank_and_some_are_changed_by_an_appeal(year: Told) -> None:
    found = [state for state in year.model.states.values() if isinstance(state, Evaluation)]
    assert Counter(state.status for state in found)["FINAL"] > len(found) * 0.9
    assert {state.grade for state in found} == {"A", "B", "C", "D", "T"}
    assert {state.upheld for state in found} >= {True, None}


def test_conflicts_occur_where_units_compete(year: Told) -> None:
    codes = {code for _, code in year.tally.refused}
    assert {"carrier-held", "lead-taken", "claim-own-case", "project-not-signed", "renewals-exhausted"} <= codes
    ruled = sum(count for kind, count in year.tally.accepted.items() if kind.endswith("ClaimRuled"))
    assert ruled >= 3


def test_between_two_and_ten_percent_of_what_units_say_is_refused(year: Told) -> None:
    assert 0.02 < year.tally.refused_share < 0.10
    assert len({code for _, code in year.tally.refused}) > 30


def test_stage_times_are_plausible(year: Told) -> None:
    taken = stage_days(year)
    for stage, least, most in (
        ("SCREENING", 8, 30),
        ("NEGOTIATING", 40, 90),
        ("PENDING_SIGN", 10, 40),
        ("SIGNED", 12, 40),
        ("APPROVING", 40, 110),
        ("READY_TO_START", 15, 50),
        ("COMPLETED", 35, 90),
    ):
        assert least <= median(taken[stage]) <= most, f"{stage}: {median(taken[stage])}"


def test_little_happens_at_the_spring_festival_and_nothing_on_days_off(year: Told) -> None:
    counts = Counter(day.day for day, _ in year.said)
    festival = [counts[date(2020, 1, 24) + timedelta(days=number)] for number in range(10)]
    assert festival == [0] * 10
    before = sum(counts[date(2020, 1, 20) + timedelta(days=number)] for number in range(4))
    ordinary = sum(counts[date(2020, 5, 18) + timedelta(days=number)] for number in range(4))
    assert before < ordinary * 0.7
    assert all(year.model.workdays.is_working(day) for day in counts if day != YEAR.start)


def test_more_is_signed_in_the_last_days_of_a_quarter(year: Told) -> None:
    signed = [
        said.event.effective_on
        for _, said in year.said
        if isinstance(said.event, ProjectStageChanged) and said.event.to_stage == "SIGNED" and said.refused is None
    ]
    late = [day for day in signed if day.month % 3 == 0 and day.day > 20]
    assert len(late) / len(signed) > 1.3 * 10 / 91


def test_credit_codes_are_valid_and_some_names_nearly_the_same(year: Told) -> None:
    found = [state for state in year.model.states.values() if isinstance(state, Enterprise)]
    codes = [state.enterprise_id for state in found if not state.enterprise_id.startswith("foreign:")]
    assert len(codes) > 400
    assert all(is_credit_code(code) for code in codes)
    assert any(state.merged_into for state in found)
    assert any(state.parent_id for state in found)


def test_approvals_have_supplements_and_some_are_late(year: Told) -> None:
    matters = [matter for state in projects(year) for matter in state.approvals]
    assert any(step.status == "SUPPLEMENT" for matter in matters for step in matter.steps)
    late = [matter for matter in matters if matter.overdue_working_days]
    assert 0.04 < len(late) / len(matters) < 0.35


def test_within_a_round_no_two_units_speak_of_one_record(small: Told) -> None:
    """Their topics are read in any order: what depends on another's word must wait for the next round."""
    for day in small.days:
        for part in day.rounds:
            speakers: dict[tuple[str, str], set[str]] = defaultdict(set)
            for said in part:
                speakers[said.event.__aggregate__, said.event.aggregate_id()].add(said.unit)
            assert all(len(units) == 1 for units in speakers.values())


def test_every_event_of_a_history_satisfies_the_invariants(small: Told) -> None:
    """Played on another desk, round by round, everything is decided as foretold, and nothing breaks an invariant."""
    roles = {name: Role(unit.role) for name, unit in product_catalog().units.items()}
    desk = Desk(today=SMALL.start, roles=roles)
    checked = 0
    for day in small.days:
        desk.pass_days((day.day - desk.today).days)
        desk.settle()
        for part in day.rounds:
            for said in part:
                outcome = desk.ask(said.unit, said.event, said.event_id)
                code = outcome.code if isinstance(outcome, Refused) else None
                assert code == said.refused, (said, outcome)
                for entry in desk.ledger[checked:]:
                    for check in ENTRY_CHECKS:
                        check(entry, desk)
                checked = len(desk.ledger)
    for rest in REST_CHECKS:
        rest(desk)
    assert checked == small.model.accepted


def test_an_event_as_a_line_is_a_cloudevent(small: Told) -> None:
    day, said = small.said[0]
    event = as_cloudevent(said, day.day)
    assert event["specversion"] == "1.0"
    assert event["source"] == f"urn:yipanqi:{said.unit}"
    assert event["type"] == said.event.__avro_name__
    assert type(said.event).model_validate(event["data"]) == said.event


def projects(told: Told) -> list[Project]:
    """Return all projects as they ended."""
    return [state for state in told.model.states.values() if isinstance(state, Project)]


def stage_days(told: Told) -> dict[str, list[int]]:
    """Return how many days projects spent in each stage that they entered and left within the history."""
    found: dict[str, list[int]] = defaultdict(list)
    for state in projects(told):
        steps = state.stage_history
        for step, following in pairwise(steps):
            entered = step.since is not None and not step.taken_over
            if entered and following.stage not in ("TERMINATED", "SUSPENDED") and step.stage != "SUSPENDED":
                days = (date.fromisoformat(str(following.since)) - date.fromisoformat(str(step.since))).days
                found[step.stage].append(days)
    return found
