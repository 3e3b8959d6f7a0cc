"""The board's settings, read from the environment once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, secret_from_env


class BoardSettings(BaseModel):
    """Where the board's data come from and go to, and how it lets people in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kafka: KafkaSettings
    registry: RegistrySettings
    database_url: str = Field(repr=False)  # it may hold a password
    accounts: Path
    ended_sessions: Path
    session_secret: SecretStr
    session_hours: float = Field(default=12.0, gt=0, le=24 * 31)
    secure_cookie: bool = False
    host: str = "127.0.0.1"
    max_streams: int = Field(default=400, ge=1)
    max_streams_per_user: int = Field(default=40, ge=1)
    heartbeat_s: float = Field(default=15.0, gt=0)
    demo: bool = False

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> BoardSettings:
        """Read the variables; ConfigurationError for what is missing or wrong.

        YIPANQI_HOME (default `.yipanqi`), YIPANQI_BOARD_DB (SQLAlchemy URL, default SQLite in the home),
        YIPANQI_ACCOUNTS, YIPANQI_SESSION_SECRET(_FILE), YIPANQI_SESSION_HOURS, YIPANQI_SECURE_COOKIE (true behind
        HTTPS), YIPANQI_HOST, YIPANQI_MAX_STREAMS, YIPANQI_DEMO, YIPANQI_CLOCK_OFFSET_S, YIPANQI_CLOCK_FILE,
        and those of Kafka and the registry.
        """
        env = os.environ if env is None else env
        home = Path(env.get("YIPANQI_HOME", ".yipanqi")).resolve()
        try:
            return cls(
                kafka=KafkaSettings.from_env(env),
                registry=RegistrySettings.from_env(env),
                database_url=env.get("YIPANQI_BOARD_DB") or f"sqlite:///{home / 'board' / 'board.sqlite'}",
                accounts=Path(env.get("YIPANQI_ACCOUNTS") or home / "board" / "accounts.json"),
                ended_sessions=home / "board" / "ended-sessions",
                session_secret=secret_from_env(env, "YIPANQI_SESSION_SECRET")
                or _kept_secret(home / "board" / "session.secret"),
                session_hours=float(env.get("YIPANQI_SESSION_HOURS", "12")),
                secure_cookie=env.get("YIPANQI_SECURE_COOKIE", "false").lower() == "true",
                host=env.get("YIPANQI_HOST", "127.0.0.1"),
                max_streams=int(env.get("YIPANQI_MAX_STREAMS", "400")),
                # A district whose clock was set to another day is a demo, and says so.
                demo=env.get("YIPANQI_DEMO", "").lower() == "true" or _shifted(env),
            )
        except ValueError as error:
            raise ConfigurationError(f"一览服务的设置有误 | a setting of the board is wrong: {error}") from error


def _shifted(env: Mapping[str, str]) -> bool:
    file = env.get("YIPANQI_CLOCK_FILE")
    return bool(env.get("YIPANQI_CLOCK_OFFSET_S")) or (file is not None and Path(file).is_file())


def _kept_secret(path: Path) -> SecretStr:
    """Return the secret in a file (mode 0600), made on first use, so that sessions outlive a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SecretStr(path.read_text(encoding="ascii").strip())
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    return SecretStr(path.read_text(encoding="ascii").strip())
