"""A plan names each difference once, and never plans to remove."""

from __future__ import annotations

from dataclasses import replace

from rich.console import Console

from yipanqi.bus.cluster import Acl, Operation, Quota, Resource
from yipanqi.cluster.actual import Actual, SubjectState
from yipanqi.cluster.commands import catalog_show, plan_as_json, product_desired
from yipanqi.cluster.desired import SINGLE_NODE
from yipanqi.cluster.plan import Action, Kind, Plan, plan
from yipanqi.cluster.render import render_plan

WANTED = product_desired(SINGLE_NODE)
AS_WANTED = Actual(
    topics=WANTED.topics,
    users=WANTED.users | {"admin", "broker"},
    acls=WANTED.acls,
    quotas=WANTED.quotas,
    subjects={name: SubjectState(True, WANTED.compatibility) for name in WANTED.subjects},
)


def text_of(found: Plan, *, every: bool = False) -> str:
    console = Console(width=200, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(render_plan(found, every=every))
    return captured.get()


def test_a_cluster_that_is_as_wanted_gives_an_empty_plan() -> None:
    found = plan(WANTED, AS_WANTED)
    assert found.changes == ()
    assert found.empty
    assert "nothing to do" in text_of(found)


def test_an_empty_cluster_gets_everything() -> None:
    found = plan(WANTED, Actual())
    assert {c.action for c in found.changes} == {Action.CREATE}
    assert len(found.of(Action.CREATE, kind=Kind.TOPIC)) == len(WANTED.topics)
    assert len(found.of(Action.CREATE, kind=Kind.SUBJECT)) == len(WANTED.subjects)
    assert f"共 {len(WANTED.topics)} 项" in text_of(found)


def test_what_nobody_asked_for_is_reported_and_is_no_work() -> None:
    stray = Acl("User:old-unit", Resource.TOPIC, "intake.old-unit", Operation.WRITE)
    actual = replace(
        AS_WANTED,
        topics={**AS_WANTED.topics, "old.topic": replace(WANTED.topics["ledger.project"], name="old.topic")},
        users=AS_WANTED.users | {"old-unit"},
        acls=AS_WANTED.acls | {stray},
        quotas={**AS_WANTED.quotas, "old-unit": Quota("old-unit", {"request_percentage": 1.0})},
        other_subjects=frozenset({"old.topic-x.Y"}),
    )
    found = plan(WANTED, actual)
    assert found.work == ()
    assert [(c.kind, c.name) for c in found.of(Action.EXTRA)] == [
        (Kind.TOPIC, "old.topic"),
        (Kind.USER, "old-unit"),
        (Kind.ACL, "User:old-unit"),
        (Kind.QUOTA, "old-unit"),
        (Kind.SUBJECT, "old.topic-x.Y"),
    ]
    assert "not removed" in text_of(found)


def test_a_changed_setting_is_shown_from_and_to() -> None:
    topic = WANTED.topics["intake.zone"]
    changed = replace(topic, configs={**topic.configs, "retention.ms": "1000"})
    found = plan(WANTED, replace(AS_WANTED, topics={**AS_WANTED.topics, "intake.zone": changed}))
    assert [(c.action, c.detail) for c in found.changes] == [(Action.ALTER, "retention.ms: 1000 → 2592000000")]


def test_other_partitions_block_whether_more_or_fewer() -> None:
    for count in (3, 12):
        topic = replace(WANTED.topics["ledger.project"], partitions=count)
        found = plan(WANTED, replace(AS_WANTED, topics={**AS_WANTED.topics, "ledger.project": topic}))
        assert [c.name for c in found.blocked] == ["ledger.project"]
        assert not found.empty


def test_another_number_of_replicas_is_left_to_a_person() -> None:
    found = plan(product_desired(), replace(AS_WANTED, topics=product_desired().topics))
    assert found.changes == ()
    found = plan(product_desired(), AS_WANTED)
    assert len(found.of(Action.MANUAL, kind=Kind.TOPIC)) == len(WANTED.topics)


def test_a_new_schema_version_is_an_alteration_and_an_incompatible_one_blocks() -> None:
    name = "ledger.carrier-yipanqi.carrier.CarrierListed"
    newer = {**AS_WANTED.subjects, name: SubjectState(False, "FULL_TRANSITIVE")}
    broken = {**AS_WANTED.subjects, name: SubjectState(False, "FULL_TRANSITIVE", ("READER_FIELD_MISSING [needed]",))}
    assert [(c.action, c.name) for c in plan(WANTED, replace(AS_WANTED, subjects=newer)).changes] == [
        (Action.ALTER, name)
    ]
    blocked = plan(WANTED, replace(AS_WANTED, subjects=broken))
    assert [c.name for c in blocked.blocked] == [name]
    # What looks like markup is shown as it is.
    assert "[needed]" in text_of(blocked)


def test_a_lost_level_of_compatibility_is_set_again() -> None:
    name = "receipts.zone-yipanqi.receipt.Receipt"
    subjects = {**AS_WANTED.subjects, name: SubjectState(True, None)}
    found = plan(WANTED, replace(AS_WANTED, subjects=subjects))
    assert [(c.action, c.kind, c.name) for c in found.changes] == [(Action.CREATE, Kind.COMPATIBILITY, name)]


def test_passwords_change_for_named_users_only() -> None:
    assert [c.name for c in plan(WANTED, AS_WANTED, rotate=["zone"]).work] == ["zone"]
    assert [c.name for c in plan(WANTED, AS_WANTED, rotate=["nobody"]).blocked] == ["nobody"]


def test_a_plan_is_json_for_other_programs() -> None:
    assert '"action": "create"' in plan_as_json(plan(WANTED, Actual()))


def test_the_catalogue_is_shown_without_any_server() -> None:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(catalog_show(SINGLE_NODE))
    assert "ledger.project" in captured.get()
    assert "苏高新集团" in captured.get()
