"""The student while it learns: a PyTorch network over bags of pieces, and how it starts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from knowledge.encoder import Vectors
from knowledge.encoder.training.bags import Bag, Bags, Rows
from knowledge.encoder.training.teacher import DIMENSION


class Network(nn.Module):
    """Bags -> vectors of shape (texts, 512): `skip` keeps the table linear, `hidden` and `out` bend what it misses."""

    def __init__(self, sizes: Sequence[int], width: int) -> None:
        super().__init__()
        self.tables = nn.ModuleList(nn.EmbeddingBag(size, width, mode="sum", sparse=True) for size in sizes)
        self.hidden, self.out = nn.Linear(width, DIMENSION), nn.Linear(DIMENSION, DIMENSION)
        self.skip = nn.Linear(width, DIMENSION)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, bags: Sequence[Bag]) -> torch.Tensor:
        x = torch.stack(
            [
                table(ids, starts, per_sample_weights=w)
                for table, (ids, starts, w) in zip(self.tables, bags, strict=True)
            ]
        ).sum(dim=0)
        result: torch.Tensor = self.skip(x) + self.out(torch.tanh(self.hidden(x)))
        return result


@torch.no_grad()
def start_from_targets(network: Network, kinds: Sequence[Bags], texts: Rows, targets: Vectors) -> None:
    """Each piece begins at the mean of its texts' targets, so that rare pieces, seldom trained, mean something too.

    `targets` has shape (len(texts), 512); the table holds its main directions (principal components)."""
    middle = targets.mean(axis=0)
    centred = targets - middle
    width = network.skip.in_features
    sample = centred[:: max(1, len(centred) // 15_000)]
    directions = np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :width].astype(np.float32)  # (512, width)
    network.skip.weight.copy_(torch.from_numpy(directions.copy()))
    network.skip.bias.copy_(torch.from_numpy(middle))
    low = torch.from_numpy(centred @ directions)
    for table, bags in zip(network.tables, kinds, strict=True):
        numbers, owner = bags.pieces(texts)
        assert isinstance(table, nn.EmbeddingBag)
        total = torch.zeros_like(table.weight)
        for part in np.array_split(np.arange(len(numbers)), max(1, len(numbers) // 500_000)):
            total.index_add_(0, torch.from_numpy(numbers[part]), low[torch.from_numpy(owner[part])])
        count = torch.from_numpy(np.bincount(numbers, minlength=bags.size).astype(np.float32))
        table.weight.copy_(total / (count[:, None] + 1) * (2 / len(kinds)))


@torch.no_grad()
def embed(network: Network, kinds: Sequence[Bags], rows: Rows, batch: int = 2000) -> Vectors:
    """Vectors of any length, shape (rows, 512)."""
    network.eval()
    parts = [rows[n : n + batch] for n in range(0, len(rows), batch)]
    return np.concatenate([network([k.bag(part) for k in kinds]).numpy() for part in parts])
