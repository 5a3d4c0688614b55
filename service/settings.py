"""Settings from the environment, prefix TIEPDAN_; every one has a default that suits a small office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PREFIX = "TIEPDAN_"
MOST_WORKERS = 64
_PROJECT = Path(__file__).resolve().parent.parent


class SettingInvalid(ValueError):
    """A setting cannot be used; the message is a sentence that names its variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may set. Times in the unit that the name says; paths are absolute."""

    database_url: str
    host: str
    port: int
    data_dir: Path
    definitions: Path
    sweep_seconds: int
    session_hours: int
    cookie_secure: bool
    max_upload_mb: int
    workers: int
    threads: int
    trusted_proxies: int
    base_address: str
    log_level: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name without the prefix, its default as written, how it is read, and what it
    means."""

    name: str
    default: str
    read: Callable[[str], Any]
    meaning: str


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings of an environment. Raises SettingInvalid for a value that cannot be used, or an unknown
    TIEPDAN_ name."""
    known = {f"{PREFIX}{one.name}" for one in SETTINGS}
    for name in environment:
        if name.startswith(PREFIX) and name not in known and not name.startswith(_OTHERS):
            raise SettingInvalid(f"{name} is not a setting of tiepdan; see docs/reference/settings.md.")
    values = {one.name.lower(): _value(one, environment) for one in SETTINGS}
    values["database_url"] = values["database_url"] or f"sqlite:///{values['data_dir'] / 'tiepdan.sqlite'}"
    return Settings(**values)


def table() -> str:
    """The settings as the Markdown table of docs/reference/settings.md."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    rows += [
        f"| `{PREFIX}{one.name}` | {f'`{one.default}`' if one.default else ''} | {one.meaning} |"
        for one in SETTINGS
    ]
    return "\n".join(rows)


def _value(setting: Setting, environment: Mapping[str, str]) -> Any:
    name = f"{PREFIX}{setting.name}"
    text = environment.get(name, "").strip() or setting.default
    try:
        return setting.read(text)
    except ValueError as error:
        # The value itself is not repeated: a database address may hold a password.
        raise SettingInvalid(f"{name} {error}.") from None


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _yes_no(text: str) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    if text.lower() not in words:
        raise ValueError("must be true or false")
    return words[text.lower()]


def _path(text: str) -> Path:
    if "\x00" in text:
        raise ValueError("must be a path")
    return Path(text).expanduser().absolute()


def _folder(text: str) -> Path:
    folder = _path(text) if text else _PROJECT / "definitions"
    if not folder.is_dir():
        raise ValueError("must name a folder that exists")
    return folder


def _database(text: str) -> str:
    if text and not text.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return text


def _address(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return text.rstrip("/")


def _host(text: str) -> str:
    if not text or any(char.isspace() or char in "/?#@" for char in text):
        raise ValueError("must be a host name or an IP address")
    return text


def _level(text: str) -> str:
    if text.lower() not in ("debug", "info", "warning", "error"):
        raise ValueError("must be debug, info, warning or error")
    return text.lower()


_OTHERS = (f"{PREFIX}TEST_", f"{PREFIX}HYPOTHESIS")

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "DATABASE_URL", "", _database, "the database; without it the file `tiepdan.sqlite` in the data folder"
    ),
    Setting("HOST", "127.0.0.1", _host, "the address that the web server listens on"),
    Setting("PORT", "8080", _number(1, 65535), "its port"),
    Setting(
        "DATA_DIR", "var", _path, "the folder of keys, documents and the embedded database; back it up whole"
    ),
    Setting(
        "DEFINITIONS",
        "",
        _folder,
        "the folder of case types, rules, calendars and roles; without it the product's own",
    ),
    Setting("SWEEP_SECONDS", "10", _number(1, 3600), "seconds between two looks for due clocks"),
    Setting("SESSION_HOURS", "12", _number(1, 168), "hours until a browser has to log in again"),
    Setting("COOKIE_SECURE", "false", _yes_no, "true behind HTTPS: cookies only over TLS, and HSTS"),
    Setting("MAX_UPLOAD_MB", "20", _number(1, 500), "the largest document, in MiB"),
    Setting("WORKERS", "1", _number(1, MOST_WORKERS), "processes of the web server, behind one socket"),
    Setting("THREADS", "4", _number(1, 64), "threads of each of them"),
    Setting("TRUSTED_PROXIES", "0", _number(0, 5), "how many proxies in front tell the caller's address"),
    Setting(
        "BASE_ADDRESS",
        "",
        _address,
        "the address under which people reach the service, for links in messages",
    ),
    Setting("LOG_LEVEL", "info", _level, "debug, info, warning or error"),
)
"""All settings, in the order of the documentation."""
