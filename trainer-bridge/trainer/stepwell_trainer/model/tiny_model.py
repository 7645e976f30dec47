"""The tiny profile's base model: a randomly initialised Qwen3 of about 0.18M parameters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stepwell_trainer.model.tiny_tokenizer import tiny_tokenizer

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast, Qwen3ForCausalLM

# Two layers are the fewest that copy (one finds, one fetches); 96 wide learns one-digit sums in half a minute.
_WIDTH, _LAYERS, _HEADS = 96, 2, 4
_MAX_POSITIONS = 256


def tiny_model(tokenizer: PreTrainedTokenizerFast, seed: int) -> Qwen3ForCausalLM:
    """Random weights, the same for the same seed."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    config = Qwen3Config(
        vocab_size=len(tokenizer),
        hidden_size=_WIDTH,
        intermediate_size=2 * _WIDTH,
        num_hidden_layers=_LAYERS,
        num_attention_heads=_HEADS,
        num_key_value_heads=_HEADS // 2,
        head_dim=_WIDTH // _HEADS,
        max_position_embeddings=_MAX_POSITIONS,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Qwen3ForCausalLM(config)


def save_tiny_base(folder: Path, seed: int) -> Path:
    """Writes base model and tokenizer where every other stage loads them like any other model. Returns `folder`."""
    tokenizer = tiny_tokenizer()
    tiny_model(tokenizer, seed).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
