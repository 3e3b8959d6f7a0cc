"""Settings of one unit service, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.contract.catalog import Catalog

MEBIBYTE = 1024 * 1024


class Limits(BaseModel):
    """What one client may send at once, and how much may wait for the broker."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body_bytes: int = Field(default=MEBIBYTE, gt=0)
    batch_events: int = Field(default=1_000, gt=0)
    import_bytes: int = Field(default=20 * MEBIBYTE, gt=0)
    imports_waiting: int = Field(default=4, gt=0)
    import_events: int = Field(default=100_000, gt=0)
    outbox_events: int = Field(default=200_000, gt=0)
    long_polls: int = Field(default=64, gt=0)
    body_seconds: float = Field(default=60.0, gt=0)


class UnitSettings(BaseModel):
    """Everything that one unit service is told from outside."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    host: str = "127.0.0.1"
    port: int = Field(ge=0, le=65_535)
    database: SecretStr
    keys_file: Path
    kafka: KafkaSettings
    registry: RegistrySettings
    limits: Limits = Limits()
    keep_days: int = Field(default=180, ge=15)
    keep_file_days: int = Field(default=30, ge=1)
    relay_retry_max_s: float = Field(default=15.0, gt=0)

    @classmethod
    def from_env(cls, unit: str, port: int, catalog: Catalog, env: Mapping[str, str] | None = None) -> UnitSettings:
        """Read YIPANQI_UNIT_DB, _KEYS_FILE, _HOST, _HOME, _UNIT_KEEP_DAYS, _OUTBOX_LIMIT, Kafka's and the registry's.

        Raises ConfigurationError for a unit that the catalogue does not have or a setting that is missing.
        """
        env = os.environ if env is None else env
        if unit not in catalog.units:
            raise ConfigurationError(
                f"目录中没有单位 {unit}，可选：{', '.join(catalog.units)} | "
                f"the catalogue has no unit {unit}, only {', '.join(catalog.units)}"
            )
        home = Path(env.get("YIPANQI_HOME", ".yipanqi"))
        database = env.get("YIPANQI_UNIT_DB") or f"sqlite:///{home / 'units' / f'{unit}.db'}"
        keys_file = env.get("YIPANQI_KEYS_FILE") or str(home / "units" / f"{unit}.keys.json")
        return cls(
            unit=unit,
            host=env.get("YIPANQI_HOST", "127.0.0.1"),
            port=port,
            database=SecretStr(database),
            keys_file=Path(keys_file),
            kafka=KafkaSettings.from_env(env),
            registry=RegistrySettings.from_env(env),
            limits=Limits(outbox_events=_whole(env, "YIPANQI_OUTBOX_LIMIT", 200_000)),
            keep_days=_whole(env, "YIPANQI_UNIT_KEEP_DAYS", 180),
        )


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name)
    if not text:
        return default
    try:
        return int(text)
    except ValueError:
        raise ConfigurationError(f"{name} 应为整数 | {name} must be a whole number") from None
