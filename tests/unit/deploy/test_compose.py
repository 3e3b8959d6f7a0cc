"""The containers' ports, variables, users, secrets and paths are those that the services really have."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from yipanqi import cli
from yipanqi.board.settings import BoardSettings
from yipanqi.cluster.desired import SERVICES
from yipanqi.contract.catalog import product_catalog
from yipanqi.coordinator.settings import CoordinatorSettings
from yipanqi.unit.settings import UnitSettings
from yipanqi.watch.settings import WatchSettings

_OURS = "yipanqi/services"
_PORT = "8000"
_VARIABLE = re.compile(r"\bYIPANQI_[A-Z_]*[A-Z]\b")


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "deploy" / "compose"


@pytest.fixture(scope="module")
def compose(folder: Path) -> dict[str, Any]:
    return yaml.safe_load((folder / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ours(compose: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in compose["services"].items() if one["image"].startswith(_OURS)}


@pytest.fixture(scope="module")
def served(ours: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in ours.items() if one.get("command", [""])[0] == "serve"}


@pytest.fixture
def secrets(folder: Path, tmp_path: Path) -> Path:
    subprocess.run([folder / "make-secrets.sh", tmp_path / "secrets"], check=True, capture_output=True)
    return tmp_path / "secrets"


def _environment(service: dict[str, Any], secrets: Path) -> dict[str, str]:
    """The service's variables, with its secrets where this test has them."""
    return {key: value.replace("/run/secrets", str(secrets)) for key, value in service["environment"].items()}


def test_every_image_is_pinned_to_an_exact_version(compose: dict[str, Any], root: Path) -> None:
    images = [one["image"] for one in compose["services"].values()]
    images += re.findall(r"^ARG PYTHON=(\S+)$", (root / "deploy/Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    for image in images:
        assert re.fullmatch(r"[a-z/-]+:v?\d+\.\d+\.\d+(-[a-z0-9-]+)?", image), image


def test_the_broker_and_the_registry_are_the_versions_that_all_tests_run_on(
    compose: dict[str, Any], root: Path
) -> None:
    pins = json.loads((root / "services/yipanqi/local/pins.json").read_text(encoding="utf-8"))
    versions = {pin["artifact"]: pin["version"] for part in pins.values() for pin in part}
    assert compose["services"]["kafka"]["image"] == f"apache/kafka:{versions['kafka_2.13']}"
    assert compose["services"]["registry"]["image"].endswith(f":{versions['apicurio-registry-app']}")


def test_our_image_carries_the_products_version(ours: dict[str, dict[str, Any]], root: Path) -> None:
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {one["image"] for one in ours.values()} == {f"{_OURS}:{version}"}


def test_every_unit_of_the_catalogue_has_its_service(served: dict[str, dict[str, Any]]) -> None:
    units = {one["command"][3] for one in served.values() if one["command"][1] == "unit"}
    assert units == set(product_catalog().units)


def test_every_command_is_one_of_the_command_line(ours: dict[str, dict[str, Any]]) -> None:
    root = typer.main.get_command(cli.app)
    for name, one in ours.items():
        if "command" not in one:
            continue
        command, rest = root, list(one["command"])
        while hasattr(command, "commands"):
            assert rest[0] in command.commands, f"{name}: yipanqi {' '.join(one['command'])}"
            command = command.commands[rest.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in rest if word.startswith("--")} <= known, f"{name}: {sorted(known)}"


def test_every_variable_that_is_set_is_read_somewhere(compose: dict[str, Any], root: Path) -> None:
    read: set[str] = set()
    for file in (root / "services/yipanqi").rglob("*.py"):
        read |= set(_VARIABLE.findall(file.read_text(encoding="utf-8")))
    # secret_from_env reads a variable or the file that <variable>_FILE names.
    read |= {f"{name}_FILE" for name in read if name.endswith(("PASSWORD", "SECRET"))}
    given = {key for one in compose["services"].values() for key in one.get("environment", {})}
    dockerfile = (root / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert {name for name in given if name.startswith("YIPANQI_")} | set(_VARIABLE.findall(dockerfile)) <= read


def test_the_services_start_with_these_variables(served: dict[str, dict[str, Any]], secrets: Path) -> None:
    for name, one in served.items():
        env = {"YIPANQI_HOME": "/var/lib/yipanqi"} | _environment(one, secrets)
        kind, settings = one["command"][1], None
        if kind == "coordinator":
            settings = CoordinatorSettings.from_env(env)
        elif kind == "board":
            settings = BoardSettings.from_env(env)
        elif kind == "watch":
            settings = WatchSettings.from_env(env)
        else:
            unit = one["command"][3]
            settings = UnitSettings.from_env(unit, int(_PORT), product_catalog(), env)
            assert settings.kafka.user == unit
            assert name == f"unit-{unit}"
        assert settings.host == "0.0.0.0"
        assert settings.kafka.password is not None
        assert settings.kafka.bootstrap == "kafka:9092"
        assert settings.kafka.user == (kind if kind != "unit" else one["command"][3])


def test_no_secret_stands_in_the_environment(compose: dict[str, Any]) -> None:
    for name, one in compose["services"].items():
        for key in one.get("environment", {}):
            if re.search("PASSWORD|SECRET|TOKEN|_KEY", key):
                assert key.endswith("_FILE"), f"{name}: {key}"


def test_a_service_gets_the_secrets_that_its_variables_name_and_no_others(
    compose: dict[str, Any], served: dict[str, dict[str, Any]]
) -> None:
    for name, one in served.items():
        files = {value for key, value in one["environment"].items() if key.endswith("_FILE")}
        assert files == {f"/run/secrets/{secret}" for secret in one["secrets"]}, name
    declared = {one: entry["file"] for one, entry in compose["secrets"].items()}
    assert declared == {one: f"./secrets/{one}" for one in declared}


def test_the_catalogue_is_applied_with_the_password_of_every_user(ours: dict[str, dict[str, Any]]) -> None:
    users = {*product_catalog().units, *SERVICES}
    assert set(ours["catalog"]["secrets"]) == users | {"admin"}


def test_every_declared_secret_is_made_and_the_folder_keeps_others_out(compose: dict[str, Any], secrets: Path) -> None:
    made = {file.name: file.read_text(encoding="utf-8") for file in secrets.iterdir()}
    assert made.keys() == compose["secrets"].keys()
    assert all(re.fullmatch(r"[A-Za-z0-9]{32}", password) for password in made.values())
    assert len(set(made.values())) == len(made)
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o700


def test_making_secrets_again_keeps_those_there_are(folder: Path, secrets: Path) -> None:
    before = {file.name: file.read_text(encoding="utf-8") for file in secrets.iterdir()}
    (secrets / "zone").unlink()
    subprocess.run([folder / "make-secrets.sh", secrets], check=True, capture_output=True)
    after = {file.name: file.read_text(encoding="utf-8") for file in secrets.iterdir()}
    assert after.keys() == before.keys()
    assert {name for name in after if after[name] != before[name]} == {"zone"}


def test_git_ignores_the_secrets(folder: Path) -> None:
    assert "secrets/" in (folder / ".gitignore").read_text(encoding="utf-8").split()


def test_only_the_board_and_grafana_can_be_reached_and_only_from_this_machine(compose: dict[str, Any]) -> None:
    published = {name: one["ports"] for name, one in compose["services"].items() if "ports" in one}
    assert published.keys() == {"board", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    outside = {name for name, one in compose["services"].items() if one["networks"] != ["bus"]}
    assert outside == published.keys()
    assert compose["networks"]["bus"] == {"internal": True}


def test_our_services_listen_where_the_probes_and_prometheus_look(
    served: dict[str, dict[str, Any]], folder: Path, root: Path
) -> None:
    targets = json.loads((folder / "targets.json").read_text(encoding="utf-8"))
    assert {entry["targets"][0] for entry in targets} == {f"{name}:{_PORT}" for name in served}
    for entry in targets:
        command = served[entry["targets"][0].partition(":")[0]]["command"]
        assert entry["labels"]["service"] == command[1]
        assert entry["labels"].get("unit") == (command[3] if command[1] == "unit" else None)
    for one in served.values():
        assert one["command"][-2:] == ["--port", _PORT]
        assert f"127.0.0.1:{_PORT}/health/ready" in one["healthcheck"]["test"][-1]
    dockerfile = (root / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert f"127.0.0.1:{_PORT}/health/live" in dockerfile
    assert f"EXPOSE {_PORT}" in dockerfile


def test_no_container_of_ours_runs_as_root_or_writes_outside_its_volumes(
    ours: dict[str, dict[str, Any]], root: Path
) -> None:
    dockerfile = (root / "deploy/Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)
    for name, one in ours.items():
        assert one["user"].startswith("10001:"), name
        assert one["read_only"] is True, name


def test_every_container_is_limited_and_has_no_privileges(compose: dict[str, Any]) -> None:
    for name, one in compose["services"].items():
        assert one["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in one["security_opt"], name
        assert one["deploy"]["resources"]["limits"].keys() >= {"cpus", "memory", "pids"}, name
        assert "healthcheck" in one, name


def test_what_is_mounted_is_there(compose: dict[str, Any], folder: Path) -> None:
    for name, one in compose["services"].items():
        for volume in one.get("volumes", []):
            source = volume.partition(":")[0]
            if source.startswith("."):
                assert (folder / source).exists(), f"{name}: {source}"
                assert volume.endswith(":ro"), f"{name}: {source}"
            else:
                assert source in compose["volumes"], f"{name}: {source}"


def test_the_dashboards_lie_where_the_provider_looks(compose: dict[str, Any], root: Path) -> None:
    provider = (root / "deploy/grafana/provisioning/dashboards/yipanqi.yml").read_text(encoding="utf-8")
    looked_at = yaml.safe_load(provider)["providers"][0]["options"]["path"]
    grafana = compose["services"]["grafana"]
    assert f"../grafana/dashboards:{looked_at}:ro" in grafana["volumes"]
    home = grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert (root / "deploy/grafana/dashboards" / Path(home).name).is_file()
    assert home.startswith(f"{looked_at}/")


def test_docker_compose_accepts_the_file(folder: Path) -> None:
    command = _compose_command()
    if command is None:
        pytest.skip("needs docker-compose: apt-get install docker-compose-v2 (or see deploy/compose/README.md)")
    done = subprocess.run([*command, "config", "--quiet"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _compose_command() -> list[str] | None:
    if found := shutil.which("docker-compose"):
        return [found]
    if docker := shutil.which("docker"):
        asked = subprocess.run([docker, "compose", "version"], capture_output=True)
        if asked.returncode == 0:
            return [docker, "compose"]
    return None
