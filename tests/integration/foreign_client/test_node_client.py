"""A client that is not ours: the Node example, exactly as `yipanqi connect-info` prints it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.foreign_client.conftest import Node
from tests.support.district import District

from yipanqi.bus.partitioner import partition_for
from yipanqi.cluster.connect_info import connect_info
from yipanqi.cluster.connect_text import NODE, client_example
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

PROJECT = "investment-project-ZS-2020-9001"


@pytest.fixture
def district(district_kafka: LocalKafka, registry: LocalRegistry, tmp_path: Path) -> Iterator[District]:
    found = District(district_kafka, registry, tmp_path)
    yield found
    found.close()


@pytest.fixture
def example(district: District, tmp_path: Path) -> Path:
    """The Node example for the investment unit, printed to a file."""
    info = connect_info(
        "investment",
        district.kafka.settings("investment"),
        district.registry.settings(),
        district.kafka.secrets.path("investment"),
        district.catalog,
    )
    path = tmp_path / "example.mjs"
    path.write_text(client_example(info, NODE), encoding="utf-8")
    return path


def test_the_node_example_publishes_a_project_that_is_accepted_and_reads_it_from_the_board(
    district: District, example: Path, node: Node
) -> None:
    nothing = node.run(example, "read")
    assert (nothing.returncode, nothing.stdout) == (0, ""), nothing.stderr
    district.start_coordinator()

    sent = node.run(example, "publish", PROJECT)

    assert sent.returncode == 0, sent.stderr
    published, receipt = (json.loads(line) for line in sent.stdout.splitlines())
    assert receipt == {"outcome": "accepted", "code": None, "reason": None}
    [record] = district.read(["intake.investment"])
    assert record.meta is not None
    assert (record.meta.id, record.meta.type, record.meta.source, record.meta.subject) == (
        published["published"],
        "yipanqi.project.ProjectRegistered",
        "urn:yipanqi:investment",
        PROJECT,
    )
    assert record.partition == partition_for(PROJECT.encode(), district.catalog.cluster.partitions)
    assert str(record.value["planned_investment"]["amount"]) == "148500000.00"

    seen = node.run(example, "read")

    assert seen.returncode == 0, seen.stderr
    [project] = [json.loads(line) for line in seen.stdout.splitlines()]
    assert (project["project_id"], project["stage"], project["land_m2"]) == (PROJECT, "NEGOTIATING", "20000.00")
    # An amount is for government units: the board's topics do not carry it.
    assert project["planned_investment"] is None
