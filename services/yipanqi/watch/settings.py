"""The watch's settings, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from yipanqi.bus.settings import KafkaSettings, RegistrySettings


class WatchSettings(BaseModel):
    """How the watch runs; one process watches a district."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kafka: KafkaSettings
    registry: RegistrySettings
    host: str = "127.0.0.1"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> WatchSettings:
        """Read YIPANQI_HOST and the connections' variables."""
        env = os.environ if env is None else env
        chosen = {"host": env["YIPANQI_HOST"]} if env.get("YIPANQI_HOST") else {}
        return cls.model_validate(
            {"kafka": KafkaSettings.from_env(env), "registry": RegistrySettings.from_env(env), **chosen}
        )
