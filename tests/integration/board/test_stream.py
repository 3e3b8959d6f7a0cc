"""The live stream: every change, once, resumable, and masked for who looks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.support.boarddistrict import money
from tests.support.boardserver import RunningBoard, Stream, eventually
from tests.support.boardworld import BoardWorld

from yipanqi.board.rebuild import rebuild


def test_a_change_arrives_without_asking_and_is_in_the_list(running: RunningBoard, world: BoardWorld) -> None:
    client = running.client("leader")
    stream = Stream(client)
    project = world.log.project("live-1", planned_investment=money("7.00"))
    world.publish()
    eventually(lambda: len(stream.changes) == 1)
    data = stream.changes[0].data
    assert (data["list"], data["id"], data["version"]) == ("projects", project.project_id, 1)
    assert data["record"]["planned_investment"]["amount"] == "7.00"
    assert client.get(f"/api/v1/projects/{project.project_id}").json()["version"] == 1
    stream.close()


def test_every_viewer_gets_the_change_as_it_may_see_it(running: RunningBoard, world: BoardWorld) -> None:
    streams = {name: Stream(running.client(name)) for name in ("leader", "soe-2", "snd-group", "operations")}
    world.log.project("masked", "snd-group", planned_investment=money("123454321.00"))
    world.log.carrier("masked", "soe-2", rent_cny_m2_month=Decimal("98.76"))
    world.publish()
    eventually(lambda: all(len(s.changes) == 2 for s in streams.values()))
    seen = {name: {c.data["list"]: c.data["record"] for c in stream.changes} for name, stream in streams.items()}
    assert {n for n, r in seen.items() if "planned_investment" in r["projects"]} == {"leader", "snd-group"}
    assert {n for n, r in seen.items() if "rent_cny_m2_month" in r["carriers"]} == {"leader", "soe-2"}
    for stream in streams.values():
        stream.close()


def test_who_was_cut_off_gets_every_change_once_after_coming_back(running: RunningBoard, world: BoardWorld) -> None:
    client = running.client("leader")
    first = Stream(client)
    project = world.log.project("resume")
    world.publish()
    eventually(lambda: len(first.changes) == 1)
    first.close()
    for stage in ("PENDING_SIGN", "SIGNED", "APPROVING", "BUILDING"):
        project = world.log.move(project, stage)
        world.publish()
    last = first.changes[-1].id
    second = Stream(client, last)
    world.log.project("resume-later")
    world.publish()
    eventually(lambda: any(c.data["id"].endswith("resume-later") for c in second.changes))
    numbers = [int(str(c.id).rpartition("-")[2]) for c in first.changes + second.changes]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert [c.data["record"]["stage"] for c in second.changes if c.data["id"].endswith("-resume")][-1] == "BUILDING"
    second.close()


def test_the_first_event_already_has_an_id_to_resume_from(running: RunningBoard, world: BoardWorld) -> None:
    client = running.client("leader")
    first = Stream(client)
    hello = first.events[0]
    first.close()
    world.log.project(f"after-hello-{running.url[-5:]}")
    world.publish()
    second = Stream(client, hello.id)
    eventually(lambda: len(second.changes) == 1)
    second.close()


@pytest.mark.parametrize("given", ["g00000000000001-5", "nonsense", "g99999999999999-1"])
def test_numbers_of_another_generation_begin_with_a_reset(running: RunningBoard, given: str) -> None:
    stream = Stream(running.client("leader"), given)
    eventually(lambda: any(e.event == "reset" for e in stream.events))
    stream.close()


def test_a_rebuild_resets_open_streams_and_they_go_on(running: RunningBoard, world: BoardWorld) -> None:
    stream = Stream(running.client("leader"))
    rebuild(running.board.settings.database_url, world.kafka, world.registry)
    eventually(lambda: any(e.event == "reset" for e in stream.events))
    before = len(stream.changes)
    world.log.project(f"after-rebuild-{running.url[-5:]}")
    world.publish()
    eventually(lambda: len(stream.changes) > before)
    stream.close()


def test_a_stream_ends_when_its_session_does(running: RunningBoard) -> None:
    client = running.client("commerce")
    stream = Stream(client)
    running.client("commerce").post("/api/v1/logout")
    assert client.post("/api/v1/logout").status_code == 204
    eventually(lambda: not stream._thread.is_alive(), 10)


def test_more_streams_than_allowed_are_refused_with_a_reason(running: RunningBoard) -> None:
    client = running.client("leader")
    running.board.streams["leader"] = running.board.settings.max_streams_per_user
    answer = client.get("/api/v1/stream")
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["code"] == "too_many_streams"
    running.board.streams.clear()
