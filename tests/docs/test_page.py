"""What counts as the same output, and how a page's edits are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.page import Command, Edit, steps

TEXT = """
```yaml file=a.yaml
head: 1
part:
  one: 1
```

```yaml change=a.yaml
  one: 2
```

```yaml after=part: file=a.yaml
  zero: 0
```

```console
$ say
hello …, you
are
$ say nothing
```
"""


def test_a_page_is_read_in_order(tmp_path: Path) -> None:
    found = list(steps(TEXT))
    for edit in found[:3]:
        assert isinstance(edit, Edit)
        edit.apply(tmp_path)
    assert (tmp_path / "a.yaml").read_text() == "head: 1\npart:\n  zero: 0\n  one: 2\n"
    assert found[3:] == [Command("say", "hello …, you\nare\n", 17), Command("say nothing", "", 20)]


@pytest.mark.parametrize(
    ("output", "same"),
    [
        ("hello world, you\nare\n", True),
        ("hello world, you\nwere\n", False),
        ("hello , you\nare", False),
        ("hello world\n, you\nare", False),
        ("hello world, you\nare\nmore", False),
        ("", False),
    ],
)
def test_an_output_agrees_or_not(output: str, same: bool) -> None:
    assert Command("say", "hello …, you\nare\n", 1).agrees(output) is same


def test_a_line_that_is_not_there_cannot_be_changed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one: 1\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="two"):
        Edit("change", "a.yaml", "", "two: 2\n").apply(tmp_path)
