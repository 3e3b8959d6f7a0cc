"""A busy district: units that register, change and above all compete for the same few carriers."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from tests.support.district import District, today

from yipanqi.models.base import AggregateRecord
from yipanqi.models.carrier import CarrierRegistered, ReservationReleased, ReservationRequested
from yipanqi.models.common import Money
from yipanqi.models.project import ProjectRegistered, ProjectStageChanged, ProjectUpdated


@dataclass(slots=True)
class Load:
    """Publishes in the background until told to stop; `published` is what was sent, (unit, event id)."""

    district: District
    seed: int
    pause_s: float = 0.002
    published: list[tuple[str, str]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> Load:
        """Register carriers and projects first, then keep going."""
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop and wait until all is acknowledged."""
        self._stop.set()
        assert self._thread is not None
        self._thread.join(30)

    def _run(self) -> None:
        random_ = random.Random(self.seed)
        publishers = {u: self.district.publisher(u, receipts=False) for u in ("investment", "zone", "snd-group")}
        now = today()
        requests: list[tuple[str, str, str]] = []
        carriers = [f"snd-group-carrier-{self.seed}-{n}" for n in range(8)]
        projects = {u: [f"{u}-project-{self.seed}-{n}" for n in range(15)] for u in ("investment", "zone")}

        def say(unit: str, event: AggregateRecord) -> str:
            event_id = publishers[unit].publish(event).event_id
            self.published.append((unit, event_id))
            return event_id

        for carrier in carriers:
            say("snd-group", _carrier(carrier))
        for unit, ids in projects.items():
            for project in ids:
                say(unit, _project(project))
        while not self._stop.is_set():
            unit = random_.choice(("investment", "zone"))
            project = random_.choice(projects[unit])
            carrier = random_.choice(carriers)
            dice = random_.random()
            if dice < 0.45:
                start = now + timedelta(days=random_.randrange(60))
                event: AggregateRecord = ReservationRequested(
                    carrier_id=carrier,
                    project_id=random_.choice([project, f"{unit}-project-{self.seed}-404"]),
                    from_on=start,
                    until_on=start + timedelta(days=random_.randrange(1, 20)),
                )
                requests.append((unit, carrier, say(unit, event)))
            elif dice < 0.65 and requests:
                unit, carrier, hold = random_.choice(requests)
                say(unit, ReservationReleased(carrier_id=carrier, hold_id=hold, reason="改选其他载体"))
            elif dice < 0.97:
                say(unit, ProjectUpdated(project_id=project, floor_m2=Decimal(random_.randrange(100, 9000))))
            else:
                ended = ProjectStageChanged(
                    project_id=project,
                    to_stage="TERMINATED",
                    effective_on=now - timedelta(days=1),
                    reason="投资方放弃",
                )
                say(unit, ended)
            time.sleep(self.pause_s)
        for publisher in publishers.values():
            publisher.flush()


def _carrier(carrier_id: str) -> CarrierRegistered:
    return CarrierRegistered(
        carrier_id=carrier_id,
        name="测试厂房",
        kind="PLANT",
        status="AVAILABLE",
        taken_over=True,
        floor_m2=Decimal(3000),
    )


def _project(project_id: str) -> ProjectRegistered:
    return ProjectRegistered(
        project_id=project_id,
        name="测试项目",
        stage="NEGOTIATING",
        taken_over=True,
        planned_investment=Money(amount=Decimal(50_000_000), currency="CNY"),
    )
