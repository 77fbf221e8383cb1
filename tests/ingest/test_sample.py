"""The sample library is what its sources say, and every row of its gold can be found in it."""
from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup

from ingest.sample import folder
from ingest.sample.markup import read
from kb.text import fold_white

DATA = Path(__file__).parents[2] / "eval" / "data"
SOURCE = folder().parent / "source"
DOCUMENTS = {path.stem: path for path in folder().iterdir()}


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@cache
def words_of(path: Path) -> str:
    """A built document's text, white space folded, without the marks of footnotes."""
    if path.suffix == ".html":
        return fold_white(BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").get_text(" "))
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
        return fold_white("\n".join([paragraph.text for paragraph in document.paragraphs] + cells))
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    return re.sub(r"(?<=\D[.:])\s?\d(?= [A-Z])", "", fold_white("\n".join(pages)))


def evidence() -> list[tuple[str, str, str]]:
    """(row, document, string) for everything that the gold says stands in a document."""
    plan, guidance = (next(doc for doc in DOCUMENTS if word in doc) for word in ("strategic-plan", "guidance"))
    directions = next(doc for doc in DOCUMENTS if "directions" in doc)
    found = [(row["id"], "|".join(row["doc"]), text) for row in rows("qa.jsonl") for text in row["evidence"]]
    found += [(row["id"], guidance, text) for row in rows("duties.jsonl") for text in (row["text"], row.get("lead_in", ""))]
    found += [(row["text"][:20], guidance, row["text"]) for row in rows("duties_negatives.jsonl")]
    for row in rows("crosscheck.jsonl"):
        found += [(row["duty_id"], plan, text) for text in row["evidence"] + row.get("related", [])]
    for row in rows("consistency.jsonl"):
        found += [(row["id"], side["doc"], side["text"]) for side in [row["a"], row["b"], *row.get("also", [])] if side]
    found += [(row["id"], directions, row["text"]) for row in rows("directions.jsonl")]
    return [one for one in found if one[2]]


@pytest.mark.parametrize(("row", "docs", "text"), evidence())
def test_what_the_gold_quotes_stands_in_the_built_document(row: str, docs: str, text: str) -> None:
    assert any(fold_white(text) in words_of(DOCUMENTS[doc]) for doc in docs.split("|")), f"{row}: not in {docs}: {text}"


def test_gold_rows_point_at_each_other_and_are_told_apart() -> None:
    duties = {row["id"]: row for row in rows("duties.jsonl")}
    checks = rows("crosscheck.jsonl")
    assert len(duties) == len(rows("duties.jsonl"))
    assert {row["duty_id"] for row in checks} == {
        id for id, row in duties.items() if row["applies_to_plan"] and not row.get("restates")
    }
    assert all(row["restates"] in duties for row in duties.values() if row.get("restates"))
    assert all(bool(row["evidence"]) == (row["verdict"] in ("met", "partial", "contradicted")) for row in checks)
    questions = rows("qa.jsonl")
    assert len({row["id"] for row in questions}) == len(questions)
    assert all(row["answerable"] == bool(row["evidence"]) == (row["kind"] != "unanswerable") for row in questions)


def test_answers_to_questions_stand_in_their_evidence() -> None:
    for row in rows("qa.jsonl"):
        shown = " ".join(row["evidence"]).lower()
        for alternatives in row["answer_must_contain"]:
            assert any(one.lower() in shown for one in alternatives), (row["id"], alternatives)


def test_a_quarter_of_the_questions_have_no_answer_and_each_kind_is_asked() -> None:
    kinds = Counter(row["kind"] for row in rows("qa.jsonl"))
    assert 0.2 <= kinds["unanswerable"] / kinds.total() <= 0.3
    assert len(kinds) == 13 and min(kinds.values()) >= 3


def test_the_plan_is_labelled_i_ii_iii_then_1() -> None:
    reader = pypdf.PdfReader(next(path for doc, path in DOCUMENTS.items() if "strategic-plan" in doc))
    labels = reader.page_labels
    front = labels.index("1")
    assert labels[:front] == ["i", "ii", "iii", "iv"][:front] and front >= 3
    assert "1 Introduction" in reader.pages[front].extract_text()


def test_a_list_of_the_plan_is_broken_by_a_page() -> None:
    plan = next(doc for doc in DOCUMENTS if "strategic-plan" in doc)
    pages = [fold_white(page.extract_text()) for page in pypdf.PdfReader(DOCUMENTS[plan]).pages]
    elements = read(SOURCE / f"{plan}.md").elements
    lists = [[fold_white(item) for (item,) in element.lines] for element in elements if element.kind == "list"]
    assert any({item in page for item in items} == {True, False} for items in lists for page in pages)


def test_building_again_gives_the_same_bytes_and_the_committed_words(tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="reportlab makes the sample and is not installed")
    from ingest.sample.build import build

    made = []
    for n in "12":
        files, text = tmp_path / f"files{n}", tmp_path / f"text{n}"
        files.mkdir()
        text.mkdir()
        build(files, text)
        made.append({path.name: path for path in [*files.iterdir(), *text.iterdir()]})
    committed = {path.name: path for path in [*DOCUMENTS.values(), *(DATA / "text").iterdir()]}
    assert set(made[0]) == set(committed)
    for name, path in made[0].items():
        assert path.read_bytes() == made[1][name].read_bytes()
        words = Path.read_text if path.suffix == ".txt" else words_of
        same = words(path) == words(committed[name])
        assert same, f"{name} is not what its source says: run python -m ingest.sample.build"
