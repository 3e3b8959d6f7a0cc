"""The local registry speaks Confluent's API and keeps what it was told."""

from __future__ import annotations

import json

import httpx

from yipanqi.local.registry import LocalRegistry

SCHEMA = {"type": "record", "name": "Visit", "fields": [{"name": "id", "type": "string"}]}


def test_a_schema_and_the_address_survive_a_restart_and_a_kill(own_registry: LocalRegistry) -> None:
    address = own_registry.url
    answer = httpx.post(f"{address}/subjects/visit/versions", json={"schema": json.dumps(SCHEMA)})
    number = answer.raise_for_status().json()["id"]
    for end in (own_registry.stop, own_registry.kill):
        end()
        own_registry.start()
        own_registry.wait_ready()
        assert own_registry.url == address
        stored = httpx.get(f"{address}/schemas/ids/{number}").raise_for_status().json()["schema"]
        assert json.loads(stored)["name"] == "Visit"
