"""Hard negatives: what the product's own full-text search finds for a question among a set's passages."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.datasets import Asked, Given, Key, versions
from kb import catalog, lexical
from kb.catalog import Catalog
from kb.retrieve import indexed

DEPTH = 50


def by_words(given: Sequence[Given], questions: Sequence[Asked], depth: int = DEPTH) -> dict[str, list[Key]]:
    """For each question the `depth` best passages by their words, best first; no vectors are made."""
    with TemporaryDirectory(prefix="remit-mine-") as folder:
        catalogue = Catalog(Path(folder) / "catalogue.sqlite")
        try:
            keys = _filled(catalogue, given)
            with catalogue.reading() as connection:
                found = {asked.id: lexical.search(connection, asked.text, depth) for asked in questions}
        finally:
            catalogue.close()
    return {name: [keys[passage] for passage in scores] for name, scores in found.items()}


def _filled(catalogue: Catalog, given: Sequence[Given]) -> dict[str, Key]:
    keys: dict[str, Key] = {}
    for version, own in versions(given):
        catalogue.begin_version(version)
        with catalogue.writing() as connection:
            number = catalog.keys(connection, version.doc, version.version)
            lexical.add(connection, ((number[passage.id], indexed("", passage)) for passage in version.passages))
            catalog.set_state(connection, version.doc, version.version, "ready")
        keys |= own
    return keys
