"""Each Python example of the documentation does what the page says, against a real broker and coordinator."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.district import District, wait_for
from tests.support.examples import Example, example, examples
from tests.support.prepared import PreparedKafka, throw_away

from yipanqi.local.registry import LocalRegistry

SDK = "docs/sdk.md"
READMES = ("README.md", "README.zh-CN.md")
RUN_HERE = {"settings", "publish", "publish-many", "consume", "dead-letters", "read-dead-letters", "follow", "errors"}
README_BLOCKS = [
    pytest.param(block, id=f"{page} {block.name}")
    for page in READMES
    for block in examples(page)
    if block.language == "python"
]
DEADLINE_S = 60.0


class Desk:
    """A department's machine: runs examples with the environment that the settings table tells."""

    def __init__(self, district: District, folder: Path) -> None:
        self._district = district
        self._folder = folder
        self._running: list[subprocess.Popen[str]] = []

    def run(self, block: Example, user: str = "investment") -> str:
        """Run an example to its end and return what it printed."""
        done = subprocess.run(
            self._command(block), env=self._district.environment(user), capture_output=True, text=True,
            timeout=DEADLINE_S,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, block: Example, output: Path) -> subprocess.Popen[str]:
        """Start an example that runs until it is stopped; it prints into a file."""
        env = self._district.environment("investment")
        with output.open("w") as file:
            process = subprocess.Popen(self._command(block), env=env, stdout=file, stderr=subprocess.STDOUT, text=True)
        self._running.append(process)
        return process

    def close(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()

    def _command(self, block: Example) -> list[str]:
        program = self._folder / f"{block.page.replace('/', '_')}_{block.name}.py"
        program.write_text(block.text, encoding="utf-8")
        return [sys.executable, "-u", str(program)]


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry, prepared_kafka: PreparedKafka
) -> Iterator[Desk]:
    """A department at a district of its own."""
    folder = tmp_path_factory.mktemp("examples")
    kafka = prepared_kafka.start_copy(folder / "kafka")
    district = District(kafka, registry, folder)
    district.start_coordinator()
    made = Desk(district, folder)
    yield made
    made.close()
    district.close()
    throw_away(kafka)


@pytest.fixture(scope="module")
def published(desk: Desk) -> str:
    """What the first example prints; its project is on the board from then on."""
    return desk.run(example(SDK, "publish"))


@pytest.fixture(scope="module")
def many(desk: Desk, published: str) -> list[str]:
    """What the second example prints."""
    return desk.run(example(SDK, "publish-many")).splitlines()


def test_every_python_block_has_a_name_and_is_run_by_this_file() -> None:
    assert {block.name for block in examples(SDK) if block.language == "python"} == RUN_HERE
    for page in READMES:
        assert {block.name for block in examples(page) if block.language == "python"} <= {"publish", "consume"}


def test_a_claim_is_filed_and_protected(desk: Desk) -> None:
    assert desk.run(example("docs/claims.md", "claim")).strip() == "accepted protected"


def test_settings_can_be_made_by_hand_and_never_show_the_password(desk: Desk) -> None:
    shown = desk.run(example(SDK, "settings"))
    assert "investment-crm" in shown
    assert "**********" in shown


def test_publish_awaits_the_coordinators_decision(published: str) -> None:
    assert published == "accepted ledger.project 1\n"


def test_publish_many_tells_each_receipt_and_repeats_it_for_the_same_ids(desk: Desk, many: list[str]) -> None:
    assert [line.split()[:3] for line in many] == [
        ["export-7-row-0", "accepted", "None"],
        ["export-7-row-1", "accepted", "None"],
        ["export-7-row-2", "refused", "already-registered"],
    ]
    assert desk.run(example(SDK, "publish-many")).splitlines() == many


def test_consume_prints_what_was_accepted_and_stops_when_asked(desk: Desk, many: list[str], tmp_path: Path) -> None:
    output = tmp_path / "output"
    process = desk.start(example(SDK, "consume"), output)
    wanted = [f"registered investment-project-CRM-{n} SCREENING investment" for n in ("001", "101", "102")]
    wait_for(lambda: all(line in output.read_text() for line in wanted), DEADLINE_S, "three registrations")
    process.terminate()
    assert process.wait(DEADLINE_S) == 0, output.read_text()


def test_what_a_handler_can_not_take_is_set_aside_with_the_reason(desk: Desk, many: list[str], tmp_path: Path) -> None:
    output = tmp_path / "output"
    process = desk.start(example(SDK, "dead-letters"), output)

    def done() -> bool:
        return all(f"kept investment-project-CRM-{n}" in output.read_text() for n in ("001", "102"))

    wait_for(done, DEADLINE_S, "the records that can be taken")
    block = example(SDK, "read-dead-letters")
    wait_for(lambda: bool(desk.run(block)), DEADLINE_S, "the dead letter", every_s=0.5)
    process.terminate()
    assert process.wait(DEADLINE_S) == 0, output.read_text()
    (letter,) = desk.run(block).splitlines()
    assert letter.startswith("ledger.project ")
    assert "handler_failed" in letter
    assert "no room for this name" in letter
    assert letter.endswith(" 1")


def test_a_follower_has_the_whole_board_and_hears_of_changes(desk: Desk, many: list[str]) -> None:
    shown = desk.run(example(SDK, "follow")).splitlines()
    assert "changed investment-project-CRM-102 None SCREENING" in shown
    assert "found 精密部件项目" in shown
    (count,) = [int(line.split()[1]) for line in shown if line.startswith("projects ")]
    assert count >= 3


def test_errors_name_the_fields_and_the_wrong_password(desk: Desk) -> None:
    invalid, refused = desk.run(example(SDK, "errors")).splitlines()
    assert invalid == "invalid ['name', 'project_id', 'stage']"
    assert refused.startswith("AuthenticationError False ")


@pytest.mark.parametrize("block", README_BLOCKS)
def test_the_examples_of_the_readme_run_and_are_short(
    desk: Desk, published: str, block: Example, tmp_path: Path
) -> None:
    assert len(block.text.strip().splitlines()) <= 10
    if block.name == "publish":
        # Both pages publish the same project: the second time it is registered already.
        assert desk.run(block).split()[0] in ("accepted", "refused")
        return
    output = tmp_path / "output"
    process = desk.start(block, output)
    wait_for(lambda: "investment" in output.read_text(), DEADLINE_S, "an event")
    assert process.poll() is None
    assert "Traceback" not in output.read_text()
