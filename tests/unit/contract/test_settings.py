"""The settings: what the file says is what the rules get, and a mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from yipanqi.bus.errors import ConfigurationError
from yipanqi.contract.files import schemas_folder
from yipanqi.contract.settings import load_defaults, product_defaults, product_sections
from yipanqi.defaults import DEFAULTS

FILE = (schemas_folder() / "settings.yaml").read_text(encoding="utf-8")


def changed(folder: Path, old: str, new: str) -> Path:
    assert old in FILE
    (folder / "settings.yaml").write_text(FILE.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_file_of_the_product_says_what_the_code_has_without_it() -> None:
    assert product_defaults() == DEFAULTS


def test_a_district_sets_its_own_value(tmp_path: Path) -> None:
    own = load_defaults(changed(tmp_path, "protection_days: {value: 90", "protection_days: {value: 120"))
    assert own.claims.protection_days == 120
    assert own.claims.extension_days == DEFAULTS.claims.extension_days


def test_each_setting_is_shown_with_both_languages_and_its_source() -> None:
    shown = [setting.as_json() for section in product_sections().values() for setting in section.settings.values()]
    assert all(s["zh"] and s["en"] and s["unit"] and s["source"]["zh"] for s in shown)
    land = product_sections()["alerts"].settings["land_days"].as_json()
    assert land["policy"]
    assert "闲置土地处置办法" in land["source"]["zh"]
    ours = product_sections()["claims"].settings["protection_days"].as_json()
    assert (ours["policy"], ours["source"]["en"]) == (False, "default of ours, not policy")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("protection_days:", "protection_day:", "claims.protection_day"),
        ("protection_days: {value: 90", "protection_days: {value: soon", "claims.protection_days"),
        ("claims:\n", "claim:\n", "claim"),
        ('INVESTMENT: "0.3"', 'INVESTMENT: "0.4"', "evaluation.weights"),
        ("unit: working-day", "unit: fortnight", "unit"),
        ("claims:\n", "claims: [\n", "settings.yaml"),
    ],
    ids=["misspelt", "wrong kind", "no such section", "weights off", "no such unit", "no YAML"],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_defaults(changed(tmp_path, old, new))
