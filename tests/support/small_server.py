"""`python small_server.py PORT [MODE]`: stands in for one of the servers in tests of what supervises them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SLEEPER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def main(port: int, mode: str) -> None:
    print(f"small server on {port}", flush=True)
    if mode == "dies":
        sys.exit(3)
    if mode == "last-words":
        print("these are my last words", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    if mode == "never-ready":
        time.sleep(600)
    if mode == "hangs":  # it and its child ignore being asked to end
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", SLEEPER])
    HTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
