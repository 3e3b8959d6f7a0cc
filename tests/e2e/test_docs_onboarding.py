"""docs/onboarding.md carried out as it stands: a unit that no code knows joins a district that is already running."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.district import District, Service
from tests.support.examples import example
from tests.support.prepared import PreparedKafka, throw_away

from yipanqi.bus import KafkaSettings, Publisher, RegistrySettings, SchemaRegistry
from yipanqi.bus.errors import AuthorizationError
from yipanqi.local.registry import LocalRegistry
from yipanqi.models.project import ProjectRegistered

PAGE = "docs/onboarding.md"
UNIT = "bonded-zone"


@dataclass
class Joining:
    """The administrator's machine: a folder, the district, and what the page's commands have printed."""

    folder: Path
    district: District
    coordinator: Service
    printed: dict[str, str] = field(default_factory=dict)

    @property
    def schemas(self) -> Path:
        return self.folder / "schemas"

    def run(self, name: str, *, before: str = "", after: str = "", check: bool = True) -> str:
        """Run one of the page's shell blocks as the administrator; `before` is replaced by `after` in it."""
        text = example(PAGE, name).text
        assert before in text
        env = {**self.district.environment("admin"), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        env |= {"YIPANQI_HOME": str(self.folder / "home")} | (
            {"YIPANQI_SCHEMAS": str(self.schemas)} if self.schemas.is_dir() else {}
        )
        command = ["bash", "-euo", "pipefail", "-c", text.replace(before, after) if before else text]
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=120)
        assert not check or done.returncode == 0, done.stdout + done.stderr
        self.printed[name] = done.stdout
        return done.stdout

    def settings(self, user: str) -> KafkaSettings:
        """Return how a unit connects, with the password that the administrator gave it."""
        own = self.folder / "secrets" / user
        password = own.read_text().strip() if own.is_file() else self.district.kafka.password(user)
        return KafkaSettings(bootstrap=self.district.kafka.bootstrap, user=user, password=password)  # type: ignore[arg-type]  # pydantic makes it secret


@pytest.fixture(scope="module")
def joining(
    tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry, prepared_kafka: PreparedKafka
) -> Iterator[Joining]:
    """A district with the product's own catalogue, and the steps of the page up to `apply`."""
    folder = tmp_path_factory.mktemp("joining")
    kafka = prepared_kafka.start_copy(folder / "kafka")
    district = District(kafka, registry, folder)
    made = Joining(folder, district, district.start_coordinator())
    made.run("copy")
    catalog = made.schemas / "catalog.yaml"
    text, count = re.subn(r"^units:\n", f"units:\n{example(PAGE, 'unit').text}", catalog.read_text("utf-8"), flags=re.M)
    assert count == 1
    catalog.write_text(text, "utf-8")
    block = example(PAGE, "apply").text
    single = re.sub(r"catalog (plan|apply)", r"catalog \1 --single-node", block)
    made.run("apply", before=block, after=single)
    yield made
    district.close()
    throw_away(kafka)


def test_apply_adds_what_the_unit_needs_and_a_second_plan_finds_nothing_to_do(joining: Joining) -> None:
    printed = joining.printed["apply"]
    for part in (f"intake.{UNIT}", f"receipts.{UNIT}", f"deadletter.{UNIT}", "urn:yipanqi:bonded-zone", "kafkajs"):
        assert part in printed
    assert "blocked" not in printed
    again = joining.run("apply", before=example(PAGE, "apply").text, after="yipanqi catalog plan --single-node\n")
    assert "nothing to do" in again


def test_what_the_unit_sends_waits_and_is_decided_by_a_coordinator_with_the_new_catalogue(joining: Joining) -> None:
    event = ProjectRegistered(
        project_id=f"{UNIT}-project-ZB-000", name="先行项目", stage="SCREENING", taken_over=False, host_unit=UNIT
    )
    with SchemaRegistry(RegistrySettings(url=joining.district.registry.url)) as schemas:
        with Publisher(joining.settings(UNIT), schemas, unit=UNIT) as publisher:
            delivery = publisher.publish(event)
            delivery.wait()
            joining.coordinator.process.stop(10)
            joining.district.start_coordinator("2", YIPANQI_SCHEMAS=str(joining.schemas))
            receipt = delivery.receipt(timeout=60)
        assert (receipt["outcome"], receipt["ledger_topic"]) == ("accepted", "ledger.project")


def test_no_other_unit_may_write_the_new_units_topic(joining: Joining) -> None:
    event = ProjectRegistered(project_id=f"{UNIT}-project-ZB-9", name="冒名", stage="SCREENING", taken_over=False)

    def forge() -> None:
        schemas = SchemaRegistry(RegistrySettings(url=joining.district.registry.url))
        with schemas, Publisher(joining.settings("zone"), schemas, unit=UNIT, receipts=False) as publisher:
            publisher.publish(event).wait()

    with pytest.raises(AuthorizationError):
        forge()


def test_the_units_own_spreadsheet_goes_in_by_its_service_and_the_bad_row_is_told(joining: Joining) -> None:
    sheets = joining.schemas / "sheets"
    sheets.mkdir()
    (sheets / f"{UNIT}.yaml").write_text(example(PAGE, "sheets").text, "utf-8")
    (joining.folder / "台账.csv").write_text(example(PAGE, "workbook").text, "utf-8")
    joining.run("key")
    service = joining.district.start_service(
        UNIT,
        ["unit", "--unit", UNIT],
        UNIT,
        YIPANQI_SCHEMAS=str(joining.schemas),
        YIPANQI_PASSWORD_FILE=str(joining.folder / "secrets" / UNIT),
        YIPANQI_HOME=str(joining.folder / "home"),
    )
    service.wait_ready()
    shown = joining.run("import", before="http://127.0.0.1:8037", after=service.url)
    assert "受理 accepted 2" in shown
    assert "已鉴约" in shown
    assert "已签约" in shown
    states = {read.key: read.value for read in joining.district.read(["state.project"])}
    money = states[f"{UNIT}-project-ZB-001"]["planned_investment"]
    assert (str(money["amount"]), money["currency"]) == ("120000000.00", "CNY")
    assert f"{UNIT}-project-ZB-002" in states
