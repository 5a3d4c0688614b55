"""Print the sizes of files and functions: `python -m tests.architecture.sizes`. The median is a mark only."""

from __future__ import annotations

from tests.architecture import rules
from tests.architecture.tree import PACKAGES, python_files


def main() -> None:
    sources = [source for path, source in python_files(*PACKAGES) if not path.endswith("__init__.py")]
    files = [len(source.splitlines()) for source in sources]
    lengths = [length for source in sources for _, _, length in rules.functions(source)]
    median = rules.percentile(files, 0.5)
    remark = "" if median <= rules.FILE_MEDIAN else " — too high: split the longest"
    print(f"{len(files)} files, median {median} lines (mark {rules.FILE_MEDIAN}){remark}")
    print(f"{len(lengths)} functions, nine in ten within {rules.percentile(lengths, 0.9)} lines")


if __name__ == "__main__":
    main()
