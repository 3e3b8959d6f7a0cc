"""What `yipanqi catalog show|plan|apply` do, for the command line and for `yipanqi up`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import SecretStr
from rich.console import RenderableType

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.registry import SchemaRegistry
from yipanqi.bus.settings import KafkaSettings, RegistrySettings
from yipanqi.cluster.actual import read_actual
from yipanqi.cluster.apply import apply
from yipanqi.cluster.desired import Desired, Overrides, desired
from yipanqi.cluster.plan import Plan, plan
from yipanqi.cluster.render import render_catalog
from yipanqi.contract.catalog import Catalog, product_catalog
from yipanqi.contract.schemas import product_schemas


def product_desired(overrides: Overrides | None = None, catalog: Catalog | None = None) -> Desired:
    """Return what the product's own contract asks of a cluster."""
    return desired(catalog or product_catalog(), product_schemas(), overrides)


def catalog_show(overrides: Overrides | None = None) -> RenderableType:
    """Return the catalogue as tables; asks no server."""
    return render_catalog(product_catalog(), product_desired(overrides))


def catalog_plan(
    kafka: KafkaSettings,
    registry: RegistrySettings,
    *,
    overrides: Overrides | None = None,
    rotate: Collection[str] = (),
    catalog: Catalog | None = None,
) -> Plan:
    """Return what differs; changes nothing. `kafka` holds an administrator's user.

    Raises:
        YipanqiError: a server can't be reached or refuses the user.
    """
    wanted = product_desired(overrides, catalog)
    with ClusterAdmin(kafka) as admin, SchemaRegistry(registry) as schemas:
        return plan(wanted, read_actual(admin, schemas, wanted), rotate=rotate)


def catalog_apply(
    kafka: KafkaSettings,
    registry: RegistrySettings,
    passwords: Mapping[str, SecretStr],
    *,
    overrides: Overrides | None = None,
    rotate: Collection[str] = (),
    catalog: Catalog | None = None,
) -> Plan:
    """Bring the cluster and the registry to the catalogue; return the plan that was carried out.

    `passwords` holds one per user that may have to be made, and of those in `rotate`.

    Raises:
        ConfigurationError: a difference is blocked, or a password is missing; nothing was changed.
        YipanqiError: a server can't be reached or refused a change.
    """
    wanted = product_desired(overrides, catalog)
    with ClusterAdmin(kafka) as admin, SchemaRegistry(registry) as schemas:
        chosen = plan(wanted, read_actual(admin, schemas, wanted), rotate=rotate)
        apply(chosen, wanted, admin, schemas, passwords)
    return chosen


def plan_as_json(plan: Plan) -> str:
    """Return a plan as JSON, one object per change, for other programs."""
    rows = [{"action": c.action, "kind": c.kind, "name": c.name, "detail": c.detail} for c in plan.changes]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def passwords_in(folder: Path) -> dict[str, SecretStr]:
    """Return the passwords in a folder of secrets: file name → content, as containers and Kubernetes mount them."""
    return {
        path.name: SecretStr(path.read_text(encoding="utf-8").strip())
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(".")
    }
