"""The trained student as files: an int8 table with a scale a row, float16 layers, and sentence-transformers' own lists."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

from knowledge.encoder.student import WEIGHTS
from knowledge.encoder.training.network import Network

MODULES = [{"idx": 0, "name": "0", "path": "", "type": "knowledge.encoder.distilled.DistilledEncoder"}]
CONFIG: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def save_student(network: Network, folder: Path) -> None:
    table = torch.cat([t.weight for t in network.tables if isinstance(t, nn.EmbeddingBag)]).detach().numpy()
    scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    layers = {}
    for name in ("hidden", "out", "skip"):
        layer = getattr(network, name)
        layers[name] = layer.weight.detach().numpy().astype(np.float16)
        layers[f"{name}_bias"] = layer.bias.detach().numpy()
    layers["out_bias"] = layers["out_bias"] + layers.pop("skip_bias")
    np.savez(
        folder / WEIGHTS,
        table=np.round(table / scale[:, None]).astype(np.int8), scale=scale.astype(np.float32), **layers,
    )  # fmt: skip
    for name, value in (
        ("modules.json", MODULES), ("config_sentence_transformers.json", CONFIG), ("sentence_encoder_config.json", {}),
    ):  # fmt: skip
        (folder / name).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
