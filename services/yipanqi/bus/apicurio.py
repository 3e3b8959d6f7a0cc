"""All of a registry's subjects in one request, where the registry is an Apicurio: its own export and import.

A registry that has a thousand subjects costs thousands of requests to fill or to compare over the Confluent API.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from yipanqi.bus.errors import RegistryError

_LOG = logging.getLogger(__name__)
_CONFLUENT_API = re.compile(r"/apis/ccompat/v\d+/?$")
_ADMIN_API = "/apis/registry/v3/admin"
_EXPORT_S = 20.0
_IMPORT_S = 60.0
_DEFAULT_GROUP = (None, "default")
_MANIFEST = re.compile(r"\.Manifest\.json$")
_CONTENT_FILE = re.compile(r"\.Content\.json$")
_ARTIFACT_FILE = re.compile(r"groups/[^/]+/artifacts/.*\.(ArtifactVersion|ArtifactRule)\.json$")


@dataclass(frozen=True, slots=True)
class HeldSubject:
    """A subject as the registry holds it: its usable versions' texts and their ids, and its own compatibility level."""

    ids: Mapping[str, int]
    compatibility: str | None


def admin_address(url: str) -> str | None:
    """Return where Apicurio's export and import are, by the address of its Confluent API; None for other registries."""
    return _CONFLUENT_API.sub(_ADMIN_API, url) if _CONFLUENT_API.search(url) else None


def export(http: httpx.Client, admin: str) -> dict[str, HeldSubject] | None:
    """Return every subject; None when the registry does not hand them out (no such API, no right to it)."""
    answer = _asked(http, "GET", f"{admin}/export")
    if answer.status_code != HTTPStatus.OK:
        return None
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return _subjects(archive)


def fill(http: httpx.Client, admin: str, subjects: Mapping[str, str], level: str) -> bool:
    """Give an empty registry subjects (name → text of its only version), each with a compatibility level.

    Returns False when the registry did not take it: it is not empty, has no such API, gives no right to it, or can't
    read this archive. What it lacks is then registered one by one, which is never wrong.
    """
    before = _asked(http, "GET", f"{admin}/export")
    if before.status_code != HTTPStatus.OK:
        return False
    with zipfile.ZipFile(io.BytesIO(before.content)) as archive:
        manifest = next(_read_all(archive, _MANIFEST))
    answer = _asked(
        http,
        "POST",
        f"{admin}/import",
        _IMPORT_S,
        content=_archive(subjects, level, manifest),
        params={"requireEmptyRegistry": "true"},
        headers={"Content-Type": "application/zip"},
    )
    return answer.is_success


def _asked(http: httpx.Client, method: str, url: str, timeout: float = _EXPORT_S, **more: Any) -> httpx.Response:
    """Ask once: an import that was half heard must not be sent again."""
    try:
        answer = http.request(method, url, timeout=timeout, **more)
    except httpx.HTTPError as error:
        raise RegistryError(
            f"the schema registry did not answer {method} {url}: {type(error).__name__}: {error}", retriable=True
        ) from error
    if answer.is_error:
        _LOG.info("the registry is asked subject by subject", extra={"asked": url, "status": answer.status_code})
    return answer


def _subjects(archive: zipfile.ZipFile) -> dict[str, HeldSubject]:
    hashes = {content["contentId"]: content["contentHash"] for content in _read_all(archive, _CONTENT_FILE)}
    ids: dict[str, dict[str, int]] = {}
    levels: dict[str, str] = {}
    for entity in _read_all(archive, _ARTIFACT_FILE):
        if entity["groupId"] not in _DEFAULT_GROUP:
            continue
        name = entity["artifactId"]
        if entity.get("type") == "COMPATIBILITY":
            levels[name] = entity["configuration"]
        elif entity.get("state") == "ENABLED":
            number = entity["contentId"]
            text = archive.read(f"content/{hashes[number]}.Content.data").decode("utf-8", "replace")
            ids.setdefault(name, {})[text] = number
    return {name: HeldSubject(found, levels.get(name)) for name, found in ids.items()}


def _read_all(archive: zipfile.ZipFile, which: re.Pattern[str]) -> Iterator[dict[str, Any]]:
    for name in archive.namelist():
        if which.search(name):
            yield json.loads(archive.read(name))


def _archive(subjects: Mapping[str, str], level: str, manifest: Mapping[str, Any]) -> bytes:
    """Write what an export of such a registry would hold; a text that many subjects have is in it once."""
    buffer = io.BytesIO()
    numbers = {text: number for number, text in enumerate(dict.fromkeys(subjects.values()), start=1)}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        # Its own, handed back: it names the registry's version, and the registry's time.
        archive.writestr("manifest.Manifest.json", json.dumps(manifest))
        for text, number in numbers.items():
            for name, content in _content(number, text):
                archive.writestr(name, content)
        for number, (subject, text) in enumerate(subjects.items(), start=1):
            made = {"owner": "", "modifiedBy": ""} | dict.fromkeys(("createdOn", "modifiedOn"), manifest["exportedOn"])
            for name, entity in _artifact(subject, number, numbers[text], level, made):
                archive.writestr(f"groups/default/artifacts/{subject}/{name}.json", json.dumps(entity))
    return buffer.getvalue()


def _content(number: int, text: str) -> Iterator[tuple[str, str]]:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    # Of a text whose kind it knows the registry makes the canonical hash itself.
    kind = {"artifactType": "AVRO", "contentType": "application/json"}
    entity = {"contentId": number, "contentHash": digest, "canonicalHash": None, **kind}
    yield f"content/{digest}.Content.json", json.dumps(entity)
    yield f"content/{digest}.Content.data", text


def _artifact(
    subject: str, number: int, content: int, level: str, made: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    whose = {"groupId": None, "artifactId": subject}
    version = {"globalId": number, "version": "1", "versionOrder": 1, "state": "ENABLED", "contentId": content}
    yield "MetaData.Artifact", {**whose, **made, "artifactType": "AVRO"}
    yield "versions/1.ArtifactVersion", {**whose, **made, **version}
    yield "branches/latest.Branch", {**whose, **made, "branchId": "latest", "systemDefined": True, "versions": ["1"]}
    yield "rules/COMPATIBILITY.ArtifactRule", {**whose, "type": "COMPATIBILITY", "configuration": level}
