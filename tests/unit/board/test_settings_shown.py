"""The board shows by which clocks and weights the rules work, and where each comes from."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient


def test_every_unit_sees_the_settings_with_their_source(login: Callable[[str], TestClient]) -> None:
    answer = login("soe-2").get("/api/v1/settings")
    assert answer.status_code == 200
    protection = answer.json()["claims"]["settings"]["protection_days"]
    assert protection["value"] == 90
    assert protection["unit"] == "day"
    assert protection["source"] == {"zh": "本系统缺省值，非政策规定", "en": "default of ours, not policy"}
    assert login("").get("/api/v1/settings").status_code == 401
