"""Run as a program by the tests: a district in the foreground whose services are small stand-ins.

Kafka and the registry are real; the services are replaced because this proves how processes are kept, not what they do.
"""

from __future__ import annotations

import sys
from pathlib import Path

from yipanqi.local import commands, supervisor
from yipanqi.local.layout import Layout

STAND_IN = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        if self.path == "/crash": import os; os._exit(3)
    def log_message(self, *a): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[-1])), Handler).serve_forever()
"""


def main() -> None:
    folder = Path(sys.argv[1])
    program = folder.parent / "python-stand-in"
    script = folder.parent / "stand_in.py"
    script.write_text(STAND_IN)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {script} "$@"\n')
    program.chmod(0o755)
    supervisor.sys = type("Sys", (), {"executable": str(program)})  # type: ignore[assignment]
    commands.up(Layout(folder), lambda kafka, registry, secrets: None)


if __name__ == "__main__":
    main()
