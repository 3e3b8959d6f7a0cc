"""Where the measurements are made: one real broker and registry in a folder of their own, and a decided log."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from tests.bench.events import proposals
from tests.support.district import District, wait_for

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.records import Record
from yipanqi.bus.restore import RangeReader
from yipanqi.contract.catalog import board, intake, ledger, receipts, state
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.registry import LocalRegistry

UNITS = ("investment", "snd-group")
AGGREGATES = ("project", "carrier")
Offsets = dict[TopicPartition, int]


class Ground:
    """A district, how many proposals have been put to it, and ways to look at its topics."""

    def __init__(self, district: District, console: Console) -> None:
        self.district = district
        self.console = console
        self.proposed = 0
        self.admin = ClusterAdmin(district.kafka.admin_settings())
        self._publishers = {unit: district.publisher(unit, receipts=False) for unit in UNITS}

    @property
    def intake(self) -> list[str]:
        """The topics that the proposals are in."""
        return [intake(unit) for unit in UNITS]

    @property
    def outputs(self) -> list[str]:
        """The topics that the coordinator's answers to them are in."""
        return [kind(a) for kind in (ledger, state, board) for a in AGGREGATES] + [receipts(u) for u in UNITS]

    @property
    def log(self) -> list[str]:
        """The topics that the board is built from."""
        return [kind(a) for a in AGGREGATES for kind in (state, ledger)]

    def logs(self, lines: int = 40) -> str:
        """Return the ends of the services' logs, for a measurement that failed: their folder is removed."""
        ends = [(log.name, log.read_text(errors="replace").splitlines()[-lines:]) for log in self._logs()]
        return "\n".join(f"{name}:\n" + "\n".join(end) for name, end in ends)

    def _logs(self) -> list[Path]:
        return sorted(self.district.folder.glob("*.log"))

    def say(self, text: str) -> None:
        """Tell a step on screen."""
        self.console.print(f"  [dim]· {text}[/]", highlight=False)

    def propose(self, count: int) -> None:
        """Publish that many proposals nobody has made before; they wait in the intake."""
        for unit, event in proposals(count, first=self.proposed):
            self._publishers[unit].publish(event)
        for publisher in self._publishers.values():
            publisher.flush()
        self.proposed += count

    def decide(self, instance: str = "bench") -> None:
        """Run a coordinator process until nothing is left to decide."""
        coordinator = self.district.start_coordinator(instance)
        try:
            wait_for(lambda: self.undecided() == 0, 180, "all decisions", 0.5)
        finally:
            coordinator.process.stop()

    def decided_log(self, count: int) -> None:
        """See to it that at least `count` proposals have been decided."""
        if self.proposed < count:
            self.say(f"{count - self.proposed:,} proposals for a log to read")
            self.propose(count - self.proposed)
        if self.undecided():
            self.decide()

    def undecided(self) -> int:
        """Return how many proposals wait; intake topics hold no transaction markers, so offsets count records."""
        return sum(lag.end - (lag.committed or 0) for lag in self.admin.group_lag("coordinator", self.intake))

    def ends(self, topics: list[str]) -> Offsets:
        """Return where topics end now."""
        return dict(self.admin.end_offsets(topics))

    def records(self, topics: list[str], starts: Offsets | None = None) -> Iterator[Record]:
        """Yield the committed records of topics, from `starts` or the beginning."""
        wanted = [TopicPartition(t, p) for t in topics for p in range(self.district.catalog.cluster.partitions)]
        reader = RangeReader(self.district.kafka.admin_settings())
        try:
            for _, records in reader.read(wanted, starts=starts):
                yield from records
        finally:
            reader.close()


@contextmanager
def prepared(console: Console) -> Iterator[Ground]:
    """Start a broker and a registry with the catalogue on them; everything ends and is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yipanqi-bench-"))
    kafka, registry = LocalKafka(folder / "kafka"), LocalRegistry(folder / "registry")
    try:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(_bring_up, (kafka, registry)))
        district = District(kafka, registry, folder)
        district.prepare()
        ground = Ground(district, console)
        try:
            yield ground
        finally:
            ground.admin.close()
            district.close()
    finally:
        registry.close()
        kafka.close()
        shutil.rmtree(folder, ignore_errors=True)


def _bring_up(server: LocalKafka | LocalRegistry) -> None:
    server.start()
    server.wait_ready()
