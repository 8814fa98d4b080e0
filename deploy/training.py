"""Rasa's model: trained only when what it is made of has changed, written in one move, the last good one kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from deploy.environments import python_of
from deploy.logs import tail
from deploy.parts import base_environment, logs, rasa_environment
from deploy.progress import SetupError, step
from knowledge.settings import REPOSITORY, Settings

_KEPT = 2
# These are read when Rasa starts, not when it trains.
_NOT_TRAINED = ("endpoints", "credentials")


def models(settings: Settings) -> Path:
    return settings.data / "models"


def model_path(settings: Settings, root: Path = REPOSITORY) -> Path:
    """Where the model for the dialogue as it now stands is, or will be: its name holds the digest."""
    return models(settings) / f"tryggsvar-{source_digest(root)}.tar.gz"


def source_digest(root: Path) -> str:
    """Of everything that training reads: config.yml, bot/ and Rasa's own lock."""
    sources = [root / "config.yml", root / "deploy" / "locks" / "rasa.lock"]
    sources += sorted(p for p in (root / "bot").rglob("*") if p.suffix in (".yml", ".py") and _trained(p))
    digest = hashlib.sha256()
    for path in sources:
        content = path.read_bytes() if path.exists() else b""
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def ensure_model(settings: Settings) -> Path:
    """The model to run. When training fails the last good one serves; `SetupError` when there is none."""
    wanted = model_path(settings)
    if wanted.exists():
        return wanted
    try:
        with step("training Rasa (the dialogue has changed)"):
            _train(settings, wanted)
    except SetupError as error:
        last = _newest(settings)
        if last is None:
            raise
        print(f"{error}\n  Rasa goes on with its last good model, {last.name}.", flush=True)
        return last
    _tidy(settings)
    return wanted


def sources_for_rasa(root: Path = REPOSITORY) -> list[str]:
    """The options that name the dialogue's files, for `rasa train` and `rasa data validate`."""
    folders = [f"bot/{name}" for name in ("nlu", "rules", "stories") if (root / "bot" / name).exists()]
    return ["--config", "config.yml", "--domain", "bot/domain", "--data", *folders]


def environment(settings: Settings) -> dict[str, str]:
    """For Rasa's commands that are no server."""
    found = rasa_environment(settings, base_environment(settings, os.environ), settings.secret("rasa_token"))
    Path(found["HOME"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def _train(settings: Settings, wanted: Path) -> None:
    log = logs(settings) / "rasa-train.log"
    draft = models(settings) / f".training-{os.getpid()}"
    surroundings = environment(settings)
    command = [str(python_of(REPOSITORY, rasa=True)), "-m", "rasa", "train", *sources_for_rasa()]
    command += ["--out", str(draft), "--fixed-model-name", wanted.name.removesuffix(".tar.gz")]
    for folder in (log.parent, draft):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        code = run_in_group(command, surroundings, log)
        if code or not (draft / wanted.name).exists():
            raise SetupError("\n".join([f"Rasa could not be trained; the end of {log}:", *tail(log)]))
        (draft / wanted.name).replace(wanted)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def run_in_group(command: list[str], environment: Mapping[str, str], log: Path | None = None) -> int:
    """Runs a command, its output to `log` or the terminal; when we are interrupted, all that it started ends."""
    with log.open("wb") if log else nullcontext() as file:
        process = subprocess.Popen(
            command,
            cwd=REPOSITORY,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
        try:
            return process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise


def _trained(path: Path) -> bool:
    return not path.name.startswith(_NOT_TRAINED) and "__pycache__" not in path.parts


def _by_age(settings: Settings) -> list[Path]:
    found = models(settings).glob("tryggsvar-*.tar.gz")
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def _newest(settings: Settings) -> Path | None:
    return next(iter(_by_age(settings)), None)


def _tidy(settings: Settings) -> None:
    for model in _by_age(settings)[_KEPT:]:
        model.unlink()
    for draft in models(settings).glob(".training-*"):  # left by a run that was killed
        shutil.rmtree(draft, ignore_errors=True)
