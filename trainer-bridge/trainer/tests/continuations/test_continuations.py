"""Continuations go on from the very tokens, are graded by what they added, and are lost without becoming failures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from stepwell_trainer.continuations.draw import ContinuationDrawer, DrawSettings
from stepwell_trainer.continuations.grade import grade_continuation
from stepwell_trainer.continuations.prefix import step_prefixes
from stepwell_trainer.continuations.response import Response, decode, read_response
from stepwell_trainer.model.tiny_tokenizer import tiny_tokenizer
from stepwell_trainer.sampling.sampler import Decoding, Request, Sampled
from stepwell_trainer.tasks.item import Item
from stepwell_trainer.verifiers.index import VerifierSet

ITEM = Item("k", "d", "2 + 2", "4", "number")
TEXT = "<think><step>1 / 2 \u00e9\U0001f99c</step><step>2+2=4</step><step>so 4</step></think><answer>4</answer>"


def bpe_tokenizer(*corpus: str, merge_across_tags: bool) -> PreTrainedTokenizerFast:
    """A byte-level BPE whose merges run over `><` when there is no splitting before it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [] if merge_across_tags else [pre_tokenizers.Split("><", "isolated")]
    )
    if not merge_across_tags:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<eos>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([*corpus] * 20, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<eos>", pad_token="<eos>")


def response_of(tokenizer: PreTrainedTokenizerFast, text: str) -> Response:
    ids = (*tokenizer.encode(text, add_special_tokens=False), tokenizer.eos_token_id)
    return read_response(tokenizer, ITEM, (1, 2), Sampled(tuple(ids), "stop"))


def test_tags_that_are_tokens_never_straddle() -> None:
    tokenizer = tiny_tokenizer()
    text = "<think><step>1+1=2</step><step>2+2=4</step></think><answer>4</answer>"
    response = response_of(tokenizer, text)
    prefixes = step_prefixes(tokenizer, response)
    assert not any(p.straddled for p in prefixes)
    for prefix, step in zip(prefixes, response.parsed.steps, strict=True):
        assert prefix.ids == response.ids[: len(prefix.ids)], "the very tokens"
        assert decode(tokenizer, prefix.ids) == text[: step.close]


def test_a_bpe_token_over_the_end_of_a_step_is_split_and_flagged() -> None:
    # Training on the tail of the text alone makes one token of "</step><step>", so every step's end is straddled.
    tokenizer = bpe_tokenizer("</step><step>", TEXT, merge_across_tags=True)
    response = response_of(tokenizer, TEXT)
    assert response.text == TEXT
    prefixes = step_prefixes(tokenizer, response)
    assert any(p.straddled for p in prefixes)
    for prefix, step in zip(prefixes, response.parsed.steps, strict=True):
        own = prefix.ids[: prefix.tokens]
        assert own == response.ids[: prefix.tokens], "the tokens wholly inside are the response's own"
        longer = decode(tokenizer, response.ids[: prefix.tokens + 1])
        assert len(longer) > step.close, "and no other token lies wholly inside"
        assert decode(tokenizer, prefix.ids) == TEXT[: step.close]
        assert prefix.straddled == (decode(tokenizer, own) != TEXT[: step.close])


def test_spans_survive_characters_of_several_tokens() -> None:
    tokenizer = bpe_tokenizer("plain", merge_across_tags=False)
    response = response_of(tokenizer, TEXT)
    assert len(response.text_ids) > len(TEXT), "bytes, so one character is several tokens"
    for prefix, step in zip(step_prefixes(tokenizer, response), response.parsed.steps, strict=True):
        assert decode(tokenizer, prefix.ids) == TEXT[: step.close] and not prefix.straddled


@pytest.mark.parametrize(
    ("added", "finish", "verdict"),
    [
        ("</think><answer>4</answer>", "stop", "right"),
        ("<step>more</step></think><answer> 4.0 </answer>\n", "stop", "right"),
        ("</think><answer>5</answer>", "stop", "wrong"),
        ("</think><answer>4</answer>", "length", "truncated"),
        ("<step>4", "length", "truncated"),
        ("I do not know", "stop", "malformed"),
        ("", "stop", "malformed"),
        ("<answer>4</answer>", "stop", "malformed"),
        ("<step><answer>4</answer></step></think><answer>4</answer>", "stop", "malformed"),
        ("</think></think><answer>4</answer>", "stop", "malformed"),
        ("</think><answer>4</answer> and more", "stop", "malformed"),
    ],
)
def test_a_continuation_is_graded_by_what_it_added(added: str, finish: str, verdict: str) -> None:
    response = response_of(tiny_tokenizer(), "<think><step>1</step><step>2</step></think><answer>4</answer>")
    close = response.parsed.steps[0].close
    graded = grade_continuation(response, close, added, 3, finish, VerifierSet())
    assert graded.verdict == verdict


class ScriptedSampler:
    """Fails on any request whose ids end in one of the poisoned tokens, as a server that loses some would."""

    def __init__(self, ids: tuple[int, ...], poisoned: frozenset[int] = frozenset()) -> None:
        self.ids = ids
        self.poisoned = poisoned
        self.batches: list[int] = []
        self.budgets: list[int] = []

    def sample(self, requests: Sequence[Request], decoding: Decoding) -> list[Sampled]:
        self.batches.append(len(requests))
        self.budgets += [r.budget for r in requests]
        if any(len(r.ids) in self.poisoned for r in requests):
            raise RuntimeError("out of memory")
        return [Sampled(self.ids, "stop") for _ in requests]


def drawer(sampler: ScriptedSampler) -> tuple[ContinuationDrawer, Response]:
    tokenizer = tiny_tokenizer()
    text = "<think>" + "<step>2+2=4</step>" * 3 + "</think><answer>5</answer>"
    return ContinuationDrawer(tokenizer, sampler, VerifierSet()), response_of(tokenizer, text)


def right_ids() -> tuple[int, ...]:
    tokenizer = tiny_tokenizer()
    return (*tokenizer.encode("</think><answer>4</answer>"), tokenizer.eos_token_id)


SETTINGS = DrawSettings(4, 2, 64, Decoding(1.0))


def test_all_prefixes_of_a_batch_are_one_request() -> None:
    sampler = ScriptedSampler(right_ids())
    draws, response = drawer(sampler)
    scored, cost = draws.draw([response, None, response], SETTINGS)
    assert sampler.batches == [2 * 2 * 4], "two responses, K_max = 2, M = 4"
    assert scored[1] == []
    assert [s.counts and s.counts.successes for s in scored[0]] == [4, 4, None]
    prefix = scored[0][0].prefix
    assert sampler.budgets[0] == 64 - len(prefix.ids), "response and prefix share one budget"
    assert cost.tokens == 16 * len(right_ids())


def test_lost_continuations_are_missing_and_the_rest_is_kept() -> None:
    sampler = ScriptedSampler(right_ids())
    draws, response = drawer(sampler)
    second = step_prefixes(tiny_tokenizer(), response)[1]
    sampler.poisoned = frozenset({len(response.prompt_ids) + len(second.ids)})
    scored, cost = draws.draw([response], SETTINGS)
    first_counts, lost_counts = scored[0][0].counts, scored[0][1].counts
    assert first_counts and (first_counts.returned, first_counts.successes) == (4, 4)
    assert lost_counts and (lost_counts.requested, lost_counts.returned) == (4, 0)
    assert lost_counts.solvability is None and cost.problems


def test_an_undecided_verdict_is_neither_success_nor_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(VerifierSet, "judge", lambda self, answer, item: None)
    draws, response = drawer(ScriptedSampler(right_ids()))
    scored, _ = draws.draw([response], SETTINGS)
    counts = scored[0][0].counts
    assert counts and (counts.requested, counts.returned) == (4, 0)
    assert [c.verdict for c in scored[0][0].continuations] == ["unknown"] * 4


def test_nothing_of_it_depends_on_a_path(tiny_dir: Path) -> None:
    from transformers import AutoTokenizer

    saved = AutoTokenizer.from_pretrained(tiny_dir)
    assert saved.encode(TEXT) == tiny_tokenizer().encode(TEXT)
    assert decode(saved, tuple(saved.encode("<step>1 / 2 < 3</step>"))) == "<step>1 / 2 < 3</step>"
