"""What connect-info tells a unit's own client, and what it never tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from yipanqi.bus.errors import ConfigurationError
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.cluster.connect_info import ConnectInfo, connect_info
from yipanqi.cluster.connect_text import JAVA, KCAT, NODE, PROPERTIES, client_example, connect_text
from yipanqi.contract.catalog import product_catalog

KAFKA = KafkaSettings(bootstrap="127.0.0.1:9092", user="admin", password=SecretStr("the-admins-password"))
REGISTRY = RegistrySettings(url="http://reader:registry-password@127.0.0.1:8081/apis/ccompat/v7/")


def info(unit: str = "soe-2", kafka: KafkaSettings = KAFKA) -> ConnectInfo:
    return connect_info(unit, kafka, REGISTRY, Path("/run/secrets/soe-2"), product_catalog())


def test_it_names_the_units_topics_groups_and_user() -> None:
    found = info()
    assert (found.user, found.write_topic, found.group_prefix) == ("soe-2", "intake.soe-2", "soe-2.")
    assert "board.project" in found.read_topics
    assert "state.project" not in found.read_topics
    assert "state.project" in info("commerce").read_topics
    assert found.source == "urn:yipanqi:soe-2"


def test_no_password_is_in_the_text_only_where_it_is() -> None:
    text = connect_text(info())
    assert "the-admins-password" not in text
    assert "registry-password" not in text
    assert "/run/secrets/soe-2" in text


@pytest.mark.parametrize("name", [KCAT, PROPERTIES, JAVA, NODE])
def test_every_example_is_filled_in_completely(name: str) -> None:
    example = client_example(info(), name)
    for left in ("@unit@", "@user@", "@bootstrap@", "@registry_url@", "@password_file@", "@write_topic@"):
        assert left not in example
    assert "/run/secrets/soe-2" in example or name == PROPERTIES


def test_with_tls_every_example_names_the_ca() -> None:
    tls = KAFKA.model_copy(update={"security": Security.SASL_SSL, "ca_file": Path("/etc/yipanqi/ca.pem")})
    for name in (KCAT, PROPERTIES, NODE):
        assert "/etc/yipanqi/ca.pem" in client_example(info(kafka=tls), name)
    assert "ssl: false" in client_example(info(), NODE)


def test_an_unknown_unit_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ConfigurationError, match="snd-group"):
        info("nobody")
