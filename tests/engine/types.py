"""The shipped case types, parsed without a database."""

from __future__ import annotations

from service.cli.checking import read_library
from service.definition_files import HERE, read_file
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type


def shipped() -> dict[str, CaseType]:
    """Every case type of the product, by name and version."""
    library = read_library(HERE)
    found = [load_case_type(read_file(path), library) for path in sorted(HERE.glob("case_types/*/*.yaml"))]
    return {f"{one.name}@{one.version}": one for one in found}


TYPES = shipped()
