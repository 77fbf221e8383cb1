"""The page that a citation names is the page where poppler's pdftotext, which has no code of ours, finds the words."""
from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ingest.passages import passages
from ingest.readers import pdf
from kb.errors import UnreadableFile
from kb.text import sentence_spans

SENTENCES, SEED = 200, 20250
FEWEST_LETTERS = 25  # a shorter sentence ("See Annex A.") stands on many pages
LEAST_FOUND = 0.85  # of the sentences; pdftotext puts notes and cells into others
MOST_DOUBTED = 0.01  # of the sentences of a real file: pdftotext breaks into one, and finds its beginning elsewhere

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
        for start, stop in sentence_spans(passage.text) if passage.kind in ("paragraph", "list", "table") else ():
            cells = re.finditer(r"(?:^|(?<= \| ))(?:(?! \| ).)+", passage.text[start:stop])  # of a sentence, itself
            found += [(bare(cell.group()), passage.page_at(start + cell.start())) for cell in cells]
    return [(text, page) for text, page in found if len(text) >= FEWEST_LETTERS]


def read_without_ocr(path: Path) -> bool:
    """A scan's pages have nothing that pdftotext finds; a locked file nothing at all."""
    try:
        return not pdf.read(path).ocr_pages
    except UnreadableFile:
        return False


@pytest.mark.parametrize(("folder", "most_doubted"), [("corpus/pdf", 0.0), ("real", MOST_DOUBTED)])
def test_sentences_are_on_the_pages_that_citations_name(shared: Path, folder: str, most_doubted: float) -> None:
    for path in sorted((shared / folder).glob("*.pdf")):
        if not read_without_ocr(path):
            continue
        told = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        pages = [bare(page) for page in told.split("\f")]
        every = sentences(path)
        chosen = random.Random(SEED).sample(every, min(SENTENCES, len(every)))
        places = {text: [at for at, page in enumerate(pages, 1) if text[:FEWEST_LETTERS] in page] for text, _ in chosen}
        wrong = [(text, page, places[text]) for text, page in chosen if places[text] and page not in places[text]]
        assert len(wrong) <= most_doubted * len(chosen), (path.name, wrong)
        assert sum(bool(places[text]) for text, _ in chosen) >= LEAST_FOUND * len(chosen), path.name
