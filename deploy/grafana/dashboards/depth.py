"""The bus and the coordinator in depth, for whoever looks after the system."""

from __future__ import annotations

from deploy.grafana.dashboards.parts import GREEN, RED, YELLOW, Board, Look, Panel, Row, q

_OUTCOMES = {"accepted": GREEN, "refused": YELLOW, "dead_letter": RED}
_UNIT = 'unit=~"$unit"'


def _rate(metric: str, by: str, where: str = "", legend: str = "") -> tuple[str, str]:
    labels = " · ".join(f"{{{{{label.strip()}}}}}" for label in by.split(","))
    return f"sum by ({by}) (rate({metric}{{{where}}}[$__rate_interval]))", legend or labels


def _quantiles(metric: str, by: str = "", where: str = "") -> tuple[tuple[str, str], ...]:
    labels = f" · {{{{{by}}}}}" if by else ""
    keep = f"le, {by}" if by else "le"
    return tuple(
        (
            f"histogram_quantile({share}, sum by ({keep}) (rate({metric}_bucket{{{where}}}[$__rate_interval])))",
            f"{name}{labels}",
        )
        for share, name in ((0.5, "p50"), (0.99, "p99"))
    )


def _panel(
    title: str, *queries: tuple[str, str], unit: str = "short", look: Look = Look.LINES, **more: object
) -> Panel:
    return Panel(title, tuple(q(*query) for query in queries), look, unit=unit, **more)  # type: ignore[arg-type]


_DECISIONS = Row(
    "裁定 Decisions",
    (
        _panel(
            "按结果 By outcome", _rate("yipanqi_decisions_total", "outcome", _UNIT), unit="reqps", colours=_OUTCOMES
        ),
        _panel("按单位 By unit", _rate("yipanqi_decisions_total", "unit", _UNIT), unit="reqps"),
        _panel(
            "拒绝代码 Refusals by code",
            _rate("yipanqi_decisions_total", "code", f'outcome="refused", {_UNIT}'),
            unit="reqps",
            look=Look.BARS,
        ),
        _panel("按类型 By event type", _rate("yipanqi_decided_types_total", "event_type, outcome"), unit="reqps"),
        _panel(
            "发布→裁定 Published → decided", *_quantiles("yipanqi_publish_to_decision_seconds", "unit", _UNIT), unit="s"
        ),
        _panel(
            "死信 Dead letters",
            _rate("yipanqi_coordinator_dead_letters_total", "unit, code", _UNIT),
            look=Look.BARS,
            empty="only forged or damaged messages become dead letters",
        ),
    ),
)

_TRANSACTIONS = Row(
    "事务 Transactions",
    (
        _panel(
            "事务数 Transactions",
            ("sum by (instance) (rate(yipanqi_transaction_seconds_count[$__rate_interval]))", "{{instance}}"),
            unit="ops",
        ),
        _panel("耗时 Time to decide and commit", *_quantiles("yipanqi_transaction_seconds"), unit="s"),
        _panel("每批记录数 Records in a transaction", *_quantiles("yipanqi_transaction_records")),
    ),
)

_LAG = Row(
    "积压 Lag",
    (
        _panel("待裁定 Undecided records", (f"sum by (unit) (yipanqi_intake_lag_records{{{_UNIT}}})", "{{unit}}")),
        _panel(
            "等待时长 Age of the oldest",
            (f"max by (unit) (yipanqi_intake_lag_seconds{{{_UNIT}}})", "{{unit}}"),
            unit="s",
            steps=((None, GREEN), (60, RED)),
        ),
        _panel(
            "分区分配 Partitions by member",
            ("sum by (instance) (yipanqi_partitions)", "{{instance}}"),
            about="合计应等于目录中的分区数 · together they are the catalogue's partitions",
        ),
    ),
)

_MEMORY = Row(
    "记忆与会话 Memory and sessions",
    (
        _panel("内存中的记录 Records in memory", ("sum by (aggregate) (yipanqi_states)", "{{aggregate}}"), width=6),
        _panel(
            "去重记忆 Remembered decisions",
            ("sum by (instance) (yipanqi_remembered_receipts)", "{{instance}}"),
            width=6,
        ),
        _panel(
            "恢复耗时 Time of the last restore",
            ("max by (instance) (yipanqi_restore_seconds)", "{{instance}}"),
            unit="s",
            width=6,
        ),
        _panel(
            "会话启动 Starts of the loop",
            ("sum by (instance, cause) (yipanqi_sessions_total)", "{{instance}} · {{cause}}"),
            about="陡升表示反复重新加入 · a steep line is a member that starts over and over",
            width=6,
        ),
        _panel(
            "到期事项 Deadlines that fell due",
            _rate("yipanqi_reminders_total", "event_type"),
            look=Look.BARS,
            empty="reservations expire after days",
            width=24,
            height=6,
        ),
    ),
)

_OUTBOX = Row(
    "单位服务 Unit services",
    (
        _panel("发件箱待发送 Outbox depth", (f"max by (unit) (yipanqi_outbox_depth{{{_UNIT}}})", "{{unit}}")),
        _panel(
            "最久待发送 Oldest in outbox",
            (f"max by (unit) (yipanqi_outbox_oldest_seconds{{{_UNIT}}})", "{{unit}}"),
            unit="s",
            steps=((None, GREEN), (300, RED)),
        ),
        _panel(
            "已发送与失败 Published and failed",
            _rate("yipanqi_outbox_published_total", "unit", _UNIT, "{{unit}} 已发送 published"),
            _rate("yipanqi_outbox_failures_total", "unit", _UNIT, "{{unit}} 失败 failed"),
            unit="ops",
        ),
        _panel("受理 Events taken", _rate("yipanqi_unit_events_taken_total", "unit, way", _UNIT), unit="reqps"),
        _panel(
            "未受理 Refused at the door",
            _rate("yipanqi_unit_events_refused_total", "unit, code", _UNIT),
            unit="reqps",
            empty="clients that send sound events have none",
        ),
        _panel(
            "重复提交 Sent again",
            _rate("yipanqi_unit_events_repeated_total", "unit", _UNIT),
            unit="reqps",
            empty="only after a client's time-out",
        ),
        _panel("回执 Receipts", _rate("yipanqi_unit_receipts_total", "unit, outcome", _UNIT), unit="reqps"),
        _panel("受理→回执 Taken → receipt", *_quantiles("yipanqi_unit_receipt_seconds", "unit", _UNIT), unit="s"),
        _panel(
            "回执读取中断 Receipts' reader interrupted",
            _rate("yipanqi_unit_receipt_reader_failures_total", "unit", _UNIT),
            unit="ops",
        ),
        _panel(
            "导入行数 Imported rows",
            _rate("yipanqi_unit_import_rows_total", "unit, result", _UNIT),
            look=Look.BARS,
            empty="workbooks come now and then",
            width=12,
        ),
        _panel(
            "导入耗时 Time of an import",
            *_quantiles("yipanqi_unit_import_seconds", "unit", _UNIT),
            unit="s",
            empty="workbooks come now and then",
            width=12,
        ),
    ),
)

_BOARD = Row(
    "棋盘 Board",
    (
        _panel("入库 Records applied", _rate("yipanqi_board_applied_total", "topic"), unit="reqps"),
        _panel("发布→上板 Published → on the board", *_quantiles("yipanqi_board_visible_seconds"), unit="s"),
        _panel("每批耗时 Time of a batch", *_quantiles("yipanqi_board_batch_seconds"), unit="s"),
        _panel("未入库 Not applied yet", ("sum by (topic) (yipanqi_board_lag_records)", "{{topic}}")),
        _panel(
            "实时连接与推送 Live streams",
            ("sum(yipanqi_board_sse_clients)", "连接 clients"),
            ("sum(rate(yipanqi_board_changes_sent_total[$__rate_interval]))", "推送/秒 changes/s"),
        ),
        _panel(
            "中断与重建 Interruptions and rebuilds",
            ("sum(increase(yipanqi_board_failures_total[$__rate_interval]))", "中断 interruptions"),
            ("sum(increase(yipanqi_board_rebuilds_total[$__rate_interval]))", "重建 rebuilds"),
            look=Look.BARS,
        ),
        _panel("数据库 Database", ("max(yipanqi_board_database_bytes)", "大小 size"), unit="bytes"),
        _panel(
            "登录 Logins", _rate("yipanqi_board_logins_total", "outcome"), empty="people log in now and then", width=16
        ),
    ),
)

_HTTP = Row(
    "接口 HTTP",
    (
        _panel("棋盘请求 Board, by route", _rate("yipanqi_board_http_requests_total", "route, status"), unit="reqps"),
        _panel("棋盘耗时 Board, time to answer", *_quantiles("yipanqi_board_http_seconds", "route"), unit="s"),
        _panel(
            "单位服务请求 Units, by route",
            _rate("yipanqi_unit_http_requests_total", "route, status", _UNIT),
            unit="reqps",
        ),
        _panel(
            "单位服务耗时 Units, time to answer", *_quantiles("yipanqi_unit_http_seconds", "route", _UNIT), unit="s"
        ),
        _panel(
            "出错请求 Failing requests (5xx)",
            _rate("yipanqi_board_http_requests_total", "instance, route", 'status=~"5.."'),
            _rate("yipanqi_unit_http_requests_total", "instance, route", 'status=~"5.."'),
            look=Look.BARS,
            empty="a healthy district has none",
            width=16,
        ),
    ),
)

_CLIENTS_EMPTY = "shown when departments' own systems that use the SDK are scraped too"
_CLIENTS = Row(
    "各单位自有系统（SDK）Departments' own systems (SDK)",
    (
        _panel(
            "发送 Published",
            _rate("yipanqi_published_total", "topic"),
            _rate("yipanqi_publish_failed_total", "topic", legend="{{topic}} 失败 failed"),
            unit="reqps",
            empty=_CLIENTS_EMPTY,
        ),
        _panel("处理 Handled", _rate("yipanqi_consumed_total", "group, outcome"), unit="reqps", empty=_CLIENTS_EMPTY),
        _panel(
            "消费积压 Consumer lag",
            ("sum by (group, topic) (yipanqi_consumer_lag_records)", "{{group}} · {{topic}}"),
            empty=_CLIENTS_EMPTY,
        ),
        _panel(
            "消费延迟 Consumer delay",
            ("max by (group, topic) (yipanqi_consumer_delay_seconds)", "{{group}} · {{topic}}"),
            unit="s",
            empty=_CLIENTS_EMPTY,
        ),
        _panel("重试 Retries", _rate("yipanqi_retries_total", "group, topic"), empty=_CLIENTS_EMPTY),
        _panel(
            "死信 Dead letters of consumers",
            _rate("yipanqi_dead_letters_total", "group, code"),
            look=Look.BARS,
            empty=_CLIENTS_EMPTY,
        ),
    ),
)

_WHO = "{{service}} {{unit}} {{instance}}"
_PROCESSES = Row(
    "进程 Processes",
    (
        _panel("内存 Memory", ('process_resident_memory_bytes{job="yipanqi"}', _WHO), unit="bytes"),
        _panel(
            "处理器 CPU", ('rate(process_cpu_seconds_total{job="yipanqi"}[$__rate_interval])', _WHO), unit="percentunit"
        ),
        _panel("运行时长 Uptime", ('time() - process_start_time_seconds{job="yipanqi"}', _WHO), unit="s"),
    ),
)

DEPTH = Board(
    "yipanqi-depth",
    "一盘棋·总线与统筹 Bus and coordinator in depth",
    "裁定、事务、积压、发件箱、棋盘、接口、进程 · decisions, transactions, lag, outboxes, board, HTTP, processes",
    (_DECISIONS, _TRANSACTIONS, _LAG, _MEMORY, _OUTBOX, _BOARD, _HTTP, _CLIENTS, _PROCESSES),
    since="now-1h",
    by_unit=True,
)
