"""The coordinator's metrics, declared in one table, and the observer that feeds them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from yipanqi.bus.cluster import TopicPartition
from yipanqi.bus.metrics import LATENCY_BUCKETS, Kind, Metrics, MetricSpec

COORDINATOR_METRICS = (
    MetricSpec(
        "yipanqi_decisions_total",
        Kind.COUNTER,
        "intake records by outcome and refusal code",
        "裁定数（按结果与拒绝代码）",
        ("unit", "outcome", "code"),
    ),
    MetricSpec(
        "yipanqi_decided_types_total",
        Kind.COUNTER,
        "accepted and refused events by type",
        "裁定事件数（按类型）",
        ("event_type", "outcome"),
    ),
    MetricSpec(
        "yipanqi_publish_to_decision_seconds",
        Kind.HISTOGRAM,
        "from an event's publication to its decision",
        "从发布到裁定的时间",
        ("unit",),
        LATENCY_BUCKETS,
    ),
    MetricSpec(
        "yipanqi_transaction_seconds", Kind.HISTOGRAM, "time to decide and commit a batch", "每批裁定并提交耗时"
    ),
    MetricSpec(
        "yipanqi_transaction_records",
        Kind.HISTOGRAM,
        "intake records in a transaction",
        "每个事务的记录数",
        (),
        (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500),
    ),
    MetricSpec(
        "yipanqi_sessions_total",
        Kind.COUNTER,
        "starts of the loop, by what ended the one before",
        "主循环启动次数",
        ("cause",),
    ),
    MetricSpec("yipanqi_partitions", Kind.GAUGE, "partitions that this member decides", "本实例负责的分区数"),
    MetricSpec("yipanqi_states", Kind.GAUGE, "records in memory", "内存中的记录数", ("aggregate",)),
    MetricSpec(
        "yipanqi_remembered_receipts", Kind.GAUGE, "decisions remembered against repetition", "用于去重的回执数"
    ),
    MetricSpec("yipanqi_restore_seconds", Kind.GAUGE, "time of the last restore from Kafka", "最近一次恢复耗时"),
    MetricSpec("yipanqi_intake_lag_records", Kind.GAUGE, "intake records not yet decided", "待裁定记录数", ("unit",)),
    MetricSpec(
        "yipanqi_intake_lag_seconds",
        Kind.GAUGE,
        "age of the oldest undecided record, about",
        "最早待裁定记录的时长",
        ("unit",),
    ),
    MetricSpec(
        "yipanqi_unit_last_event_timestamp_seconds",
        Kind.GAUGE,
        "when a unit's last event was published",
        "各单位最近一次发布的时间",
        ("unit",),
    ),
    MetricSpec("yipanqi_coordinator_dead_letters_total", Kind.COUNTER, "records set aside", "死信数", ("unit", "code")),
    MetricSpec("yipanqi_reminders_total", Kind.COUNTER, "deadlines that fell due", "到期事项数", ("event_type",)),
)


class MetricsObserver:
    """Feeds decisions and positions into the metrics; keeps the children of labels that come again and again."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self._last_ms: dict[str, float] = {}
        self._children: dict[tuple[str, ...], Any] = {}

    def decided(self, unit: str, event_type: str, outcome: str, code: str | None, spoken_ms: float | None) -> None:
        """Note one decision; `spoken_ms` is when the event was published, in ms since the epoch."""
        self._child("yipanqi_decisions_total", unit, outcome, code or "").inc()
        # A forger may invent names: only what the contract knows becomes a label.
        known = event_type if event_type.startswith("yipanqi.") and outcome != "dead_letter" else "other"
        self._child("yipanqi_decided_types_total", known, outcome).inc()
        if outcome == "dead_letter":
            self._child("yipanqi_coordinator_dead_letters_total", unit, code or "").inc()
        if spoken_ms is not None:
            waited_s = max(0.0, time.time() - spoken_ms / 1000)
            self._child("yipanqi_publish_to_decision_seconds", unit).observe(waited_s)
            if spoken_ms > self._last_ms.get(unit, 0.0):
                self._last_ms[unit] = spoken_ms
                self._child("yipanqi_unit_last_event_timestamp_seconds", unit).set(spoken_ms / 1000)

    def _child(self, *name_and_labels: str) -> Any:
        found = self._children.get(name_and_labels)
        if found is None:
            name, *labels = name_and_labels
            found = self._children[name_and_labels] = self.metrics[name].labels(*labels)
        return found

    def lag(self, lag: Mapping[TopicPartition, int], decided_ms: Mapping[TopicPartition, int]) -> None:
        """Note how far behind each unit's topic is; `decided_ms` is the timestamp of the last record decided."""
        now_ms = time.time() * 1000
        records: dict[str, int] = {}
        seconds: dict[str, float] = {}
        for tp, count in lag.items():
            unit = tp.topic.partition(".")[2]
            records[unit] = records.get(unit, 0) + count
            age = (now_ms - decided_ms[tp]) / 1000 if count and tp in decided_ms else 0.0
            seconds[unit] = max(seconds.get(unit, 0.0), age)
        for unit, count in records.items():
            self.metrics["yipanqi_intake_lag_records"].labels(unit).set(count)
            self.metrics["yipanqi_intake_lag_seconds"].labels(unit).set(seconds[unit])
