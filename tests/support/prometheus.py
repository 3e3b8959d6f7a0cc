"""A real Prometheus with the product's own configuration and rules, quicker, on a port of its own."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import yaml

from yipanqi.local.ports import free_port
from yipanqi.local.process import Guard, ManagedProcess, wait_until
from yipanqi.scrape import write_targets

_RULES = ("alerts.yml", "catalog.rules.yml")


class Prometheus:
    """Scrapes and evaluates every second; `source` is deploy/prometheus."""

    def __init__(self, program: Path, source: Path, folder: Path, services: Mapping[str, str]) -> None:
        folder.mkdir(parents=True)
        write_targets(folder / "targets.json", services)
        for name in _RULES:
            shutil.copy(source / name, folder / name)
        _write_config(source / "prometheus.yml", folder)
        port = free_port(0)
        self.url = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(base_url=f"{self.url}/api/v1/", timeout=20, trust_env=False)
        self._guard = Guard()
        self._process = ManagedProcess(
            "prometheus",
            [
                str(program),
                f"--config.file={folder / 'prometheus.yml'}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            log=folder / "prometheus.log",
            pid_file=folder / "prometheus.pid",
            guard=self._guard,
            cwd=folder,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process.start()
        wait_until(self._ready, self._process, 30)

    def close(self) -> None:
        """Stop it."""
        self._http.close()
        self._process.stop(10)
        self._guard.close()

    def query(self, expr: str) -> list[dict[str, Any]]:
        """Return the vector of an instant query; ValueError with Prometheus's own words if it is wrong."""
        answer = self._http.post("query", data={"query": expr}).json()
        if answer["status"] != "success":
            raise ValueError(f"{expr}: {answer['error']}")
        return list(answer["data"]["result"])

    def values(self, expr: str) -> list[float]:
        """Return the numbers of an instant query that are numbers: quantiles of nothing are NaN."""
        found = [float(entry["value"][1]) for entry in self.query(expr)]
        return [value for value in found if not math.isnan(value)]

    def rules(self) -> list[dict[str, Any]]:
        """Return all rules with their health."""
        groups = self._http.get("rules").json()["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def targets(self) -> list[dict[str, Any]]:
        """Return the targets that are scraped."""
        return list(self._http.get("targets").json()["data"]["activeTargets"])

    def _ready(self) -> bool:
        try:
            return self._http.get(f"{self.url}/-/ready").status_code == 200
        except httpx.TransportError:
            return False


def _write_config(source: Path, folder: Path) -> None:
    config = yaml.safe_load(source.read_text(encoding="utf-8"))
    config["global"] = {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"}
    (job,) = config["scrape_configs"]
    job["file_sd_configs"] = [{"files": [str(folder / "targets.json")], "refresh_interval": "1s"}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
