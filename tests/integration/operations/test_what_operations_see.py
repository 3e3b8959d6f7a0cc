"""A running district under a real Prometheus: every panel and every rule shows what it should."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.support.prometheus import Prometheus
from tests.support.promql import exposed_names
from tests.support.traffic import Traffic, send_garbage

from yipanqi.board.metrics import BOARD_METRICS
from yipanqi.bus.metrics import MetricSpec
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.cluster.commands import catalog_apply, product_desired
from yipanqi.cluster.desired import SINGLE_NODE
from yipanqi.contract.catalog import product_catalog
from yipanqi.coordinator.metrics import COORDINATOR_METRICS
from yipanqi.local.layout import Layout
from yipanqi.local.secrets import SecretFolder
from yipanqi.local.stack import Stack
from yipanqi.unit.metrics import UNIT_METRICS

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from deploy.grafana.dashboards.generate import BOARDS  # noqa: E402  # the repository is importable from here on
from deploy.grafana.dashboards.parts import Board, Panel  # noqa: E402

_WORKBOOKS = ROOT / "services/yipanqi/local/demo/workbooks"
_VARIABLES = {"$__rate_interval": "30s", "$__range": "1h", "$unit": ".*"}
_PATIENCE_S = 90.0


@dataclass(frozen=True)
class Seen:
    """The district's services by name, the traffic on them, and the Prometheus that looks at them."""

    services: dict[str, str]
    traffic: Traffic
    prometheus: Prometheus


def _apply(kafka: KafkaSettings, registry: RegistrySettings, secrets: SecretFolder) -> None:
    passwords = {user: secrets.password(user) for user in product_desired(SINGLE_NODE).users}
    catalog_apply(kafka, registry, passwords, overrides=SINGLE_NODE)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, prometheus_binary: Path) -> Iterator[Seen]:
    """A whole district with traffic, one forged record included, scraped every second."""
    folder = tmp_path_factory.mktemp("seen")
    with Stack(Layout(folder / "district"), _apply) as stack:
        addresses = stack.start()
        services = dict(addresses.services)
        prometheus = Prometheus(prometheus_binary, ROOT / "deploy/prometheus", folder / "prometheus", services)
        traffic = Traffic(folder / "district", services)
        try:
            prometheus.start()
            zone = KafkaSettings(bootstrap=addresses.bootstrap, user="zone", password=stack.secrets.password("zone"))
            send_garbage(zone, "intake.zone")
            with traffic.listening():
                _work_until_seen(traffic, prometheus)
                yield Seen(services, traffic, prometheus)
        finally:
            traffic.close()
            prometheus.close()


def _work_until_seen(traffic: Traffic, prometheus: Prometheus) -> None:
    """Keep the district at work until every panel that must show something does, or patience ends."""
    deadline = time.monotonic() + _PATIENCE_S
    books = iter(sorted(_WORKBOOKS.glob("苏高新集团*")))
    while time.monotonic() < deadline:
        traffic.wave()
        if book := next(books, None):
            traffic.upload(book)
        if not any(_missing(prometheus, panel) for board in BOARDS for panel in board.panels):
            return
        time.sleep(0.5)


def _substituted(expr: str) -> str:
    for name, value in _VARIABLES.items():
        expr = expr.replace(name, value)
    return expr


def _missing(prometheus: Prometheus, panel: Panel) -> list[str]:
    """Return the queries of a panel that show no number although they must; raises what Prometheus objects to."""
    empty = [q.expr for q in panel.queries if not prometheus.values(_substituted(q.expr))]
    return [] if panel.empty else empty


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_every_panel_shows_what_it_must(board: Board, seen: Seen) -> None:
    missing = {panel.title: exprs for panel in board.panels if (exprs := _missing(seen.prometheus, panel))}
    assert not missing


def test_every_service_is_scraped(seen: Seen) -> None:
    targets = {
        target["labels"].get("unit", target["labels"]["service"]): target for target in seen.prometheus.targets()
    }
    assert targets.keys() == {"coordinator", "board", "watch", *product_catalog().units}
    assert {target["health"] for target in targets.values()} == {"up"}
    assert seen.prometheus.values("count(process_resident_memory_bytes)") == [len(targets)]
    assert seen.prometheus.values("count(yipanqi_ready == 0)") == []


@pytest.mark.parametrize(
    ("service", "specs"),
    [("coordinator", COORDINATOR_METRICS), ("board", BOARD_METRICS), ("investment", UNIT_METRICS)],
    ids=["coordinator", "board", "unit"],
)
def test_a_service_shows_every_metric_of_its_table(service: str, specs: tuple[MetricSpec, ...], seen: Seen) -> None:
    text = httpx.get(f"{seen.services[service]}/metrics", trust_env=False).text
    helped = {line.split(" ")[2] for line in text.splitlines() if line.startswith("# HELP")}
    assert {spec.name for spec in specs} <= helped


def test_every_service_names_the_format_of_its_metrics(seen: Seen) -> None:
    # Prometheus 3 refuses what does not.
    answers = {name: httpx.get(f"{url}/metrics", trust_env=False) for name, url in seen.services.items()}
    assert all(one.headers["content-type"].startswith("text/plain; version=") for one in answers.values())


def test_every_rule_is_evaluated_without_an_error(seen: Seen) -> None:
    rules = seen.prometheus.rules()
    assert {rule["health"] for rule in rules} == {"ok"}, [rule["lastError"] for rule in rules if rule.get("lastError")]
    for rule in rules:
        seen.prometheus.query(rule["query"])


def test_every_recording_rule_has_a_result(seen: Seen) -> None:
    recorded = {rule["name"] for rule in seen.prometheus.rules() if rule["type"] == "recording"}
    assert {name for name in recorded if not seen.prometheus.values(name)} == set()


def test_the_forged_record_raises_its_alert_and_no_other_part_of_the_bus_does(seen: Seen) -> None:
    firing = seen.prometheus.query('ALERTS{alertstate="firing"}')
    assert {(alert["metric"]["alertname"], alert["metric"].get("unit")) for alert in firing} == {
        ("DeadLetters", "zone")
    }


def test_no_series_of_ours_is_unknown_to_the_tables(seen: Seen) -> None:
    names = {entry["metric"]["__name__"] for entry in seen.prometheus.query('{__name__=~"yipanqi_.+"}')}
    # Clients' libraries add the moment of birth of each counter and histogram.
    assert {name for name in names if not name.endswith("_created")} <= exposed_names()
