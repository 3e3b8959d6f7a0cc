"""A process's own state as metrics: memory and CPU, readiness by check, and how long ago each loop went round."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from yipanqi.bus.health import Health
from yipanqi.bus.metrics import Kind, MetricSpec

READY = MetricSpec(
    "yipanqi_ready", Kind.GAUGE, "1 while a readiness check is well, 0 while it is not", "就绪检查是否正常", ("check",)
)
BEAT_AGE = MetricSpec(
    "yipanqi_loop_beat_age_seconds", Kind.GAUGE, "time since a loop last beat", "主循环心跳间隔", ("loop",)
)
VITAL_METRICS = (READY, BEAT_AGE)


def expose_vitals(registry: CollectorRegistry, health: Health) -> None:
    """Add the process's vitals to what `registry` shows; they are looked up at each scrape."""
    ProcessCollector(registry=registry)
    registry.register(_Vitals(health))


class _Vitals(Collector):
    def __init__(self, health: Health) -> None:
        self._health = health

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name the metrics without running any check."""
        for spec in VITAL_METRICS:
            yield _family(spec)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Run the checks."""
        ready = _family(READY)
        for name, state in self._health.ready().parts.items():
            ready.add_metric([name], float(state == "ok"))
        yield ready
        beats = _family(BEAT_AGE)
        for loop, age in self._health.beat_ages().items():
            beats.add_metric([loop], age)
        yield beats


def _family(spec: MetricSpec) -> GaugeMetricFamily:
    return GaugeMetricFamily(spec.name, f"{spec.help_en} | {spec.help_zh}", labels=list(spec.labels))
