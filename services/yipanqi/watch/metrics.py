"""The watch's metrics, declared in one table."""

from __future__ import annotations

from yipanqi.bus.metrics import Kind, MetricSpec

WATCH_METRICS = (
    MetricSpec("yipanqi_watch_conditions", Kind.GAUGE, "conditions that hold now", "当前成立的预警条件数", ("kind",)),
    MetricSpec(
        "yipanqi_watch_said_total", Kind.COUNTER, "alerts raised and cleared", "预警提出与解除数", ("event_type",)
    ),
    MetricSpec("yipanqi_watch_caught_up", Kind.GAUGE, "1 once all records were read", "是否已读完全部记录"),
    MetricSpec("yipanqi_watch_failures_total", Kind.COUNTER, "interruptions of the watch", "预警中断次数"),
)
