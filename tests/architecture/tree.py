"""The files of this checkout that the rules look at."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("workflow", "models", "api", "service")
_OURS_TO_MAKE = {".git", ".venv", "build", "dist", "var", "__pycache__"}
_TEXT = {"", ".py", ".md", ".toml", ".yaml", ".yml", ".csv", ".html", ".css", ".js"}
_TEXT |= {".po", ".txt", ".lock", ".mako"}


def python_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Path relative to the root, with slashes, and text of each Python file under the folders."""
    for path in committed():
        if path.suffix == ".py" and path.parts[0] in folders:
            yield path.as_posix(), (ROOT / path).read_text(encoding="utf-8")


def text_files() -> Iterator[tuple[str, str]]:
    """Path and text of every text file that is committed or about to be."""
    for path in committed():
        if path.suffix in _TEXT:
            yield path.as_posix(), (ROOT / path).read_text(encoding="utf-8", errors="replace")


def committed() -> list[Path]:
    """Tracked files and new ones that are not ignored; without git, all but what the make targets create."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        paths = [Path(name) for name in listing.stdout.split("\0") if name]
    else:
        # Without git nothing says what is ignored: caches are hidden or named so.
        everything = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        paths = [path for path in everything if not any(map(_is_cache, path.parts))]
    return sorted(
        path for path in paths if (ROOT / path).is_file() and not _OURS_TO_MAKE.intersection(path.parts)
    )


def _is_cache(name: str) -> bool:
    return name.endswith(".egg-info") or (name.startswith(".") and name not in {".ci", ".gitignore"})
