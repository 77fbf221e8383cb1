"""The page that a citation names is the page where poppler's pdftotext, which has no code of ours, finds the words."""
from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.passages import passages
from ingest.readers import pdf
from kb.text import sentence_spans

SENTENCES, SEED = 200, 20250
FEWEST_LETTERS = 25  # a shorter sentence ("See Annex A.") stands on many pages
LEAST_FOUND = 0.9  # of the sentences; pdftotext puts notes and cells into others

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext: install poppler-utils"),
]


def bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def sentences(path: Path) -> list[tuple[str, int | None]]:
    """Each sentence's letters and figures, and the page where it begins, as a citation would say."""
    found = []
    for passage in passages(pdf.read(path).blocks, "doc", 1):
        if passage.kind in ("paragraph", "list"):
            spans = sentence_spans(passage.text)
            found += [(bare(passage.text[start:stop]), passage.page_at(start)) for start, stop in spans]
    return [(text, page) for text, page in found if len(text) >= FEWEST_LETTERS]


def test_sentences_are_on_the_pages_that_citations_name(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "pdf").glob("*.pdf")):
        told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        pages = [bare(page) for page in told.split("\f")]
        every = sentences(path)
        chosen = random.Random(SEED).sample(every, min(SENTENCES, len(every)))
        places = {text: [at for at, page in enumerate(pages, 1) if text[:FEWEST_LETTERS] in page] for text, _ in chosen}
        wrong = [(text, page, places[text]) for text, page in chosen if places[text] and page not in places[text]]
        assert wrong == [], path.name
        assert sum(bool(places[text]) for text, _ in chosen) >= LEAST_FOUND * len(chosen), path.name
