"""The schema registry over its Confluent-compatible HTTP API: ids, schemas, compatibility."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from yipanqi.bus import apicurio
from yipanqi.bus.apicurio import HeldSubject
from yipanqi.bus.errors import AuthenticationError, RegistryError, SchemaMismatch, SchemaNotFound
from yipanqi.bus.schema import ParsedSchema, parse_schema
from yipanqi.bus.settings import RegistrySettings

_CONTENT_TYPE = "application/vnd.schemaregistry.v1+json"
_CACHE_LIMIT = 4_096
_UNKNOWN_FOR_S = 10.0


class SchemaRegistry:
    """A client that remembers what can't change (ids and schemas) and retries what may pass. Thread-safe."""

    def __init__(self, settings: RegistrySettings) -> None:
        self._settings = settings
        self._admin = apicurio.admin_address(settings.url)
        password = settings.password.get_secret_value() if settings.password else ""
        self._http = httpx.Client(
            base_url=settings.url.rstrip("/") + "/",
            timeout=settings.timeout_s,
            auth=(settings.user, password) if settings.user else None,
            verify=str(settings.ca_file) if settings.ca_file else True,
            headers={"Accept": f"{_CONTENT_TYPE}, application/json"},
            trust_env=False,
        )
        self._lock = threading.Lock()
        self._by_id: dict[int, ParsedSchema] = {}
        self._ids: dict[tuple[str, str], int] = {}
        self._unknown: dict[int, float] = {}

    def schema_by_id(self, schema_id: int) -> ParsedSchema:
        """Return the schema with this id; SchemaNotFound if there is none (asked again after 10 s)."""
        known = self._by_id.get(schema_id)
        if known is not None:
            return known
        since = self._unknown.get(schema_id)
        if since is not None and time.monotonic() - since < _UNKNOWN_FOR_S:
            raise SchemaNotFound(f"the registry knows no schema with id {schema_id}")
        try:
            answer = self._request("GET", f"schemas/ids/{schema_id}")
        except SchemaNotFound:
            self._remember(self._unknown, schema_id, time.monotonic())
            raise
        if answer.get("schemaType", "AVRO") != "AVRO":
            raise SchemaMismatch(f"schema {schema_id} is {answer['schemaType']}, the bus speaks Avro only")
        schema = parse_schema(str(answer["schema"]))
        self._remember(self._by_id, schema_id, schema)
        return schema

    def schema_id(self, subject: str, schema: ParsedSchema) -> int:
        """Return the id under which `schema` is registered in `subject`; SchemaNotFound if it is not."""
        key = (subject, schema.text())
        known = self._ids.get(key)
        if known is not None:
            return known
        answer = self._request("POST", f"subjects/{quote(subject, safe='')}", {"schema": schema.text()})
        return self._keep_id(key, int(answer["id"]), schema)

    def learn(self, subjects: Mapping[str, ParsedSchema]) -> None:
        """Learn the ids of many schemas in one request, where the registry has such; `schema_id` asks for the rest.

        Raises SchemaMismatch if an id stands for another schema than the one it was given for.
        """
        held = self.snapshot()
        if held is None:
            return
        found = {
            (name, text): (held[name].ids[text], schema)
            for name, schema in subjects.items()
            if name in held and (text := schema.text()) in held[name].ids
        }
        for number, (key, (schema_id, schema)) in enumerate(found.items()):
            if number == 0:
                # One is asked for as any reader would: these are the ids that records may carry.
                self._keep_id(key, schema_id, schema)
            self._remember(self._by_id, schema_id, schema)
            self._remember(self._ids, key, schema_id)

    def register(self, subject: str, schema: ParsedSchema) -> int:
        """Register a schema as the subject's next version, unless it is one already; return its id.

        Raises SchemaMismatch when the subject's compatibility level forbids it.
        """
        path = f"subjects/{quote(subject, safe='')}/versions"
        answer = self._request("POST", path, {"schema": schema.text()})
        return self._keep_id((subject, schema.text()), int(answer["id"]), schema)

    def check_compatibility(self, subject: str, schema: ParsedSchema) -> list[str]:
        """Return what makes `schema` incompatible with the subject's versions; empty if nothing."""
        path = f"compatibility/subjects/{quote(subject, safe='')}/versions?verbose=true"
        try:
            answer = self._request("POST", path, {"schema": schema.text()})
        except SchemaNotFound:
            return []
        if answer.get("is_compatible", False):
            return []
        return [str(message) for message in answer.get("messages") or ["not compatible, no reason given"]]

    def compatibility(self, subject: str) -> str | None:
        """Return the subject's own compatibility level, or None if it has none."""
        try:
            answer = self._request("GET", f"config/{quote(subject, safe='')}")
        except SchemaNotFound:
            return None
        level = answer.get("compatibilityLevel") or answer.get("compatibility")
        return str(level) if level else None

    def set_compatibility(self, subject: str, level: str) -> None:
        """Set the subject's compatibility level, for example FULL_TRANSITIVE."""
        self._request("PUT", f"config/{quote(subject, safe='')}", {"compatibility": level})

    def subjects(self) -> list[str]:
        """Return the subjects that the registry lists, sorted; some list a limited number of them only."""
        return sorted(str(name) for name in self._request("GET", "subjects"))

    def versions(self, subject: str) -> list[int]:
        """Return the subject's version numbers, ascending; empty for an unknown subject."""
        try:
            return sorted(int(n) for n in self._request("GET", f"subjects/{quote(subject, safe='')}/versions"))
        except SchemaNotFound:
            return []

    def version(self, subject: str, version: int | str = "latest") -> tuple[int, ParsedSchema]:
        """Return id and schema of one version of a subject; SchemaNotFound if there is none."""
        answer = self._request("GET", f"subjects/{quote(subject, safe='')}/versions/{version}")
        return int(answer["id"]), parse_schema(str(answer["schema"]))

    def snapshot(self) -> dict[str, HeldSubject] | None:
        """Return every subject with its texts and its level, in one request; None where the registry has no such."""
        return apicurio.export(self._http, self._admin) if self._admin else None

    def fill(self, subjects: Mapping[str, ParsedSchema], level: str) -> bool:
        """Give an empty registry its subjects in one request, each with a schema and a compatibility level.

        Returns False when it took nothing: it is not empty, or has no such request for this user.
        """
        if not self._admin:
            return False
        texts = {name: schema.text() for name, schema in subjects.items()}
        return apicurio.fill(self._http, self._admin, texts, level)

    def ping(self) -> None:
        """Raise RegistryError or AuthenticationError unless the registry answers."""
        self._request("GET", "subjects")

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> SchemaRegistry:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep_id(self, key: tuple[str, str], schema_id: int, schema: ParsedSchema) -> int:
        """Remember an id after proof that it stands for this very schema: registries have mixed ids up."""
        if self.schema_by_id(schema_id).fingerprint != schema.fingerprint:
            raise SchemaMismatch(
                f"the registry gave id {schema_id} for {schema.full_name} in {key[0]}, "
                "but resolves that id to another schema"
            )
        self._remember(self._ids, key, schema_id)
        return schema_id

    def _remember(self, cache: dict[Any, Any], key: Any, value: Any) -> None:
        with self._lock:
            if len(cache) >= _CACHE_LIMIT:
                cache.pop(next(iter(cache)))
            cache[key] = value

    def _request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        failure = ""
        for attempt in range(self._settings.attempts):
            if attempt:
                time.sleep(min(2.0, 0.1 * 2**attempt))
            try:
                headers = {"Content-Type": _CONTENT_TYPE} if body is not None else {}
                response = self._http.request(method, path, json=body, headers=headers)
            except httpx.HTTPError as error:
                failure = f"{type(error).__name__}: {error}"
                continue
            if response.status_code < 500 and response.status_code != 429:
                return self._result(method, path, response)
            failure = f"HTTP {response.status_code}"
        raise RegistryError(
            f"the schema registry {self._settings.url} did not answer {method} {path} "
            f"({self._settings.attempts} attempts): {failure}",
            retriable=True,
        )

    def _result(self, method: str, path: str, response: httpx.Response) -> Any:
        status = response.status_code
        if status < 300:
            return response.json()
        what = f"{method} {path}: HTTP {status} {_message(response)}"
        if status in (401, 403):
            raise AuthenticationError(f"the schema registry {self._settings.url} refused the user: {what}")
        if status == 404:
            raise SchemaNotFound(f"the schema registry knows nothing like it: {what}")
        if status in (409, 422):
            raise SchemaMismatch(f"the schema registry refused the schema: {what}")
        raise RegistryError(f"the schema registry {self._settings.url} refused {what}")


def _message(response: httpx.Response) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    return str(body.get("message", ""))[:500] if isinstance(body, dict) else ""
