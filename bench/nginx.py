"""nginx beside the benches: one worker that serves one file, which is as fast as files are served."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measuring import program
from bench.place import free_port
from bench.serving import running

_CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {folder}; default_type text/calendar; }}
}}
"""


@contextmanager
def nginx(body: bytes) -> Iterator[int]:
    """The port on which nginx serves these octets as /feed."""
    port = free_port()
    with TemporaryDirectory(prefix="bench-nginx-") as name:
        folder = Path(name)
        # Its worker may run as another user.
        os.chmod(folder, 0o755)
        (folder / "feed").write_bytes(body)
        configuration = folder / "nginx.conf"
        configuration.write_text(_CONFIGURATION.format(folder=folder, port=port))
        with running([program("nginx") or "nginx", "-c", str(configuration)], port, {}):
            yield port
