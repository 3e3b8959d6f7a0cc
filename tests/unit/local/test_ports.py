"""Free ports come from the range that is asked for."""

from __future__ import annotations

import pytest

from yipanqi.bus.errors import ConfigurationError
from yipanqi.local.ports import VARIABLE, free_port


def test_free_ports_come_from_the_range_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "26000-26009")
    assert all(26_000 <= free_port() <= 26_009 for _ in range(50))


@pytest.mark.parametrize("wanted", ["26000", "26009-26000", "a-b", "0-10", "65000-66000"])
def test_what_is_no_range_is_refused_with_an_example(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, wanted)
    with pytest.raises(ConfigurationError, match="20000-32000"):
        free_port()
