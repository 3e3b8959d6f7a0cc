"""TLS: with the right authority everything works, with another one nothing does, and the message says which."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.cluster import TopicPartition, TopicSpec
from yipanqi.bus.errors import AuthenticationError, BrokerUnavailable
from yipanqi.bus.restore import read_range
from yipanqi.bus.settings import KafkaSettings, Security
from yipanqi.bus.transaction import PackedSink
from yipanqi.local.kafka import LocalKafka
from yipanqi.local.ports import free_port


def _authority(folder: Path, name: str, openssl: Path) -> tuple[Path, Path]:
    """Make an authority and, signed by it, the key and certificate of a broker on the loopback address."""

    def run(*arguments: str) -> None:
        subprocess.run([str(openssl), *arguments], check=True, capture_output=True)

    ca_key, ca = folder / f"{name}.key", folder / f"{name}.pem"
    key, request, certificate = (folder / f"{name}-broker.{ending}" for ending in ("key", "csr", "crt"))
    extensions = folder / f"{name}.ext"
    extensions.write_text("subjectAltName=IP:127.0.0.1\n", encoding="ascii")
    new = ("-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}")
    run("req", "-x509", *new, "-keyout", str(ca_key), "-out", str(ca), "-days", "2")
    run("req", *new, "-keyout", str(key), "-out", str(request))
    signed = ("-CA", str(ca), "-CAkey", str(ca_key), "-CAcreateserial", "-extfile", str(extensions), "-days", "2")
    run("x509", "-req", "-in", str(request), "-out", str(certificate), *signed)
    both = folder / f"{name}-keystore.pem"
    both.write_bytes(key.read_bytes() + certificate.read_bytes() + ca.read_bytes())
    return ca, both


@pytest.fixture(scope="module")
def tls(
    tmp_path_factory: pytest.TempPathFactory, need_program: Callable[..., Path]
) -> Iterator[tuple[KafkaSettings, Path]]:
    """Settings for a TLS listener of a broker of these tests' own, and a stranger's authority."""
    openssl = need_program("openssl", package="openssl")
    tmp_path = tmp_path_factory.mktemp("tls")
    own_kafka = LocalKafka(tmp_path / "own-kafka")
    own_kafka.start()
    own_kafka.wait_ready()
    ca, keystore = _authority(tmp_path, "district", openssl)
    stranger, _ = _authority(tmp_path, "stranger", openssl)
    port = free_port(0)
    properties = tmp_path / "own-kafka" / "server.properties"
    own_kafka.stop()
    lines = []
    for line in properties.read_text(encoding="utf-8").splitlines():
        name = line.partition("=")[0]
        if name in ("listeners", "advertised.listeners"):
            line += f",TLS://127.0.0.1:{port}"
        if name == "listener.security.protocol.map":
            line += ",TLS:SASL_SSL"
        lines.append(line)
    lines += [
        "listener.name.tls.ssl.keystore.type=PEM",
        f"listener.name.tls.ssl.keystore.location={keystore}",
        "listener.name.tls.scram-sha-512.sasl.jaas.config="
        "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    ]
    properties.write_text("\n".join(lines) + "\n", encoding="utf-8")
    own_kafka.start()
    own_kafka.wait_ready()
    plain = own_kafka.admin_settings()
    changed = {"bootstrap": f"127.0.0.1:{port}", "security": Security.SASL_SSL, "ca_file": ca}
    yield plain.model_copy(update=changed), stranger
    own_kafka.close()


def test_administration_transactions_and_reading_work_over_tls(tls: tuple[KafkaSettings, Path]) -> None:
    settings, _ = tls
    with ClusterAdmin(settings) as admin:
        admin.create_topics([TopicSpec("safe", 1)])
    sink = PackedSink(settings, "tls-1")
    sink.begin()
    sink.send("safe", 0, b"k", b"v")
    sink.commit({}, None)
    sink.close()
    assert [record.value for record in read_range(settings, [TopicPartition("safe", 0)])] == [b"v"]


def test_a_broker_that_a_stranger_vouches_for_is_not_spoken_to(tls: tuple[KafkaSettings, Path]) -> None:
    settings, stranger = tls
    with pytest.raises(BrokerUnavailable, match=r"(?i)certificate"):
        ClusterAdmin(settings.model_copy(update={"ca_file": stranger}))


def test_a_wrong_password_is_named_over_tls_too(tls: tuple[KafkaSettings, Path]) -> None:
    settings, _ = tls
    with pytest.raises(AuthenticationError):
        ClusterAdmin(settings.model_copy(update={"password": settings.password.__class__("wrong")}))
