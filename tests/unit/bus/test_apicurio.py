"""Which registries are asked for everything at once."""

from __future__ import annotations

import httpx
import pytest

from yipanqi.bus.apicurio import admin_address, export, fill
from yipanqi.bus.errors import RegistryError

ADMIN = "http://registry/apis/registry/v3/admin"


def answering(status: int) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(lambda _request: httpx.Response(status)))


@pytest.mark.parametrize(
    ("url", "admin"),
    [
        ("http://127.0.0.1:18081/apis/ccompat/v7", "http://127.0.0.1:18081/apis/registry/v3/admin"),
        ("https://example.org/prefix/apis/ccompat/v7/", "https://example.org/prefix/apis/registry/v3/admin"),
        ("http://registry:8081", None),
    ],
)
def test_an_apicurio_is_known_by_the_address_of_its_confluent_api(url: str, admin: str | None) -> None:
    assert admin_address(url) == admin


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_registry_that_does_not_let_us_is_filled_and_read_subject_by_subject(status: int) -> None:
    assert export(answering(status), ADMIN) is None
    assert fill(answering(status), ADMIN, {"s": "{}"}, "FULL") is False


def test_a_registry_that_does_not_answer_is_worth_another_try() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(RegistryError) as failed:
        export(httpx.Client(transport=httpx.MockTransport(away)), ADMIN)
    assert failed.value.retriable
