"""An engine and a server that stand where vLLM would: same calls and the same wire format, sampling by `generate`.

Wire format: TRL's VLLMClient (trl/generation/vllm_client.py, 1.13) against `vllm serve`: GET /health, /v1/models; POST
/v1/completions with token ids in and out, prompt-major.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import torch

Complete = Callable[[dict[str, Any]], list[list[int]]]


class WeightedEngine:
    """Keeps a copy of the weights as of the last sync and samples with that copy, as vLLM does in its own memory."""

    made: list[WeightedEngine] = []

    def __init__(self, model: Any, max_completion_length: int, **settings: Any) -> None:
        self.mode, self.settings = settings["mode"], settings
        self.vllm_client = self
        self.llm = None
        self._model, self._budget = model, max_completion_length
        self._weights: dict[str, torch.Tensor] | None = None
        self.syncs = 0
        self.stale: list[str] = []
        self.calls: list[str] = []
        WeightedEngine.made.append(self)

    def sync_weights(self) -> None:
        self.syncs += 1
        self._weights = {name: value.detach().clone() for name, value in self._model.state_dict().items()}

    def generate(self, prompts: list[list[int]], **settings: Any) -> Any:
        """Both of TRL's: VLLMGeneration.generate for responses, VLLMClient.generate for continuations."""
        kind = "continuations" if "max_tokens" in settings else "responses"
        self.calls.append(kind)
        self._check(kind)
        rows = [self._draw(ids, int(settings.get("max_tokens", self._budget))) for ids in prompts]
        logprobs = [[[-1.0] for _ in row] for row in rows]
        if kind == "responses":
            return prompts, rows, logprobs, None
        return {"prompt_ids": prompts, "completion_ids": rows, "logprobs": logprobs, "logprob_token_ids": None}

    def _check(self, kind: str) -> None:
        """Whether the engine has the weights that are being trained."""
        held = self._weights or {}
        current = self._model.state_dict()
        if not held or any(not torch.equal(held[name], value) for name, value in current.items()):
            self.stale.append(kind)

    def _draw(self, ids: list[int], budget: int) -> list[int]:
        with torch.no_grad():
            output = self._model.generate(
                input_ids=torch.tensor([ids]),
                attention_mask=torch.ones(1, len(ids)),
                max_new_tokens=budget,
                do_sample=True,
            )
        return [int(token) for token in output[0, len(ids) :]]


class CompletionServer:
    """A loopback server that answers as `vllm serve` does; `requests` holds the bodies it was sent."""

    def __init__(self, complete: Complete) -> None:
        received: list[dict[str, Any]] = []
        self.requests = received

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer({"data": [{"id": "the-model"}]} if self.path == "/v1/models" else {})

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                received.append(body)
                choices = [
                    {
                        "prompt_token_ids": prompt,
                        "token_ids": row,
                        "logprobs": {
                            "tokens": [f"token_id:{t}" for t in row],
                            "token_logprobs": [-0.5] * len(row),
                            "top_logprobs": [{f"token_id:{t}": -0.5} for t in row],
                        },
                    }
                    for prompt, row in zip(body["prompt"], complete(body), strict=True)
                ]
                self._answer({"choices": choices})

            def _answer(self, value: dict[str, Any]) -> None:
                data = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self) -> None:
        self._server.serve_forever()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
