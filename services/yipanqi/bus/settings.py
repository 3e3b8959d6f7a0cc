"""Connection settings, and the one place where each Kafka client's options are chosen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from yipanqi.bus.errors import ConfigurationError

MAX_RECORD_BYTES = 1_000_000
"""Largest record the bus sends or decodes; below the broker's default message.max.bytes of 1,048,588."""


class Security(StrEnum):
    """How a client talks to the broker."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_PLAINTEXT = "SASL_PLAINTEXT"
    SASL_SSL = "SASL_SSL"


class KafkaSettings(BaseModel):
    """How to reach and enter the Kafka cluster."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bootstrap: str
    security: Security = Security.SASL_PLAINTEXT
    mechanism: str = "SCRAM-SHA-512"
    user: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    client_id: str = "yipanqi"
    connect_timeout_s: float = Field(default=4.0, gt=0)
    request_timeout_s: float = Field(default=30.0, gt=0)
    #: How long a writer asks for a topic that the broker does not show, before it says so.
    topic_wait_s: float = Field(default=10.0, gt=0)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> KafkaSettings:
        """Read YIPANQI_BOOTSTRAP, _SECURITY, _MECHANISM, _USER, _PASSWORD(_FILE) and _CA_FILE."""
        env = os.environ if env is None else env
        bootstrap = env.get("YIPANQI_BOOTSTRAP")
        if not bootstrap:
            raise ConfigurationError(
                "缺少 Kafka 地址，请设置 YIPANQI_BOOTSTRAP | Kafka's address is missing: set YIPANQI_BOOTSTRAP"
            )
        security = _security(env.get("YIPANQI_SECURITY", "SASL_PLAINTEXT"))
        user, password = env.get("YIPANQI_USER"), secret_from_env(env, "YIPANQI_PASSWORD")
        if security.value.startswith("SASL") and (not user or password is None):
            raise ConfigurationError(
                f"{security} 需要用户名和密码，请设置 YIPANQI_USER 和 YIPANQI_PASSWORD(_FILE) | "
                f"{security} needs a user and a password: "
                "set YIPANQI_USER and YIPANQI_PASSWORD or YIPANQI_PASSWORD_FILE"
            )
        ca_file = env.get("YIPANQI_CA_FILE")
        return cls(
            bootstrap=bootstrap,
            security=security,
            mechanism=env.get("YIPANQI_MECHANISM", "SCRAM-SHA-512"),
            user=user,
            password=password,
            ca_file=Path(ca_file) if ca_file else None,
            client_id=env.get("YIPANQI_CLIENT_ID") or user or "yipanqi",
        )


class RegistrySettings(BaseModel):
    """How to reach the schema registry (base URL of its Confluent-compatible API)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    user: str | None = None
    password: SecretStr | None = None
    ca_file: Path | None = None
    timeout_s: float = Field(default=5.0, gt=0)
    attempts: int = Field(default=4, ge=1)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> RegistrySettings:
        """Read YIPANQI_REGISTRY_URL, _REGISTRY_USER, _REGISTRY_PASSWORD(_FILE) and YIPANQI_CA_FILE."""
        env = os.environ if env is None else env
        url = env.get("YIPANQI_REGISTRY_URL")
        if not url:
            raise ConfigurationError(
                "缺少模式注册中心地址，请设置 YIPANQI_REGISTRY_URL | "
                "the schema registry's address is missing: set YIPANQI_REGISTRY_URL"
            )
        ca_file = env.get("YIPANQI_CA_FILE")
        return cls(
            url=url.rstrip("/"),
            user=env.get("YIPANQI_REGISTRY_USER"),
            password=secret_from_env(env, "YIPANQI_REGISTRY_PASSWORD"),
            ca_file=Path(ca_file) if ca_file else None,
        )


def secret_from_env(env: Mapping[str, str], name: str) -> SecretStr | None:
    """Return the secret in variable `name`, or in the file that `name`_FILE points to, or None."""
    path = env.get(f"{name}_FILE")
    if path:
        try:
            return SecretStr(Path(path).read_text(encoding="utf-8").strip())
        except OSError as error:
            raise ConfigurationError(
                f"无法读取密码文件 {path}（{name}_FILE）| "
                f"cannot read the secret file {path} named by {name}_FILE: {error.strerror}"
            ) from error
    value = env.get(name)
    return SecretStr(value) if value else None


def _security(text: str) -> Security:
    try:
        return Security(text)
    except ValueError:
        choices = ", ".join(Security)
        raise ConfigurationError(
            f"YIPANQI_SECURITY={text} 无效，可选：{choices} | YIPANQI_SECURITY={text} is none of {choices}"
        ) from None


def connection_options(settings: KafkaSettings) -> dict[str, Any]:
    """Options that every kind of client shares: where the broker is and who we are."""
    options: dict[str, Any] = {
        "bootstrap_servers": [part.strip() for part in settings.bootstrap.split(",") if part.strip()],
        "client_id": settings.client_id,
        "security_protocol": settings.security.value,
        "bootstrap_timeout_ms": int(settings.connect_timeout_s * 1000),
        "request_timeout_ms": int(settings.request_timeout_s * 1000),
        "reconnect_backoff_ms": 50,
        "reconnect_backoff_max_ms": 2_000,
        "metadata_max_age_ms": 60_000,
        "connections_max_idle_ms": 540_000,
    }
    if settings.security.value.startswith("SASL"):
        options["sasl_mechanism"] = settings.mechanism
        options["sasl_plain_username"] = settings.user
        options["sasl_plain_password"] = settings.password.get_secret_value() if settings.password else None
    if settings.security.value.endswith("SSL"):
        options["ssl_check_hostname"] = True
        options["ssl_cafile"] = str(settings.ca_file) if settings.ca_file else None
    return options


def consumer_options(
    settings: KafkaSettings,
    group: str | None,
    *,
    max_poll_records: int = 500,
    max_poll_interval_s: float = 300.0,
    session_timeout_s: float = 15.0,
    fetch_max_wait_ms: int = 100,
    assignors: tuple[type, ...] | None = None,
    instance: str | None = None,
) -> dict[str, Any]:
    """Return every option of a consumer: bytes in, committed data only, offsets committed by us alone."""
    options = connection_options(settings) | {
        "group_id": group,
        "group_instance_id": instance,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "allow_auto_create_topics": False,
        "key_deserializer": None,
        "value_deserializer": None,
        "check_crcs": True,
        "max_poll_records": max_poll_records,
        "max_poll_interval_ms": int(max_poll_interval_s * 1000),
        "session_timeout_ms": int(session_timeout_s * 1000),
        "heartbeat_interval_ms": min(3_000, int(session_timeout_s * 1000) // 4),
        "fetch_min_bytes": 1,
        "fetch_max_wait_ms": fetch_max_wait_ms,
        "max_partition_fetch_bytes": 4 * 1024 * 1024,
        "fetch_max_bytes": 32 * 1024 * 1024,
        "retry_backoff_ms": 20,
        "metrics_enabled": False,
    }
    if assignors is not None:
        options["partition_assignment_strategy"] = assignors
    return options


def producer_options(
    settings: KafkaSettings,
    *,
    linger_ms: int = 5,
    batch_size: int = 128 * 1024,
    delivery_timeout_s: float = 120.0,
) -> dict[str, Any]:
    """Return every option of an idempotent producer: acknowledged by all replicas, in order, once."""
    return connection_options(settings) | {
        "key_serializer": None,
        "value_serializer": None,
        "acks": "all",
        "enable_idempotence": True,
        "retries": float("inf"),
        "max_in_flight_requests_per_connection": 5,
        "linger_ms": linger_ms,
        "batch_size": batch_size,
        "compression_type": None,
        "max_request_size": MAX_RECORD_BYTES + 16_384,
        "delivery_timeout_ms": int(delivery_timeout_s * 1000),
        "max_block_ms": int(settings.topic_wait_s * 1000),
        "allow_auto_create_topics": False,
        "retry_backoff_ms": 5,
        "metrics_enabled": False,
    }


def transactional_options(
    settings: KafkaSettings, transactional_id: str, *, transaction_timeout_s: float = 30.0
) -> dict[str, Any]:
    """Return every option of a transactional producer; the commit cuts its batches."""
    return producer_options(settings, linger_ms=5, delivery_timeout_s=60.0) | {
        "retry_backoff_ms": 1,
        "transactional_id": transactional_id,
        "transaction_timeout_ms": int(transaction_timeout_s * 1000),
    }


def admin_options(settings: KafkaSettings) -> dict[str, Any]:
    """Return every option of an admin client."""
    return connection_options(settings) | {"retry_backoff_ms": 100}
