"""A district at work for tests of what operations see: events by HTTP, imports, readers of the board, a forger."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from kafka import KafkaProducer
from pydantic import SecretStr
from tests.support.district import wait_for

from yipanqi.board.accounts import create_account
from yipanqi.bus.settings import KafkaSettings, producer_options
from yipanqi.contract.files import schemas_folder
from yipanqi.unit.keys import create_key

_PASSWORD = SecretStr("only for this test")


class Traffic:
    """Speaks to the services of a running district by their addresses."""

    def __init__(self, home: Path, services: dict[str, str]) -> None:
        self._services = services
        self._numbers = itertools.count(1)
        keys = {unit: create_key(home / "units" / f"{unit}.keys.json", "test") for unit in ("investment", "snd-group")}
        self._units = {
            unit: httpx.Client(
                base_url=f"{services[unit]}/api/v1/",
                headers={"Authorization": f"Bearer {key.get_secret_value()}"},
                timeout=20,
                trust_env=False,
            )
            for unit, key in keys.items()
        }
        create_account(home / "board" / "accounts.json", "leader", None, _PASSWORD)
        self._board = httpx.Client(base_url=f"{services['board']}/api/v1/", timeout=20, trust_env=False)
        self._stop = threading.Event()

    def wave(self) -> None:
        """New records, one refused, one refused at the door already, one sent twice; a look at the board."""
        number = next(self._numbers)
        project = _event(
            "investment", "yipanqi.project.ProjectRegistered", "project_id", f"investment-project-T{number}"
        )
        carrier = _event("snd-group", "yipanqi.carrier.CarrierRegistered", "carrier_id", f"snd-group-carrier-T{number}")
        for client, event in (("investment", project), ("snd-group", carrier)):
            self._post(client, event, 202)
        again = {**project, "id": uuid.uuid4().hex}
        self._post("investment", again, 202)
        self._post("investment", project, 202)
        broken = {**carrier, "id": uuid.uuid4().hex, "data": {"name": "没有编号"}}
        self._post("snd-group", broken, 422)
        self._login()
        self._board.get("summary").raise_for_status()
        self._board.get("projects").raise_for_status()

    def upload(self, workbook: Path) -> None:
        """Import a workbook as the SND Group."""
        with workbook.open("rb") as file:
            answer = self._units["snd-group"].post("imports", files={"file": (workbook.name, file)})
        assert answer.status_code in (200, 202), answer.text

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Keep a live stream of the board open."""
        self._login()

        def listen() -> None:
            with contextlib.suppress(httpx.TransportError), self._board.stream("GET", "stream", timeout=None) as answer:
                for _ in answer.iter_lines():
                    if self._stop.is_set():
                        return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield
        self._stop.set()
        self.wave()
        thread.join(10)

    def close(self) -> None:
        """Close all connections."""
        for client in (*self._units.values(), self._board):
            client.close()

    def _post(self, unit: str, event: dict[str, Any], status: int) -> None:
        def send() -> int:
            headers = {"Content-Type": "application/cloudevents+json"}
            answer = self._units[unit].post("events", content=json.dumps(event), headers=headers)
            assert answer.status_code in (status, 503), answer.text
            return answer.status_code

        # 503: a unit service that has only just started may not have the registry's ids yet.
        wait_for(lambda: send() == status, 30, f"{unit} to take events", every_s=0.5)

    def _login(self) -> None:
        body = {"username": "leader", "password": _PASSWORD.get_secret_value(), "token": True}
        answer = self._board.post("login", json=body)
        answer.raise_for_status()
        self._board.headers["Authorization"] = f"Bearer {answer.json()['token']}"


def send_garbage(settings: KafkaSettings, topic: str) -> None:
    """Put a record on an intake topic that no schema can read."""
    producer = KafkaProducer(**producer_options(settings))
    producer.send(topic, key=b"nobody", value=b"\x00\x00\x00\x00\x00not avro").get(20)
    producer.close()


def _event(unit: str, event_type: str, id_field: str, record_id: str) -> dict[str, Any]:
    examples = json.loads((schemas_folder() / "examples" / f"{event_type}.json").read_text(encoding="utf-8"))
    return {
        "specversion": "1.0",
        "id": uuid.uuid4().hex,
        "source": f"urn:yipanqi:{unit}",
        "type": event_type,
        "data": {**examples[0], id_field: record_id},
    }
