"""A page of the documentation as what a reader does with it: files written and changed, commands run."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(console|yaml) ?([^\n]*)\n(.*?)^```$", re.M | re.S)
END = "end-of-command"
ANY = "…"


@dataclass(frozen=True)
class Command:
    """A command as it is typed, the output that the page shows, and its line in the page."""

    typed: str
    shown: str
    line: int

    def agrees(self, output: str) -> bool:
        """Whether the output is what the page shows; `…` stands for anything within its line."""
        wanted = ".+".join(re.escape(part) for part in self.shown.strip().split(ANY))
        return re.fullmatch(wanted, output.strip()) is not None


@dataclass(frozen=True)
class Edit:
    """A block of YAML and what the reader does with it: `way` is file, add, change or after."""

    way: str
    file: str
    anchor: str
    text: str

    def apply(self, folder: Path) -> None:
        """Do it to the file in the folder. A line to be changed is the one with the same key."""
        path = folder / self.file
        if self.way == "file":
            path.write_text(self.text, encoding="utf-8")
            return
        text = path.read_text(encoding="utf-8")
        if self.way == "add":
            text += self.text
        elif self.way == "after":
            assert f"\n{self.anchor}\n" in text, self.anchor
            text = text.replace(f"\n{self.anchor}\n", f"\n{self.anchor}\n{self.text}", 1)
        else:
            for line in self.text.splitlines():
                text = _changed(text, line)
        path.write_text(text, encoding="utf-8")


def _changed(text: str, line: str) -> str:
    key = line[: line.index(":") + 1]
    lines = text.splitlines()
    places = [place for place, old in enumerate(lines) if old.startswith(key)]
    assert len(places) == 1, f"{key} stands in {len(places)} lines"
    lines[places[0]] = line
    return "\n".join(lines) + "\n"


def steps(text: str) -> Iterator[Command | Edit]:
    """What the page has its reader do, in order."""
    for block in BLOCK.finditer(text):
        language, told, body = block.groups()
        line = text[: block.start()].count("\n") + 2
        if language == "console":
            yield from _commands(body, line)
        else:
            yield _edit(told, body)


def _edit(told: str, body: str) -> Edit:
    named = dict(one.split("=", 1) for one in told.split())
    if "after" in named:
        return Edit("after", named["file"], named["after"], body)
    ((way, file),) = named.items()
    return Edit(way, file, "", body)


def _commands(body: str, line: int) -> Iterator[Command]:
    typed, shown, at = "", "", line
    for offset, each in enumerate(body.splitlines()):
        if each.startswith("$ "):
            if typed:
                yield Command(typed, shown, at)
            typed, shown, at = each[2:], "", line + offset
        else:
            shown += f"{each}\n"
    if typed:
        yield Command(typed, shown, at)


class Shell:
    """One bash in which the commands of a page run, one after another, as in a reader's terminal."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.bash = subprocess.Popen(
            ["bash", "--norc"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def run(self, typed: str) -> str:
        """What the command prints on either stream."""
        assert self.bash.stdin is not None and self.bash.stdout is not None
        self.bash.stdin.write(f"{typed}\necho; echo {END}\n")
        self.bash.stdin.flush()
        lines: list[str] = []
        for line in self.bash.stdout:
            if line.strip() == END:
                return "".join(lines).rstrip("\n")
            lines.append(line)
        raise AssertionError(f"the shell ended at: {typed}")
