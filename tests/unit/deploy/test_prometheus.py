"""The alert rules: generated ones are current, each one is tested, explained, and about metrics that exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import yaml
from deploy.prometheus import generate
from tests.support.promql import exposed_names, named_metrics

from yipanqi.contract.catalog import product_catalog

_RULES = ("alerts.yml", "catalog.rules.yml")
_TESTS = ("alerts.test.yml", "catalog.test.yml")


def _rules(root: Path) -> list[dict[str, Any]]:
    found = []
    for name in _RULES:
        content = yaml.safe_load((root / "deploy/prometheus" / name).read_text(encoding="utf-8"))
        found += [rule for group in content["groups"] for rule in group["rules"]]
    return found


def _alerts(root: Path) -> list[dict[str, Any]]:
    return [rule for rule in _rules(root) if "alert" in rule]


def test_the_catalogue_rules_are_what_the_generator_writes() -> None:
    expected = generate.text(product_catalog())
    assert generate.TARGET.read_text(encoding="utf-8") == expected, "run: python deploy/prometheus/generate.py"


def test_every_unit_has_the_threshold_of_its_own_update_cycle(root: Path) -> None:
    cycles = {r["labels"]["unit"]: r["expr"] for r in _rules(root) if r.get("record", "").endswith("cycle_seconds")}
    assert cycles == {name: f"vector({u.update_days * 86400})" for name, u in product_catalog().units.items()}


def test_every_rule_names_metrics_that_the_services_declare(root: Path) -> None:
    for rule in _rules(root):
        assert named_metrics(rule["expr"]) <= exposed_names(), rule


def test_every_alert_says_in_chinese_and_english_what_happened(root: Path) -> None:
    for rule in _alerts(root):
        for name in ("summary", "description"):
            assert re.search(r"[\u4e00-\u9fff].* ?· .*[a-z]", rule["annotations"][name]), rule["alert"]
        assert rule["labels"]["severity"] in ("warning", "critical")


def test_every_alert_has_its_section_in_the_runbook(root: Path) -> None:
    headings = re.findall(r"^#+ (.+)$", (root / "docs/operations.md").read_text(encoding="utf-8"), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    for rule in _alerts(root):
        page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
        assert page == "docs/operations.md"
        assert anchor in anchors, rule["alert"]


def test_every_alert_is_shown_to_fire_and_to_stay_quiet(root: Path) -> None:
    fires, quiet = set(), set()
    for name in _TESTS:
        for case in yaml.safe_load((root / "deploy/prometheus" / name).read_text(encoding="utf-8"))["tests"]:
            for check in case["alert_rule_test"]:
                (fires if check.get("exp_alerts") else quiet).add(check["alertname"])
    names = {rule["alert"] for rule in _alerts(root)}
    assert fires == names
    assert quiet == names


def test_promtool_runs_the_rules_tests(root: Path, promtool: Path) -> None:
    folder = root / "deploy/prometheus"
    done = subprocess.run([promtool, "test", "rules", *_TESTS], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_accepts_the_configuration(root: Path, promtool: Path) -> None:
    config = root / "deploy/prometheus/prometheus.yml"
    done = subprocess.run([promtool, "check", "config", config], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
