"""A real JupyterLab server for the browser tests: its own folders, its own port, nothing of the user's."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path


class Server:
    """`jupyter lab` on the loopback interface, serving one folder."""

    def __init__(self, folder: Path, cache: Path) -> None:
        """Start it and wait until it answers.

        Args:
            folder: Where its notebooks, settings and run-time files go.
            cache: The folder of `PYRUST_CACHE`, handed on to the kernels.
        """
        self.root = folder / "root"
        self.settings = folder / "settings"
        for name in ("root", "settings", "config", "data", "runtime", "workspaces", "ipython"):
            (folder / name).mkdir(parents=True)
        # news and extension look-ups would go to the network
        self.set(
            "apputils-extension/notification",
            {"checkForUpdates": False, "doNotDisturbMode": True, "fetchNews": "false"},
        )
        self.set("extensionmanager-extension/plugin", {"enabled": False})
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "JUPYTER_PLATFORM_DIRS": "1",
            "IPYTHONDIR": str(folder / "ipython"),
            "PYRUST_CACHE": str(cache),
        }
        self.log = folder / "server.log"
        command = [
            sys.executable,
            "-m",
            "jupyter",
            "lab",
            "--no-browser",
            "--allow-root",
            f"--port={port}",
            "--port-retries=0",
        ]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.root_dir": str(self.root),
            "IdentityProvider.token": "",
            "ServerApp.disable_check_xsrf": "True",
            "LabApp.extension_manager": "readonly",
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, *(f"--{name}={value}" for name, value in options.items())],
                env=environment,
                cwd=self.root,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait(60)

    def set(self, plugin: str, values: dict[str, object], scope: str = "@jupyterlab") -> None:
        """Store a user setting; pages opened from then on follow it."""
        path = self.settings / scope / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def request(self, method: str, path: str) -> object:
        """One call of the server's REST interface; None when it answers with nothing."""
        call = urllib.request.Request(self.url + path, method=method)
        with urllib.request.urlopen(call, timeout=10) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def close_sessions(self) -> None:
        """End every kernel and forget its session."""
        for session in self.request("GET", "/api/sessions"):
            self.request("DELETE", f"/api/sessions/{session['id']}")

    def stop(self) -> None:
        """End the server, and with it its kernels."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(5)

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                self.request("GET", "/api/status")
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"jupyter lab did not start:\n{self.log.read_text()[-3000:]}")
