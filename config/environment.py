"""Typed reading of the environment; a wrong value ends the start with one readable line."""

from __future__ import annotations

import ipaddress
import os
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email


def stop(name: str, fault: str) -> NoReturn:
    """End the process with one line that names the variable and what is wrong with it."""
    raise SystemExit(f"{name}: {fault}")


def text(name: str, default: str) -> str:
    """The variable's value, or `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """The variable read as yes or no."""
    value = text(name, "true" if default else "false").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    return stop(name, f"expected true or false, got {value!r}.")


def number(name: str, default: int, *, least: int, most: int) -> int:
    """The variable read as a whole number between `least` and `most`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        stop(name, f"expected a whole number from {least} to {most}, got {value!r}.")
    return int(value)


def words(name: str, default: list[str]) -> list[str]:
    """The variable read as a list separated by commas."""
    value = text(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The variable read as IP addresses and networks separated by commas."""
    found = []
    for word in words(name, []):
        try:
            found.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            stop(name, f"{word!r} is not an IP address or network.")
    return found


def rates(name: str) -> dict[str, int]:
    """The variable read as `domain=number` pairs separated by commas."""
    found = {}
    for word in words(name, []):
        domain, _, rate = word.partition("=")
        if not domain.strip() or not (rate.isascii() and rate.isdigit()) or int(rate) > 100_000:
            stop(name, f"expected pairs such as qq.com=20, got {word!r}.")
        found[domain.strip().lower()] = int(rate)
    return found


def url(name: str, default: str, schemes: tuple[str, ...]) -> SplitResult:
    """The variable read as a URL with one of `schemes`."""
    value = text(name, default)
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        stop(name, f"{value!r} is not a URL ({error}).")
    if parts.scheme not in schemes:
        stop(
            name,
            f"expected a URL that begins with one of {', '.join(s + '://' for s in schemes)}; got {value!r}.",
        )
    return parts


def database(name: str, default: str) -> dict[str, Any]:
    """Django's settings of one database for a sqlite:// or postgres:// URL."""
    parts = url(name, default, ("sqlite", "postgres", "postgresql"))
    try:
        settings: dict[str, Any] = dict(environ.Env.db_url_config(text(name, default)))
    except (ImproperlyConfigured, ValueError) as error:
        stop(name, f"not a usable database URL ({error}).")
    if not settings.get("NAME"):
        stop(name, "the URL names no database.")
    if parts.scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
        settings.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    settings["CONN_MAX_AGE"] = 60
    return settings


def mail(name: str, default: str) -> dict[str, Any]:
    """Django's EMAIL_* settings for a file://, smtp://, smtps:// or smtp+tls:// URL."""
    parts = url(name, default, ("file", "smtp", "smtps", "smtp+tls"))
    if parts.scheme == "file":
        if not parts.path or parts.netloc:
            stop(name, "a file URL needs an absolute path, as in file:///var/mail-out.")
        return {
            "EMAIL_BACKEND": "seminars.announcements.channels.eml.EmlBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if not parts.hostname:
        stop(name, "the URL names no mail server.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 15,
    }


def address(name: str, default: str) -> tuple[str, str]:
    """The variable read as a mail address, with or without a name: (name, address)."""
    value = text(name, default)
    display, bare = parseaddr(value)
    try:
        validate_email(bare)
        bare.encode("ascii")
    except (ValidationError, UnicodeEncodeError):
        stop(name, f"expected a mail address such as seminars@example.org, got {value!r}.")
    return display, bare


def kept_secret(folder: Path, name: str) -> str:
    """The variable, else the secret that `prepare` keeps in `folder`; made at the first need, mode 0600."""
    if given := text(name, ""):
        return given
    path = folder / "secrets" / name.lower()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii").strip()
        secret = secrets.token_urlsafe(48)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret)
    except OSError as error:
        stop("VAR_DIR", f"cannot keep secrets in {path.parent} ({error.strerror}).")
    return secret
