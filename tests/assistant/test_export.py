"""Kept answers as files: references, what changed since, and nothing that runs, whatever a document or a reader wrote."""
from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word
from lxml import html

from assistant import export, kept, record
from kb.answers import Feedback, Kept, Since, Source
from kb.errors import InputError
from kb.models import Answer, Citation

EVIL = '=HYPERLINK("http://x")</pre><script>alert(1)</script>\n- [1](javascript:alert) &lt;b&gt;\x0b'
QUOTE = Citation(1, "plan", "The *plan*", "A board", 4, None, "iv", "3 Money", "3.2", "We meet in public.", "plan/2/9")
WHOLE = "We meet in public. Always."
SOURCE = Source("plan/2/9", "plan", 2, "The *plan*", "2026-01", "final", "2026-02-03", "f" * 64, WHOLE, "a" * 64)
TEXT = "“We meet in public.” [1] – *The *plan**"
ANSWER = Answer("Where do we meet?", "answered", TEXT, (QUOTE,), "where meet", {"doc": ["plan"]})
KEPT = Kept(7, "2026-03-01 09:30:00", "ann", ANSWER, (SOURCE,), None)


def evil() -> Kept:
    """An answer in which everything that somebody wrote is an attack."""
    cited = replace(QUOTE, title=EVIL, section=EVIL, quote=EVIL, number=EVIL)
    answer = Answer(EVIL, "answered", f"“{EVIL}” [1]", (cited,), EVIL, {"doc": [EVIL]}, model=EVIL)
    source = replace(SOURCE, title=EVIL, text=EVIL, date=EVIL, status=EVIL)
    said = Feedback("right", EVIL, EVIL, "2026-03-01 09:30:00")
    return Kept(8, "2026-03-01 09:30:00", EVIL, answer, (source,), EVIL, (said,), (Since("plan", EVIL, "removed", EVIL),))


def test_markdown_has_the_answer_and_where_each_quote_stands() -> None:
    text = export.markdown(KEPT)
    assert text.startswith("# Where do we meet?\n\nAsked on 1 March 2026, 09:30 UTC by ann; answer 7.\n\n")
    assert "Answered; composed of quotes, without a language model." in text
    assert "“We meet in public.” \\[1\\] – *The \\*plan\\**" in text
    place = "The \\*plan\\*, page iv (4 of the file), 3.2, section “3 Money”"
    place += " (version 2, dated January 2026, read in on 3 February 2026)"
    assert f"## References\n\n\\[1\\] {place}\n\n> We meet in public.\n" in text


def test_word_holds_the_same_as_text() -> None:
    paper = Word(io.BytesIO(export.word(KEPT)))
    assert [(round(one.page_width.mm), round(one.page_height.mm)) for one in paper.sections] == [(210, 297)]
    lines = [paragraph.text for paragraph in paper.paragraphs]
    assert lines[0] == "Where do we meet?" and "“We meet in public.” [1] – The *plan*" in lines
    assert [run.text for paragraph in paper.paragraphs for run in paragraph.runs if run.italic] == ["The *plan*"]
    assert lines[-2].startswith("[1] The *plan*, page iv") and lines[-1] == "We meet in public."


def test_rows_of_a_table_are_read_with_their_columns_and_quoted_below_as_they_stand() -> None:
    header, row = "Area | *People*", "*Hill* | 25\nDale | 9"
    cited = (replace(QUOTE, quote=row, columns=header), replace(QUOTE, n=2, quote=header))
    answer = replace(ANSWER, text=f"*People: 25* – “{row}” [1]\n\n*Table 1* – “{header}” [2]", citations=cited)
    assert kept.pieces(answer) == [
        [("title", "People: 25"), ("text", " – Area: *Hill*; *People*: 25")],
        [("text", "Area: Dale; *People*: 9 "), ("mark", "[1]")],
        [("title", "Table 1"), ("text", " – The table’s columns: Area; *People* "), ("mark", "[2]")],
    ]
    text = export.markdown(replace(KEPT, answer=answer))
    assert "Area: \\*Hill\\*; \\*People\\*: 25" in text and "> \\*Hill\\* \\| 25\n> Dale \\| 9" in text


def test_what_changed_since_and_what_readers_said_stand_in_every_form(tmp_path: Path) -> None:
    since = Since("plan", "The plan", "replaced", "2026-04-01", 3, (1,))
    now = replace(KEPT, since=(since,), feedback=(Feedback("wrong evidence", "That is old.", "bob", "2026-03-02 10:00:00"),))
    for name in ("a.md", "a.docx", "a.html", "a.json"):
        export.write(tmp_path / name, now, KEPT)
    word = "\n".join(paragraph.text for paragraph in Word(tmp_path / "a.docx").paragraphs)
    page = html.parse(tmp_path / "a.html").getroot().text_content()
    for text in (word, page):
        assert "The plan was replaced by version 3 on 1 April 2026: the words of [1] no longer stand there." in text
        assert "2026-03-02 10:00:00 UTC, bob: wrong evidence. That is old." in text
        assert text.count("Asked on") == 2
    assert "no longer stand there" in (tmp_path / "a.md").read_text(encoding="utf-8")
    rows = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [row["since"] for row in rows] == [[{"doc": "plan", "title": "The plan", "what": "replaced", "at": "2026-04-01",
                                               "version": 3, "lost": [1]}], []]  # fmt: skip


def test_the_record_holds_passages_whole_with_their_hashes() -> None:
    page = html.fromstring(record.page(replace(KEPT, prompt="c" * 64, answer=replace(ANSWER, model="m"))))
    text = page.text_content()
    for part in (SOURCE.text, SOURCE.sha256, SOURCE.file, "passage plan/2/9", "version 2", "c" * 64, "language model m"):
        assert part in text
    row = record.as_json(KEPT)
    assert row["searched"] == {"query": "where meet", "filters": {"doc": ["plan"]}} and row["prompt_sha256"] is None


def test_nothing_that_somebody_wrote_runs_or_becomes_markup() -> None:
    page = record.page(evil())
    tree = html.fromstring(page)
    assert tree.xpath("//script | //a | //b | //@onerror") == [] and "default-src 'none'" in page
    assert EVIL.replace("\x0b", "") in tree.text_content()
    marked = export.markdown(evil())
    assert "<" not in marked.replace("\\<", "") and "\n- " not in marked and "](" not in marked.replace("\\](", "")
    assert "&" not in marked.replace("\\&", "") and "\n=" not in marked
    paper = Word(io.BytesIO(export.word(evil())))
    assert paper.element.xpath("//w:hyperlink | //w:instrText | //w:fldSimple") == []
    assert any("<script>" in paragraph.text for paragraph in paper.paragraphs)


@pytest.mark.parametrize("name", ["a.pdf", "a"])
def test_another_ending_is_told_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"use one of \.md, \.docx, \.html, \.json"):
        export.write(tmp_path / name, KEPT)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        export.write(tmp_path / "none" / "a.md", KEPT)
    assert list(tmp_path.iterdir()) == []


def test_an_answer_without_passages_kept_has_its_place_alone() -> None:
    older = replace(KEPT, sources=())
    assert kept.reference(older, QUOTE) == "[1] The *plan*, page iv (4 of the file), 3.2, section “3 Money”"
