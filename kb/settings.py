"""The only reader of the environment: one frozen object from `remit.toml` in the home and `REMIT_*` variables.

A variable wins over the file; the file over the defaults. REMIT_HOME names the home itself and cannot stand in the file.
"""
from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from kb.errors import SettingsError

FILE_NAME = "remit.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """home: where everything is kept. encoder: a sentence-transformers name or folder, "" for the one that comes with
    Remit; reranker: a cross-encoder in the same way, or "none" to leave the search's own order. llm_*: an OpenAI-compatible
    server; no language model is used while llm_base_url is empty, and none is waited for longer than llm_timeout seconds.
    session_hours: how long somebody stays signed in. trusted_proxies: addresses or networks, separated by commas, of the
    reverse proxies that are believed; sso_header: the header in which they name who is signed on. root_path: the sub-path
    under which they serve Remit. keep_*_days: 0 keeps for ever. log_questions: whether the log has the words of
    questions. import_folders: full paths, separated by commas, that may be added from in the web app."""

    home: Path
    encoder: str = ""
    reranker: str = ""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: str = ""
    llm_timeout: int = 60
    session_hours: int = 12
    trusted_proxies: str = ""
    sso_header: str = ""
    root_path: str = ""
    keep_answers_days: int = 365
    keep_audit_days: int = 730
    log_questions: bool = False
    import_folders: str = ""

    @property
    def catalogue(self) -> Path:
        return self.home / "catalogue.sqlite"

    @property
    def vectors(self) -> Path:
        return self.home / "vectors"

    @property
    def models(self) -> Path:
        return self.home / "models"


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment and the home's remit.toml.

    Raises SettingsError for a file that is no TOML, an unknown key or a value of the wrong kind.
    """
    env = os.environ if environ is None else environ
    home = Path(env.get("REMIT_HOME") or platformdirs.user_data_dir("remit", appauthor=False)).expanduser().absolute()
    values = _from_file(home / FILE_NAME)
    for name, kind in _kinds().items():
        variable = f"REMIT_{name.upper()}"
        if variable in env:
            values[name] = _spelled(variable, env[variable], kind)
    return Settings(home=home, **values)


def _kinds() -> dict[str, type]:
    """The settings that may be given, each with the type of its default."""
    return {field.name: type(field.default) for field in fields(Settings) if field.name != "home"}


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not a TOML file ({error}): mend it or remove it.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}): check who may read it.") from error
    kinds = _kinds()
    for key, value in read.items():
        if key not in kinds:
            raise SettingsError(f"{path} has the unknown setting {key!r}: use one of {', '.join(kinds)}.")
        if type(value) is not kinds[key] or (isinstance(value, int) and value < 0):
            raise SettingsError(f"{path}: {key} is {value!r}, but must be {_SHAPES[kinds[key]]}.")
    return read


def _spelled(variable: str, text: str, kind: type) -> object:
    """A variable's text as a value of the kind."""
    known = {"true": True, "false": False}
    if kind is bool and text.lower() in known:
        return known[text.lower()]
    if kind is int and text.isascii() and text.isdigit():
        return int(text)
    if kind is str:
        return text
    raise SettingsError(f"{variable} is {text!r}, but must be {_SHAPES[kind]}.")


_SHAPES = {str: "text in quotation marks", int: "a whole number from 0", bool: "true or false"}
