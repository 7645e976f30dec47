"""A tiny model that has learned a handful of traces by heart, written to disk like any Hugging Face model."""

from __future__ import annotations

from pathlib import Path

from stepwell_trainer.model.tiny_model import tiny_model
from stepwell_trainer.model.tiny_tokenizer import tiny_tokenizer
from stepwell_trainer.rewrite.trace_text import compose
from stepwell_trainer.tasks.chain_sum import ChainSum
from stepwell_trainer.tasks.item import Item

# The instruction in the system message is longer than the tiny model's context, so its template leaves it out.
USER_ONLY = "{% for m in messages %}{% if m['role'] == 'user' %}{{ m['content'] }}{% endif %}{% endfor %}"


def questions() -> list[Item]:
    """The questions the model knows."""
    return ChainSum().generate("in-distribution", 11, 6)


def save_taught_model(folder: Path) -> Path:
    """Overfits the tiny model until greedy decoding gives every trace; seconds on one core."""
    import torch

    tokenizer = tiny_tokenizer()
    tokenizer.chat_template = USER_ONLY
    model = tiny_model(tokenizer, seed=3)
    prompts = [tokenizer.encode(item.prompt) for item in questions()]
    responses = [[*tokenizer.encode(compose(*ChainSum().solve(item))), tokenizer.eos_token_id] for item in questions()]
    longest = max(len(p) + len(r) for p, r in zip(prompts, responses, strict=True))
    ids = torch.full((len(prompts), longest), tokenizer.pad_token_id)
    labels = torch.full((len(prompts), longest), -100)
    for row, (prompt, response) in enumerate(zip(prompts, responses, strict=True)):
        ids[row, : len(prompt) + len(response)] = torch.tensor(prompt + response)
        labels[row, len(prompt) : len(prompt) + len(response)] = torch.tensor(response)
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3)
    for _ in range(300):
        loss = model(input_ids=ids, attention_mask=(ids != tokenizer.pad_token_id).long(), labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if loss.item() < 0.01:
            break
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
