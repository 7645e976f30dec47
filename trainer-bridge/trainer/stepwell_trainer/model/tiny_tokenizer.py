"""The tiny profile's own tokenizer: a real one's 150,000 entries would dwarf a model of 0.2M parameters.

Every tag and every fixed phrase of the task families is one token, everything else is single characters, so any
printable text goes in and comes out unchanged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stepwell_trainer.reward.grammar import TAGS
from stepwell_trainer.tasks.index import FAMILIES

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerFast

PAD, EOS, UNKNOWN = "<pad>", "<eos>", "<unk>"


def vocabulary() -> list[str]:
    """Tokens in the order of their ids: special ones, tags, phrases, then characters."""
    phrases = [phrase for key in sorted(FAMILIES) for phrase in FAMILIES[key].phrases]
    characters = ["\n", *(chr(code) for code in range(32, 127))]
    return list(dict.fromkeys([PAD, EOS, UNKNOWN, *TAGS, *phrases, *characters]))


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """A word-level tokenizer that splits at the longest phrase; decoding joins tokens without adding anything."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    tokens = vocabulary()
    words = sorted((token for token in tokens if len(token) > 1), key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in words) + r"|[\s\S]"
    tokenizer = Tokenizer(models.WordLevel({token: i for i, token in enumerate(tokens)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), behavior="isolated")
    tokenizer.decoder = decoders.Fuse()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=EOS,
        unk_token=UNKNOWN,
        padding_side="left",
        clean_up_tokenization_spaces=False,
    )
