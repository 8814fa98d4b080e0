"""The last lessons: ways to ask for the same article move together, those for another one apart.

Translations teach what sentences mean; whether two questions are answered by the same article they do not teach. The loss is
that of "Supervised Contrastive Learning" (Khosla et al. 2020), on the vector that is used in the end (student and teacher
mixed). The weights are then averaged with those from before, after "Robust fine-tuning of zero-shot models" (Wortsman et al.
2022), so that what was learnt about translations stays.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from knowledge.encoder import Vectors
from knowledge.encoder.training.bags import Bags, Rows
from knowledge.encoder.training.network import Network
from knowledge.encoder.training.student import Examples, Progress, loss_of_pairs
from knowledge.types import Article


@dataclass(frozen=True, slots=True)
class TopicTexts:
    """Row numbers of ways to ask, the number of the article of each, and the teacher's share of each (0..1)."""

    rows: Rows
    article: Rows
    share: Vectors


@dataclass(frozen=True, slots=True)
class TopicSchedule:
    steps: int = 1600
    pairs: int = 1400  # translations a step, so that they are not forgotten
    articles: int = 100  # a step
    each: int = 4  # ways to ask of an article
    weight: float = 0.5  # of this loss beside that of translations
    table_rate: float = 1e-3
    dense_rate: float = 3e-4
    scale: float = 20.0
    drop: float = 0.1
    kept: float = 0.8  # share of the new weights in the average


def ways_to_ask(articles: Sequence[Article]) -> list[tuple[int, str]]:
    """(number of the article, text) of titles, variants and claims in all languages."""
    return [
        (number, text)
        for number, article in enumerate(articles)
        for own in article.translations
        for text in (own.title, *own.variants, *own.claims)
    ]


def draw_together(
    network: Network, kinds: Sequence[Bags], examples: Examples, texts: TopicTexts, targets: Vectors,
    schedule: TopicSchedule, seed: int, progress: Progress,
) -> Network:  # fmt: skip
    """`targets`: the teacher's unit vectors, shape (all texts, 512), of English texts and of `texts.rows`."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    before = copy.deepcopy(network.state_dict())
    sparse = torch.optim.SparseAdam(list(network.tables.parameters()), lr=schedule.table_rate)
    dense = torch.optim.Adam(
        [p for name, p in network.named_parameters() if not name.startswith("tables")], lr=schedule.dense_rate
    )
    share = dict(zip(texts.rows.tolist(), texts.share.tolist(), strict=True))
    groups = [np.unique(texts.rows[texts.article == n]) for n in np.unique(texts.article)]
    size = min(schedule.pairs, len(examples.foreign))
    drawn = chance.choice(len(examples.foreign), size=schedule.steps * size, p=examples.chance)
    for step in range(schedule.steps):
        rate = min(1.0, (step + 1) / 30) * max(0.02, 1 - step / schedule.steps)
        sparse.param_groups[0]["lr"] = schedule.table_rate * rate
        dense.param_groups[0]["lr"] = schedule.dense_rate * rate
        part = drawn[step * size :][:size]
        foreign, english = examples.foreign[part], examples.english[part]
        chosen = chance.choice(len(groups), size=min(schedule.articles, len(groups)), replace=False)
        rows = np.concatenate(
            [
                chance.choice(groups[n], size=schedule.each, replace=len(groups[n]) < schedule.each)
                for n in chosen
            ]
        )
        network.train()
        everything = np.concatenate([foreign, english, rows])
        vectors = F.normalize(network([k.bag(everything, schedule.drop, chance) for k in kinds]), dim=1)
        shares = torch.tensor([share[int(row)] for row in rows])[:, None]
        mixed = F.normalize(
            (1 - shares) * vectors[2 * size :] + shares * F.normalize(torch.from_numpy(targets[rows]), dim=1),
            dim=1,
        )
        loss = loss_of_pairs(
            vectors[:size],
            vectors[size : 2 * size],
            torch.from_numpy(targets[english]),
            english,
            schedule.scale,
        ) + schedule.weight * _together(mixed, np.repeat(chosen, schedule.each), schedule.scale)
        sparse.zero_grad()
        dense.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        sparse.step()  # type: ignore[no-untyped-call]
        dense.step()
        if (step + 1) % 50 == 0 or step + 1 == schedule.steps:
            progress("topics", step + 1, schedule.steps)
    after = network.state_dict()
    network.load_state_dict({name: torch.lerp(before[name], after[name], schedule.kept) for name in after})
    return network


def _together(vectors: torch.Tensor, article: Rows, scale: float) -> torch.Tensor:
    """Mean over texts of minus the log chance of a text of the same article among all others; shape (texts, 512)."""
    itself = torch.eye(len(vectors), dtype=torch.bool)
    label = torch.from_numpy(article)
    same = (label[:, None] == label[None]) & ~itself
    near = scale * vectors @ vectors.T
    chances = near - torch.logsumexp(near.masked_fill(itself, -1e4), dim=1, keepdim=True)
    return -((chances * same).sum(dim=1) / same.sum(dim=1).clamp(min=1)).mean()
