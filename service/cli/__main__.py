"""`python -m service.cli`: the command line where no console script is installed."""

from __future__ import annotations

from service.cli import main

main(prog_name="tiepdan")
