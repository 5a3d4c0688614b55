"""One web worker of ours, as `python -m bench.serve PORT`: what `tiepdan web` runs."""

from __future__ import annotations

import os
import sys

from service.logs import set_up_logs
from service.settings import read_settings
from service.supervise import serve_pages


def main() -> None:
    """Serve until told to end."""
    settings = read_settings({**os.environ, "TIEPDAN_PORT": sys.argv[1]})
    set_up_logs(settings.log_level)
    serve_pages(settings)


if __name__ == "__main__":
    main()
