"""`python -m deploy.lock`: makes the lock files anew, and tells whether they are clean."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from deploy.progress import SetupError, clean_environment, run, step
from knowledge.settings import REPOSITORY

FOLDER = REPOSITORY / "deploy" / "locks"
# In this order: `app` takes the versions that `dev` settled on, so that one environment serves both.
_LOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "dev": ("3.11", ()),
    "app": ("3.11", ("-c", "dev.lock")),
    "rasa": ("3.10", ()),
}
_OPTIONS = ("--universal", "--generate-hashes", "--no-header", "--no-emit-index-url", "--quiet")
_FOREIGN = re.compile(
    r"https?://|file:|(?<![\w.-])/(?:home|root|usr|opt|tmp|work|Users|var)/|^\s*--(?!hash)", re.MULTILINE
)
_PIN_WITHOUT_DIGEST = re.compile(
    r"^(\w\S*==\S+)[^\\\n]*(?:\\\n(?!    --hash)|\n(?!    --hash)|\Z)", re.MULTILINE
)


def main() -> int:
    try:
        for name in _LOCKS:
            with step(f"{name}.lock"):
                _compile(name)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    problems = faults(FOLDER)
    print("\n".join(problems), end="\n" if problems else "", file=sys.stderr)
    return bool(problems)


def _compile(name: str) -> None:
    version, more = _LOCKS[name]
    # uv keeps what an existing lock says; with Rasa's it gives other results the second time, so it starts anew.
    fresh = ("--upgrade",) if name == "rasa" else ()
    uv = Path(sys.executable).with_name("uv")
    command: list[str | Path] = [
        uv,
        "pip",
        "compile",
        f"{name}.in",
        "-o",
        f"{name}.lock",
        "--python-version",
        version,
    ]
    run([*command, "--override", "overrides.txt", *_OPTIONS, *more, *fresh], clean_environment(), cwd=FOLDER)


def faults(folder: Path) -> list[str]:
    """An address, a path of some machine, an option, or a pin without a digest: none belongs into a lock."""
    found = []
    for path in sorted(folder.glob("*.lock")):
        text = path.read_text()
        for match in _FOREIGN.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.name}:{line}: {match.group().strip()!r} does not belong into a lock")
        found += [f"{path.name}: {pin} has no digest" for pin in _PIN_WITHOUT_DIGEST.findall(text)]
        if "==" not in text:
            found.append(f"{path.name}: pins nothing")
    return found


if __name__ == "__main__":
    sys.exit(main())
