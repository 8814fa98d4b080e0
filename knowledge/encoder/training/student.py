"""Training the student: translations go where the teacher puts the English (Reimers & Gurevych 2020)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from knowledge.encoder import Vectors
from knowledge.encoder.training.bags import Bags, Rows
from knowledge.encoder.training.batches import Corners
from knowledge.encoder.training.network import Network, start_from_targets

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Examples:
    """Row numbers into the list of all texts, and how often each example is drawn (sums to one)."""

    foreign: Rows
    english: Rows
    chance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Schedule:
    width: int = 256
    epochs: int = 14
    batch: int = 1024
    block: int = 64  # examples of like meaning that stand together in a batch
    table_rate: float = 5e-3
    dense_rate: float = 1e-3
    scale: float = 20.0  # of cosines in the contrastive loss
    drop: float = 0.1  # share of pieces left out by chance


def train_student(
    kinds: Sequence[Bags], examples: Examples, targets: Vectors, epoch_size: int, schedule: Schedule, seed: int,
    progress: Progress,
) -> Network:  # fmt: skip
    """`targets`: the teacher's unit vectors, shape (all texts, 512); only those of English texts are read."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    network = Network([k.size for k in kinds], schedule.width)
    own = np.unique(examples.english)
    rows = np.concatenate([examples.foreign, own])
    start_from_targets(network, kinds, rows, targets[np.concatenate([examples.english, own])])
    corners = Corners(targets, own)
    sparse = torch.optim.SparseAdam(list(network.tables.parameters()), lr=schedule.table_rate)
    dense = torch.optim.Adam(
        [p for name, p in network.named_parameters() if not name.startswith("tables")], lr=schedule.dense_rate
    )
    size = min(schedule.batch, len(examples.foreign))
    per_epoch = max(1, epoch_size // size)
    steps = per_epoch * schedule.epochs
    order = np.zeros(0, dtype=np.int64)
    for step in range(steps):
        if step % per_epoch == 0:
            drawn = chance.choice(len(examples.foreign), size=per_epoch * size, p=examples.chance)
            order = corners.together(drawn, examples.english, min(schedule.block, size), chance)
        part = order[step % per_epoch * size :][:size]
        rate = min(1.0, (step + 1) / 50) * max(0.02, 1 - step / steps)
        sparse.param_groups[0]["lr"] = schedule.table_rate * rate
        dense.param_groups[0]["lr"] = schedule.dense_rate * rate
        network.train()
        foreign, english = examples.foreign[part], examples.english[part]
        both = np.concatenate([foreign, english])
        vectors = F.normalize(network([k.bag(both, schedule.drop, chance) for k in kinds]), dim=1)
        loss = loss_of_pairs(
            vectors[:size], vectors[size:], torch.from_numpy(targets[english]), english, schedule.scale
        )
        sparse.zero_grad()
        dense.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        sparse.step()  # type: ignore[no-untyped-call]
        dense.step()
        if (step + 1) % 50 == 0 or step + 1 == steps:
            progress("student", step + 1, steps)
    return network


def loss_of_pairs(
    foreign: torch.Tensor, english: torch.Tensor, target: torch.Tensor, rows: Rows, scale: float
) -> torch.Tensor:
    """All of shape (batch, 512). Nearest among the batch, and near at all; an English text twice is no wrong answer."""
    twice = torch.from_numpy((rows[:, None] == rows[None]) & ~np.eye(len(rows), dtype=bool))
    label = torch.arange(len(rows))

    def nearest(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return F.cross_entropy((scale * a @ b.T).masked_fill(twice, -1e4), label)

    contrast = nearest(foreign, target) + 0.5 * nearest(english, target) + 0.5 * nearest(foreign, english)
    near = 2 * (1 - (foreign * target).sum(1).mean()) + (1 - (english * target).sum(1).mean())
    return contrast + near
