"""An OpenAI-compatible chat server on loopback: a real model answers, or a script misbehaves."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Messages = list[dict[str, str]]


@dataclass(frozen=True)
class Raw:
    """An answer as it goes over the wire."""

    status: int
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hangup:
    """No answer: the connection is closed."""


Reply = Callable[[Messages], "tuple[str, str] | Raw | Hangup"]


class ModelReply:
    """Loads a model folder and generates greedily, one request at a time: (text, finish reason)."""

    def __init__(self, folder: Path) -> None:
        from stepwell_trainer.model.loading import load_model
        from stepwell_trainer.sampling.generate import GenerateSampler

        self._loaded = load_model(folder)
        self._sampler = GenerateSampler(self._loaded)
        self._lock = threading.Lock()

    def __call__(self, messages: Messages) -> tuple[str, str]:
        from stepwell_trainer.sampling.sampler import Decoding, Request

        tokenizer = self._loaded.tokenizer
        prompt = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        ids = tuple(tokenizer.encode(prompt, add_special_tokens=False))
        with self._lock:
            [sampled] = self._sampler.sample([Request(ids, 80)], Decoding(temperature=0))
        kept = [i for i in sampled.ids if i != tokenizer.eos_token_id]
        return tokenizer.decode(kept), sampled.finish_reason


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that gave up is what some tests are about."""


class OpenAiServer:
    """POST /v1/chat/completions. `requests` holds (headers, body) of each."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply
        self.requests: list[tuple[dict[str, str], dict]] = []
        self._http = _QuietServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def _handler(server: OpenAiServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append((dict(self.headers), body))
            if self.path != "/v1/chat/completions":
                self.answer(Raw(404))
                return
            reply = server.reply(body["messages"])
            if isinstance(reply, Hangup):
                self.close_connection = True
                self.connection.close()
            else:
                self.answer(reply if isinstance(reply, Raw) else Raw(200, completion(*reply)))

        def answer(self, raw: Raw) -> None:
            self.send_response(raw.status)
            for name, value in {"Content-Length": str(len(raw.body)), **raw.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw.body)

    return Handler


def completion(text: str, finish_reason: str) -> bytes:
    """A chat completion with one choice."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": finish_reason}
    return json.dumps({"id": "c", "object": "chat.completion", "choices": [choice]}).encode()
