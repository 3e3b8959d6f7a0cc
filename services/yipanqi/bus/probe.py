"""A quick look whether the broker is there and lets us in, before a real client is made.

kafka-python reports a wrong password as a 30 s timeout: the broker answers and hangs up at once, and the
client notices the hanging up only. Here each answer is read before the next step.
"""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

from kafka import errors as kafka_errors
from kafka.net.sasl import get_sasl_mechanism
from kafka.protocol.metadata import ApiVersionsRequest, ApiVersionsResponse
from kafka.protocol.sasl import (
    SaslAuthenticateRequest,
    SaslAuthenticateResponse,
    SaslHandshakeRequest,
    SaslHandshakeResponse,
)

from yipanqi.bus.errors import AuthenticationError, BrokerUnavailable, ConfigurationError
from yipanqi.bus.settings import KafkaSettings, connection_options

_LARGEST_ANSWER = 1_000_000


class _RefusedError(Exception):
    """The broker answered that it will not let this user in."""


def probe(settings: KafkaSettings) -> None:
    """Connect and log in to one of the bootstrap servers, then hang up.

    Raises AuthenticationError for a wrong user, password or mechanism, BrokerUnavailable when no server
    answers as a broker; both within about `settings.connect_timeout_s`.
    """
    deadline = time.monotonic() + settings.connect_timeout_s
    servers = connection_options(settings)["bootstrap_servers"]
    if not servers:
        raise ConfigurationError("Kafka 地址为空 | Kafka's address (YIPANQI_BOOTSTRAP) is empty")
    failure: Exception | None = None
    for server in servers:
        try:
            _log_in(settings, server, deadline)
        except _RefusedError as error:
            raise AuthenticationError(
                f"用户 {settings.user} 登录 Kafka {server} 失败，请检查 YIPANQI_USER 和 YIPANQI_PASSWORD | "
                f"Kafka at {server} refused user {settings.user}: wrong user or password, "
                f"check YIPANQI_USER and YIPANQI_PASSWORD ({error})"
            ) from error
        except (OSError, EOFError, ValueError, IndexError) as error:
            failure = error
        else:
            return
    raise BrokerUnavailable(
        f"无法连接 Kafka {settings.bootstrap}，请检查地址和网络 | no Kafka broker answers at "
        f"{settings.bootstrap} as {settings.security}, check YIPANQI_BOOTSTRAP, YIPANQI_SECURITY and the "
        f"network ({type(failure).__name__}: {failure})"
    ) from failure


def _log_in(settings: KafkaSettings, server: str, deadline: float) -> None:
    host, _, port = server.rpartition(":")
    host = (host or server).strip("[]")
    address = (host, int(port) if port.isdigit() else 9092)
    with _Conversation(_connect(settings, address, deadline), settings.client_id, deadline) as broker:
        if not settings.security.value.startswith("SASL"):
            broker.ask(ApiVersionsRequest(), ApiVersionsResponse, 0)
            return
        hello = broker.ask(SaslHandshakeRequest(mechanism=settings.mechanism), SaslHandshakeResponse, 1)
        if hello.error_code:
            raise _RefusedError(f"mechanism {settings.mechanism} is not among {list(hello.mechanisms)}")
        mechanism = get_sasl_mechanism(settings.mechanism)(host=host, **connection_options(settings))
        while not mechanism.is_done():
            request = SaslAuthenticateRequest(mechanism.auth_bytes())
            answer = broker.ask(request, SaslAuthenticateResponse, 1)
            if answer.error_code:
                reason = kafka_errors.for_code(answer.error_code).__name__
                raise _RefusedError(f"{reason}: {answer.error_message}")
            mechanism.receive(answer.auth_bytes)
        if not mechanism.is_authenticated():
            raise _RefusedError("the broker could not prove that it knows the password")


def _connect(settings: KafkaSettings, address: tuple[str, int], deadline: float) -> socket.socket:
    raw = socket.create_connection(address, timeout=_left(deadline))
    if not settings.security.value.endswith("SSL"):
        return raw
    context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    try:
        return context.wrap_socket(raw, server_hostname=address[0])
    except BaseException:
        raw.close()
        raise


class _Conversation:
    """Requests and answers over one socket, one at a time."""

    def __init__(self, sock: socket.socket, client_id: str, deadline: float) -> None:
        self._sock = sock
        self._client_id = client_id
        self._deadline = deadline
        self._count = 0

    def __enter__(self) -> _Conversation:
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()

    def ask(self, request: Any, response: Any, version: int) -> Any:
        """Send a request and return the decoded answer."""
        self._count += 1
        request.API_VERSION = version
        request.with_header(correlation_id=self._count, client_id=self._client_id)
        self._sock.settimeout(_left(self._deadline))
        self._sock.sendall(request.encode(version=version, header=True, framed=True))
        size = int.from_bytes(self._read(4), "big")
        if size > _LARGEST_ANSWER:
            raise ValueError("the answer is not Kafka's: is this another port, or a TLS one?")
        return response.decode(self._read(size), version=version, header=True)

    def _read(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            self._sock.settimeout(_left(self._deadline))
            part = self._sock.recv(size - len(parts))
            if not part:
                raise EOFError("the broker hung up: does YIPANQI_SECURITY fit this port?")
            parts += part
        return bytes(parts)


def _left(deadline: float) -> float:
    return max(0.05, deadline - time.monotonic())
