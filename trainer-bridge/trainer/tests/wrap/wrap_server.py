"""A real HTTP server on loopback that takes wrapped runs and their events, as Stepwell's own does."""

from __future__ import annotations

import gzip
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.client.contract import violations

_PATH = re.compile(r"^/api/v1/(wrapped-runs|runs)/(run_[0-9a-z]{16})(/heartbeat|/end|/events)?$")


class WrapServer:
    """Keeps starts, ends and events by (stream, seq). `away`: closes every connection. `order`: of heartbeats."""

    def __init__(self) -> None:
        self.away = False
        self.order = "go-on"
        self.refusal: int | None = None
        self.operator_token = ""
        self.starts: dict[str, dict] = {}
        self.heartbeats = 0
        self.ends: dict[str, dict] = {}
        self.events: dict[str, dict[int, dict]] = {}
        self.invalid: list[str] = []
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def of(self, kind: str) -> list[dict]:
        """Events of a kind in order, of the one attempt there was."""
        with self._lock:
            found = [stored for stream, stored in self.events.items() if stream.endswith(f"/{kind}")]
            assert len(found) <= 1
            return [event for _, event in sorted(found[0].items())] if found else []

    def answer(self, method: str, path: str, token: str, body: bytes) -> tuple[int, dict]:
        """Status and body of an answer."""
        match = _PATH.match(path)
        if not match:
            return 404, {"detail": path}
        run_id, what = match[2], match[3] or ""
        with self._lock:
            if method == "PUT" and not what:
                return self._start(run_id, token, json.loads(body))
            known = self.starts.get(run_id)
            if known is None or token != f"Bearer {known['token']}":
                return 401, {"detail": "no valid token"}
            if what == "/events":
                return 200, self._store(json.loads(gzip.decompress(body)))
            if what == "/end":
                self.ends[run_id] = json.loads(body)
                return 200, {"runId": run_id, "status": "succeeded"}
            self.heartbeats += 1
            return 200, {"order": self.order}

    def _start(self, run_id: str, token: str, body: dict) -> tuple[int, dict]:
        if self.refusal is not None:
            return self.refusal, {"detail": "it still runs on laptop"}
        if self.operator_token and token != f"Bearer {self.operator_token}":
            return 401, {"detail": "sign in"}
        self.starts[run_id] = body
        return 200, {"runId": run_id}

    def _store(self, batch: dict) -> dict:
        known = self.events.setdefault(batch["stream"], {})
        fresh = [event for event in batch["events"] if event["seq"] not in known]
        known.update({event["seq"]: event for event in fresh})
        self.invalid += violations(batch)
        return {"accepted": len(fresh), "duplicates": len(batch["events"]) - len(fresh), "stop": False}


def _handler(server: WrapServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_PUT(self) -> None:
            self._take("PUT")

        def do_POST(self) -> None:
            self._take("POST")

        def _take(self, method: str) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if server.away:
                self.close_connection = True
                self.connection.close()
                return
            status, said = server.answer(method, self.path, self.headers.get("Authorization", ""), body)
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler
