"""Where the contract's files are: inside an installed wheel, or at the top of the repository."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).with_name("schemas")
_REPOSITORY = Path(__file__).resolve().parents[3] / "schemas"


def schemas_folder() -> Path:
    """Return the folder of the contract.

    Raises:
        FileNotFoundError: when the package was installed without its data.
    """
    for folder in (_PACKAGED, _REPOSITORY):
        if (folder / "catalog.yaml").is_file():
            return folder
    raise FileNotFoundError(
        f"the contract (catalog.yaml) is neither in {_PACKAGED} nor in {_REPOSITORY}: reinstall yipanqi"
    )
