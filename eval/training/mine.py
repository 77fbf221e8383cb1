"""Hard negatives: what the product's own search finds for a question among a set's passages."""
from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval import outside
from eval.datasets import Asked, Given, Key, versions
from kb import catalog, lexical
from kb.catalog import Catalog
from kb.encoders import NONE
from kb.retrieve import indexed
from kb.settings import Settings

DEPTH = 50

Candidates = dict[str, list[Key]]  # of each question: what is found, best first


def by_words(given: Sequence[Given], questions: Sequence[Asked], depth: int = DEPTH) -> Candidates:
    """By full-text search alone: no vectors are made."""
    with TemporaryDirectory(prefix="remit-mine-") as folder:
        catalogue = Catalog(Path(folder) / "catalogue.sqlite")
        try:
            keys = _filled(catalogue, given)
            with catalogue.reading() as connection:
                found = {asked.id: lexical.search(connection, asked.text, depth) for asked in questions}
        finally:
            catalogue.close()
    return {name: [keys[passage] for passage in scores] for name, scores in found.items()}


def by_search(encoder: Path, given: Sequence[Given], questions: Sequence[Asked], depth: int = DEPTH) -> Candidates:
    """By the whole first stage, with the encoder in that folder."""
    with TemporaryDirectory(prefix="remit-mine-") as folder:
        settings = Settings(home=Path(folder), encoder=str(encoder), reranker=NONE)
        with outside.scratch(settings) as kb:
            keys = outside.fill(kb, given, lambda _line: None)
            found, _ = outside.searched(kb, questions, lambda _line: None, depth)
    return {name: [keys[hit.passage.id] for hit in hits] for name, hits in found.items()}


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
