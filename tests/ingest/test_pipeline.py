"""Files into the library, with a real catalogue, real indexes and the real encoder."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from ingest import pipeline
from ingest.pipeline import Facts, ImportRow
from ingest.prepare import Job, Kept
from ingest.worker import Worker
from kb.errors import InputError, UnknownDocument, UnreadableFile
from kb.knowledge_base import KnowledgeBase
from kb.models import NewVersion, Registers
from kb.settings import load

GUIDANCE = "# Guidance on Harbours\n\n## 1. Boards\n\nEach board must:\n\n- meet in public\n- publish its papers\n"
PLAN = "# Harbour Plan\n\n1.1 We will meet in public.\n\nRole\tCost\nAnalyst\t71\n"


@pytest.fixture
def kb(home: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(load()) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, one of them further in."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a-guidance.md").write_text(GUIDANCE, encoding="utf-8")
    (tmp_path / "deep" / "Harbour Plan.txt").write_text(PLAN, encoding="utf-8")
    return tmp_path


def add(kb: KnowledgeBase, *paths: Path, said: Facts | None = None) -> list[ImportRow]:
    return list(pipeline.add(kb, paths, said))


def pdf(path: Path, *pages: str, password: str | None = None) -> Path:
    canvas = Canvas(str(path))
    for page in pages:
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    if password:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(path.read_bytes())))
        writer.encrypt(password)
        writer.write(path)
    return path


def test_a_folder_gives_a_row_a_file_and_its_documents(kb: KnowledgeBase, folder: Path) -> None:
    first, second = add(kb, folder)
    assert (first.doc, first.outcome, first.reason, first.passages, first.duties, first.tables) == (
        "a-guidance",
        "added",
        None,
        1,
        2,
        0,
    )
    assert (second.doc, second.passages, second.tables, second.pages) == ("harbour-plan", 2, 1, None)
    assert second.path == str(folder / "deep" / "Harbour Plan.txt")
    assert set(first.as_json()) == set(
        "doc path outcome reason pages empty_pages ocr_pages tables passages duties seconds".split()
    )
    assert [(d.id, d.kind, d.title, d.version) for d in kb.documents()] == [
        ("a-guidance", "guidance", "Guidance on Harbours", 1),
        ("harbour-plan", "plan", "Harbour Plan", 1),
    ]
    assert kb.passages("a-guidance")[0].section == ("1. Boards",)
    assert [duty.text for duty in kb.duties()] == ["meet in public", "publish its papers"]
    assert kb.search("publishing papers", 1)[0].passage.text.endswith("publish its papers")


def test_unchanged_changed_and_doubled_files(kb: KnowledgeBase, folder: Path) -> None:
    add(kb, folder)
    assert [(row.outcome, row.passages) for row in add(kb, folder)] == [("unchanged", 1), ("unchanged", 2)]
    plan = folder / "deep" / "Harbour Plan.txt"
    plan.write_text(PLAN + "\n1.2 We will publish papers.\n", encoding="utf-8")
    (row,) = add(kb, plan)
    assert (row.outcome, row.doc, kb.document("harbour-plan").version) == ("updated", "harbour-plan", 2)
    (folder / "copy.md").write_text(GUIDANCE, encoding="utf-8")
    (row,) = add(kb, folder / "copy.md")
    assert (row.outcome, row.doc) == ("unchanged", "a-guidance")
    assert row.reason == "It holds the same bytes as a-guidance (a-guidance.md), which is in the library."


def test_another_file_of_the_same_name_gets_a_name_of_its_own(kb: KnowledgeBase, folder: Path) -> None:
    add(kb, folder)
    (folder / "deep" / "a-guidance.md").write_text(GUIDANCE.replace("Harbours", "Piers"), encoding="utf-8")
    assert [row.doc for row in add(kb, folder / "deep" / "a-guidance.md")] == ["a-guidance-2"]


def test_what_a_person_said_stays_when_the_file_changes(kb: KnowledgeBase, folder: Path) -> None:
    plan = folder / "deep" / "Harbour Plan.txt"
    add(kb, plan, said=Facts(authority="Ardmore Council", date="2024-04", status="final", visibility="private"))
    plan.write_text(PLAN + "\n1.2 We will publish papers.\n", encoding="utf-8")
    add(kb, plan)
    document = kb.document("harbour-plan")
    assert (document.version, document.kind) == (2, "plan")
    assert (document.authority, document.date, document.status, document.visibility) == (
        "Ardmore Council",
        "2024-04",
        "final",
        "private",
    )


def test_another_kind_makes_other_registers_of_the_same_bytes(kb: KnowledgeBase, folder: Path) -> None:
    guidance = folder / "a-guidance.md"
    add(kb, guidance, said=Facts(kind="plan"))
    assert (kb.document("a-guidance").kind, kb.duties()) == ("plan", [])
    (row,) = add(kb, guidance, said=Facts(kind="guidance"))
    assert (row.outcome, row.duties, len(kb.duties())) == ("updated", 2, 2)
    guidance.write_text(GUIDANCE + "- keep minutes\n", encoding="utf-8")
    add(kb, guidance)
    assert (kb.document("a-guidance").kind, len(kb.duties())) == ("guidance", 3)


def test_what_supersedes_another_marks_it(kb: KnowledgeBase, folder: Path) -> None:
    add(kb, folder)
    (folder / "new.md").write_text(GUIDANCE.replace("Harbours", "All Harbours"), encoding="utf-8")
    with pytest.raises(UnknownDocument, match="lost"):
        add(kb, folder / "new.md", said=Facts(supersedes="lost"))
    add(kb, folder / "new.md", said=Facts(supersedes="a-guidance"))
    assert (kb.document("new").supersedes, kb.document("a-guidance").status) == ("a-guidance", "superseded")
    (again,) = add(kb, folder / "new.md", said=Facts(supersedes="a-guidance"))
    assert again.reason == "The file has not changed since it was read. What you said of it is kept."
    (folder / "copy.md").write_bytes((folder / "new.md").read_bytes())
    (twin,) = add(kb, folder / "copy.md", said=Facts(status="draft"))
    assert (twin.reason or "").endswith("What you said of it was not kept: say it with `remit amend new`.")
    assert kb.document("new").status is None


def test_bad_files_say_why_and_the_others_go_on(kb: KnowledgeBase, tmp_path: Path) -> None:
    pdf(tmp_path / "a-locked.pdf", "The board must meet.", password="secret")
    pdf(tmp_path / "b-blank.pdf", "", "")
    (tmp_path / "c-empty.txt").touch()
    pdf(tmp_path / "d-pdf.docx", "The board must meet in public.").rename(tmp_path / "d-pdf.docx")
    (tmp_path / "e-old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "f-broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (tmp_path / "g-good.txt").write_text("The board must meet.", encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    (tmp_path / "h-title.md").write_text("# A title\n", encoding="utf-8")
    rows = add(kb, tmp_path, tmp_path / "missing.pdf")
    told = {Path(row.path).name: (row.outcome, row.reason or "") for row in rows}
    last = ["failed"] * 2 + ["added"] + ["failed"] * 2
    assert [outcome for outcome, _ in told.values()] == ["failed"] * 3 + ["added"] + last
    for name, said in [
        ("a-locked.pdf", "locked with a password"),
        ("b-blank.pdf", "has no text."),
        ("c-empty.txt", "is empty"),
        ("d-pdf.docx", "It is named .docx but holds a PDF, and was read as that."),
        ("e-old.doc", "is an old Office file"),
        ("f-broken.pdf", "f-broken.pdf"),
        ("h-title.md", "h-title.md has a title and no text."),
        ("missing.pdf", "does not exist"),
    ]:
        assert said in told[name][1]
    assert [d.id for d in kb.documents()] == ["d-pdf", "g-good"]


def test_a_failed_update_leaves_the_version_before_it(kb: KnowledgeBase, folder: Path) -> None:
    add(kb, folder)
    (folder / "a-guidance.md").write_bytes(b"")
    assert add(kb, folder)[0].outcome == "failed"
    assert (kb.document("a-guidance").version, len(kb.duties())) == (1, 2)


def test_folders_without_documents_hidden_files_and_links_out(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("The board must meet.", encoding="utf-8")
    inside = tmp_path / "in"
    (inside / ".git").mkdir(parents=True)
    for hidden in (".hidden.txt", "~$plan.docx", ".git/a.txt", "picture.png"):
        (inside / hidden).write_text("The board must not be read.", encoding="utf-8")
    (row,) = add(kb, inside)
    assert (row.outcome, row.reason) == ("failed", f"{inside} holds no document of a kind that Remit reads.")
    (inside / "link.txt").symlink_to(tmp_path / "out.txt")
    (inside / "above").symlink_to(tmp_path, target_is_directory=True)
    (row,) = add(kb, inside)
    assert (row.outcome, row.reason) == ("failed", "link.txt is a link that leads out of the folder: add the file itself.")
    assert kb.documents() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(kb: KnowledgeBase, folder: Path) -> None:
    (folder / "a-guidance.md").chmod(0)
    assert "Permission denied" in (add(kb, folder / "a-guidance.md")[0].reason or "")


def test_progress_tells_files_and_passages(kb: KnowledgeBase, folder: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    list(pipeline.add(kb, [folder], progress=lambda what, done, of: heard.append((what, done, of))))
    assert heard == [
        ("a-guidance.md", 1, 2),
        ("a-guidance.md: passages", 1, 1),
        ("Harbour Plan.txt", 2, 2),
        ("Harbour Plan.txt: passages", 2, 2),
    ]


def test_a_page_picture_is_of_the_file_that_was_read(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = pdf(tmp_path / "plan.pdf", "The board must meet.", "It must act.")
    add(kb, path)
    document = kb.document("plan")
    assert document.pages == 2 and pipeline.page_picture(document, 2).startswith(b"\x89PNG")
    with pytest.raises(UnreadableFile, match="no page 3"):
        pipeline.page_picture(document, 3)
    pdf(path, "Something else.")
    with pytest.raises(UnreadableFile, match="no longer the file"):
        pipeline.page_picture(document, 1)


def test_facts_are_checked_before_anything_is_read() -> None:
    with pytest.raises(InputError):
        Facts(kind="novel")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_is_said(kb: KnowledgeBase, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing.txt")
    (tmp_path / "z-good.txt").write_text("The board must meet.", encoding="utf-8")
    rows = {Path(row.path).name: row.reason or row.outcome for row in add(kb, tmp_path)}
    assert rows["pipe.txt"].startswith("pipe.txt is a pipe, a device or the like")
    assert rows["loop.txt"].startswith("loop.txt cannot be opened")
    assert rows["nowhere.txt"] == "nowhere.txt cannot be opened: No such file or directory."
    assert rows["z-good.txt"] == "added"
    assert add(kb, Path("/dev/zero"))[0].outcome == "failed"


def test_a_file_that_grows_while_it_is_read_is_left_for_later(
    kb: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, read = folder / "a-guidance.md", Worker.read

    def read_while_it_grows(worker: Worker, job: Job) -> NewVersion:
        path.write_text(GUIDANCE + "- keep minutes\n", encoding="utf-8")
        return read(worker, job)

    monkeypatch.setattr(Worker, "read", read_while_it_grows)
    (row,) = add(kb, path)
    assert (row.outcome, row.reason) == (
        "failed",
        "a-guidance.md changed while it was read: add it again once nothing writes to it.",
    )
    assert kb.documents() == []


def test_another_version_and_the_same_words_are_told_not_acted_on(kb: KnowledgeBase, tmp_path: Path) -> None:
    plan = "# {} Harbour Plan\n\nHill Council\n\n{}\n\nWe will meet in public.\n"
    editions = (("old", "Draft", "May 2022"), ("new", "Final", "June 2025"), ("copy", "Final", "June  2025"))
    for name, edition, date in editions:
        (tmp_path / f"{name}.md").write_text(plan.format(edition, date), encoding="utf-8")
    first, second, third = (add(kb, tmp_path / f"{name}.md")[0] for name in ("old", "new", "copy"))
    assert (first.outcome, first.reason) == ("added", None)
    assert second.reason == "It looks like a later version of old: if so, add the file of new with `--supersedes old`."
    assert third.reason == "It has the same text as new, in another file: `remit remove` one of them."
    assert [document.status for document in kb.documents()] == ["final", "final", "draft"]


def test_registers_are_made_again_from_what_is_kept_though_the_file_has_gone(kb: KnowledgeBase, folder: Path) -> None:
    list(pipeline.add(kb, [folder / "a-guidance.md"]))
    before = kb.duties("a-guidance")
    (folder / "a-guidance.md").unlink()
    kb.put_registers("a-guidance", Registers())
    assert list(pipeline.registers_again(kb)) == [("a-guidance", None)]
    assert kb.duties("a-guidance") == before != []


def test_registers_that_cannot_be_made_stay_as_they_were(
    kb: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(pipeline.add(kb, [folder / "a-guidance.md"]))
    before = kb.duties("a-guidance")

    def refuse(self: Worker, kept: Kept) -> Registers:
        raise UnreadableFile(f"{kept.name} takes too long.")

    monkeypatch.setattr(Worker, "registers", refuse)
    assert list(pipeline.registers_again(kb)) == [("a-guidance", "a-guidance takes too long.")]
    assert kb.duties("a-guidance") == before


def test_another_kind_of_document_has_other_registers(kb: KnowledgeBase, folder: Path) -> None:
    list(pipeline.add(kb, [folder / "a-guidance.md"]))
    assert pipeline.amend(kb, "a-guidance", Facts(kind="plan", in_force_to="2020")).status == "superseded"
    assert kb.duties("a-guidance") == []
    assert pipeline.amend(kb, "a-guidance", Facts(kind="guidance"), ["in_force_to"]).status is None
    assert len(kb.duties("a-guidance")) == 2
    (folder / "a-guidance.md").write_text(GUIDANCE + "\nIt must act.\n", encoding="utf-8")
    pipeline.amend(kb, "a-guidance", Facts(in_force_to="2020"))
    assert [row.outcome for row in pipeline.add(kb, [folder / "a-guidance.md"])] == ["updated"]
    assert kb.document("a-guidance").in_force_to == "2020"
    with pytest.raises(InputError, match="cannot be in force from 2024 to 2020"):
        Facts(in_force_from="2024", in_force_to="2020")
