"""What the image holds is enough for what runs in it."""

from __future__ import annotations

import subprocess
import sys

from deploy import lock

_SERVICES = ("coordinator", "board", "unit")


def test_the_services_and_the_command_line_do_without_the_packages_that_the_image_leaves_out() -> None:
    program = [f"import sys; sys.modules.update(dict.fromkeys({sorted(lock.LEFT_OUT)!r}))", "import yipanqi.cli"]
    program += [f"import yipanqi.{service}.main" for service in _SERVICES]
    program += ["import yipanqi.cluster.commands"]
    done = subprocess.run([sys.executable, "-c", "\n".join(program)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
