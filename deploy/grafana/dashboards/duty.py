"""The duty officer's dashboard: is the chessboard current, which unit is silent?"""

from __future__ import annotations

from deploy.grafana.dashboards.parts import GREEN, RED, YELLOW, Board, Look, Panel, Row, q

_UP_TO = ((None, GREEN), (1, YELLOW))
_NONE_IS_GOOD = ((None, GREEN), (1, RED))
_DEAD = """
(increase(yipanqi_coordinator_dead_letters_total[24h]) > 0
 or (yipanqi_coordinator_dead_letters_total unless yipanqi_coordinator_dead_letters_total offset 24h) > 0)
"""


def _tile(title: str, expr: str, about: str, unit: str = "short", **more: object) -> Panel:
    settings = {"width": 4, "height": 4, "decimals": 0} | more
    return Panel(title, (q(expr),), Look.STAT, about, unit, **settings)  # type: ignore[arg-type]  # fields by name


def _p99(histogram: str) -> str:
    return f"histogram_quantile(0.99, sum by (le) (rate({histogram}_bucket[$__rate_interval])))"


_CURRENT = Row(
    "棋盘是否最新？ Is the chessboard current?",
    (
        _tile(
            "棋盘 Board",
            "max(yipanqi_board_caught_up)",
            "页面显示的是否为 Kafka 中的最新情况 · whether the page shows what Kafka holds",
            steps=((None, RED), (1, GREEN)),
            words={"0": ("落后 behind", RED), "1": ("最新 current", GREEN)},
        ),
        _tile(
            "棋盘落后 Board is behind by",
            "max(yipanqi_board_lag_seconds)",
            "30 秒以上告警 · alert from 30 s",
            "s",
            steps=((None, GREEN), (10, YELLOW), (30, RED)),
        ),
        _tile(
            "待裁定 Undecided events",
            "sum(yipanqi_intake_lag_records)",
            "已送达、尚未裁定的事件 · events that arrived and were not decided yet",
            steps=((None, GREEN), (100, YELLOW), (5000, RED)),
        ),
        _tile(
            "统筹在岗 Partitions with a coordinator",
            "(sum(yipanqi_partitions) or vector(0)) / scalar(yipanqi:catalog_partitions)",
            "应为 100% · should be 100%",
            "percentunit",
            steps=((None, RED), (1, GREEN)),
        ),
        _tile(
            "死信（24 小时）Dead letters, 24 h",
            f"sum({_DEAD}) or vector(0)",
            "无法读懂或伪造的消息，原文已保存 · unreadable or forged messages, kept as they were",
            steps=_UP_TO,
        ),
        _tile(
            "停止的服务 Services down",
            'count(up{job="yipanqi"} == 0) or vector(0)',
            "无法访问的进程数 · processes that don't answer",
            steps=_NONE_IS_GOOD,
        ),
    ),
)

_UNITS = Panel(
    "各单位 Units",
    (
        q("max by (unit, unit_zh, unit_en) (yipanqi:unit_update_cycle_seconds)", "更新周期 cycle"),
        q("yipanqi:unit_silence_ratio * yipanqi:unit_update_cycle_seconds", "距上次 since last event"),
        q("max by (unit, unit_zh, unit_en) (yipanqi:unit_silence_ratio)", "静默/周期 silence ÷ cycle"),
        q('sum by (unit) (increase(yipanqi_decisions_total{outcome="accepted"}[24h]))', "24 小时采纳 accepted, 24 h"),
        q('sum by (unit) (increase(yipanqi_decisions_total{outcome="refused"}[24h]))', "24 小时拒绝 refused, 24 h"),
        q("sum by (unit) (yipanqi_intake_lag_records)", "待裁定 undecided"),
        q("max by (unit) (yipanqi_outbox_depth)", "待发送 in outbox"),
        q("max by (unit) (yipanqi_outbox_oldest_seconds)", "最久待发送 oldest in outbox"),
        q('max by (unit) (up{service="unit"})', "服务 service"),
    ),
    Look.TABLE,
    "黄色：超过目录中的更新周期；红色：超过两个周期。空白：从未收到。"
    " · Yellow: silent for longer than the catalogue's cycle; red: two cycles. Blank: never heard.",
    names={"unit_zh": "单位", "unit_en": "unit", "unit": "key"},
    columns={
        "更新周期 cycle": ("s", ()),
        "距上次 since last event": ("s", ()),
        "静默/周期 silence ÷ cycle": ("percentunit", ((None, GREEN), (1, YELLOW), (2, RED))),
        "24 小时采纳 accepted, 24 h": ("locale", ()),
        "24 小时拒绝 refused, 24 h": ("locale", ()),
        "待裁定 undecided": ("locale", ((None, GREEN), (100, YELLOW), (5000, RED))),
        "待发送 in outbox": ("locale", ((None, GREEN), (1000, YELLOW), (100_000, RED))),
        "最久待发送 oldest in outbox": ("s", ((None, GREEN), (60, YELLOW), (300, RED))),
        "服务 service": ("bool_on_off", ((None, RED), (1, GREEN))),
    },
    width=24,
    height=9,
)

_SILENT = Row(
    "哪个单位没有声音？ Which unit is silent?",
    (
        _tile(
            "超过周期未报送 Silent units",
            "count(yipanqi:unit_silence_ratio > 1) or vector(0)",
            "超过目录更新周期的单位数 · units that are silent for longer than their cycle",
            width=12,
            steps=((None, GREEN), (1, YELLOW), (3, RED)),
        ),
        _tile(
            "从未报送 Never heard",
            "count(yipanqi:unit_update_cycle_seconds unless on (unit) yipanqi:unit_last_event_timestamp_seconds)"
            " or vector(0)",
            "目录中有、但从未收到数据的单位数 · units of the catalogue that nothing came from",
            width=12,
            steps=_UP_TO,
        ),
        _UNITS,
    ),
)

_SPEED = Row(
    "从发布到上板要多久？ From publication to the board",
    (
        Panel(
            "99% 在此时间内 99% within",
            (
                q(_p99("yipanqi_publish_to_decision_seconds"), "发布→裁定 published → decided"),
                q(_p99("yipanqi_unit_receipt_seconds"), "受理→回执 taken → receipt"),
                q(_p99("yipanqi_board_visible_seconds"), "发布→上板 published → on the board"),
            ),
            about="没有新事件时为空 · blank while nothing new comes",
            unit="s",
            steps=((None, GREEN), (1, YELLOW), (10, RED)),
            width=12,
        ),
        Panel(
            "各单位待裁定 Undecided, by unit",
            (q("sum by (unit) (yipanqi_intake_lag_records)", "{{unit}}"),),
            about="待裁定的事件数 · events that wait for a decision",
            width=6,
        ),
        Panel(
            "最久等待 Longest wait, by unit",
            (q("max by (unit) (yipanqi_intake_lag_seconds)", "{{unit}}"),),
            unit="s",
            about="最早一条待裁定事件的时长 · age of the oldest undecided event, about",
            steps=((None, GREEN), (60, RED)),
            width=6,
        ),
    ),
)

_WRONG = Row(
    "出了什么问题？ What went wrong?",
    (
        Panel(
            "当前告警 Alerts now",
            (q('sum by (alertname, severity, unit, instance, code) (ALERTS{alertstate="firing"})', "n"),),
            Look.TABLE,
            "含义与处理办法见 docs/operations.md · what they mean and what to do: docs/operations.md",
            names={"severity": "级别 severity", "alertname": "告警 alert", "unit": "单位 unit"},
            hidden=("Value",),
            width=10,
            empty="nothing is wrong in a healthy district",
        ),
        Panel(
            "拒绝原因 Refusals by code",
            (q('sum by (code) (increase(yipanqi_decisions_total{outcome="refused"}[$__rate_interval]))', "{{code}}"),),
            Look.BARS,
            "被拒的事件，按拒绝代码 · refused events by code",
            width=8,
        ),
        Panel(
            "死信来源 Dead letters, 24 h",
            (q(f"sum by (unit, code) ({_DEAD})", "条 count"),),
            Look.TABLE,
            "来自哪个单位的主题、为什么 · from whose topic, and why",
            names={"unit": "单位 unit", "code": "代码 code"},
            width=6,
            empty="only forged or damaged messages become dead letters",
        ),
    ),
)

DUTY = Board(
    "yipanqi-duty",
    "一盘棋·值班 Duty officer",
    "棋盘是否最新？哪个单位没有声音？ Is the chessboard current, which unit is silent?",
    (_CURRENT, _SILENT, _SPEED, _WRONG),
)
