"""`python -m yipanqi.local.pin`: resolve Kafka's and the registry's files anew and write `pins.json`."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from jgo.maven import MavenContext
from jgo.parse import Endpoint

from yipanqi.local.artifacts import Pin, sha256_of

# jgo reads every coordinate as a bill of materials; the trailing "!" keeps log4j's from pulling an older Kafka.
KAFKA = "org.apache.kafka:kafka_2.13:4.4.0+org.apache.logging.log4j:log4j-slf4j-impl:2.25.5!"
REGISTRY = ("io.apicurio", "apicurio-registry-app", "3.3.3", "all", "tar.gz")
_RUNTIME_SCOPES = ("compile", "runtime")


def resolve_kafka(context: MavenContext) -> list[Any]:
    """The artifacts that a broker needs on its class path, resolved from their POMs."""
    coordinates = Endpoint.parse(KAFKA).coordinates
    wanted = [context.create_dependency(replace(c, scope=c.scope or "compile")) for c in coordinates]
    inputs, transitive = context.resolver.resolve(wanted)
    return [d.artifact for d in inputs] + [d.artifact for d in transitive if d.scope in _RUNTIME_SCOPES]


def pin(artifact: Any) -> Pin:
    """Fetch one artifact and write down what it is."""
    path: Path = artifact.resolve()
    return Pin(
        group=artifact.groupId,
        artifact=artifact.artifactId,
        version=artifact.version,
        sha256=sha256_of(path),
        size=path.stat().st_size,
        classifier=artifact.classifier or "",
        packaging=artifact.packaging,
    )


def main() -> None:
    """Resolve in an empty repository, so that nothing of this machine gets into the list."""
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder), timeout=60)
        group, name, version, classifier, packaging = REGISTRY
        registry = context.project(group, name).at_version(version).artifact(classifier, packaging)
        pins = {"kafka": [pin(a) for a in resolve_kafka(context)], "registry": [pin(registry)]}
    lines = {key: [asdict(one) for one in value] for key, value in pins.items()}
    Path(__file__).with_name("pins.json").write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
