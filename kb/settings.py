"""The only reader of the environment: one frozen object from `remit.toml` in the home and `REMIT_*` variables.

A variable wins over the file; the file over the defaults. REMIT_HOME names the home itself and cannot stand in the file.
"""
from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import platformdirs

from kb.errors import SettingsError

FILE_NAME = "remit.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """home: where everything is kept. encoder: a sentence-transformers name or folder, "" for the one that comes with
    Remit. llm_*: an OpenAI-compatible server; no language model is used while llm_base_url is empty."""

    home: Path
    encoder: str = ""
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: str = ""

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
    for name in _names():
        if f"REMIT_{name.upper()}" in env:
            values[name] = env[f"REMIT_{name.upper()}"]
    return Settings(home=home, **values)


def _names() -> list[str]:
    return [field.name for field in fields(Settings) if field.name != "home"]


def _from_file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not a TOML file ({error}): mend it or remove it.") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}): check who may read it.") from error
    for key, value in read.items():
        if key not in _names():
            raise SettingsError(f"{path} has the unknown setting {key!r}: use one of {', '.join(_names())}.")
        if not isinstance(value, str):
            raise SettingsError(f"{path}: {key} is {value!r}, but must be text in quotation marks.")
    return dict(read)
