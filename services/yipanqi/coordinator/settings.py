"""The coordinator's settings, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from yipanqi.bus.settings import KafkaSettings, RegistrySettings


class CoordinatorSettings(BaseModel):
    """How one coordinator process runs; several of them share the partitions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kafka: KafkaSettings
    registry: RegistrySettings
    instance: str = Field(default="1", pattern=r"^[A-Za-z0-9._-]{1,40}$")
    host: str = "127.0.0.1"
    batch_records: int = Field(default=1000, ge=1, le=10_000)
    transaction_timeout_s: float = Field(default=10.0, ge=1)
    session_timeout_s: float = Field(default=6.0, ge=1)

    @property
    def transactional_id(self) -> str:
        """Stable per instance: a restarted process aborts at once what its predecessor left open."""
        return f"coordinator-{self.instance}"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> CoordinatorSettings:
        """Read YIPANQI_INSTANCE, YIPANQI_HOST, YIPANQI_COORDINATOR_* and the connections' variables."""
        env = os.environ if env is None else env
        names = {
            "instance": "YIPANQI_INSTANCE",
            "host": "YIPANQI_HOST",
            "batch_records": "YIPANQI_COORDINATOR_BATCH",
            "session_timeout_s": "YIPANQI_COORDINATOR_SESSION_S",
            "transaction_timeout_s": "YIPANQI_COORDINATOR_TRANSACTION_S",
        }
        chosen = {field: env[name] for field, name in names.items() if env.get(name)}
        return cls.model_validate(
            {"kafka": KafkaSettings.from_env(env), "registry": RegistrySettings.from_env(env), **chosen}
        )
