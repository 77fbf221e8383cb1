"""OpenDocument, rich text, presentations, spreadsheets, tables as text, e-mail, old Word documents."""
from __future__ import annotations

import shutil
import subprocess
import threading
import zipfile
from contextlib import suppress
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import openpyxl
import pptx
import pytest
from pptx.util import Inches

from ingest import readers
from ingest.blocks import Source
from ingest.passages import passages
from ingest.readers import doc
from kb.errors import UnreadableFile

ODT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"><office:body><office:text>
<text:tracked-changes><text:deletion><text:p>The board may close.</text:p></text:deletion></text:tracked-changes>
<text:h text:outline-level="1">1 Duties</text:h>
<text:p>The board<text:s/>must<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>By section 5.</text:p></text:note-body></text:note>:</text:p>
<text:list><text:list-item><text:p>meet in public</text:p></text:list-item>
<text:list-item><text:p>publish<office:annotation><text:p>why?</text:p></office:annotation> its papers</text:p>
</text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Role</text:p></table:table-cell>
<table:table-cell><text:p>Cost</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>Analyst</text:p></table:table-cell><table:table-cell/></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def odt(path: Path, content: str = ODT) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return path


def said(source: Source) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text) for passage in passages(source.blocks, "doc", 1)]


def test_odt_gives_headings_lists_tables_and_notes(tmp_path: Path) -> None:
    source = readers.read(odt(tmp_path / "plan.odt"))
    assert source.format == "odt" and source.blocks[0].text == "1 Duties"
    assert said(source) == [
        ("list", "The board must¹:\nmeet in public\npublish its papers"),
        ("note", "By section 5."),
        ("table", "Role | Cost\nAnalyst"),
    ]


def test_odt_that_declares_entities_is_refused(tmp_path: Path) -> None:
    bomb = ODT.replace('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "b">]>')
    with pytest.raises(UnreadableFile, match="declares entities"):
        readers.read(odt(tmp_path / "bomb.odt", bomb))


def test_rtf_gives_its_words(tmp_path: Path) -> None:
    (tmp_path / "plan.rtf").write_bytes(rb"{\rtf1\ansi{\b Duties}\par\par The board must meet. It costs \'a35.\par}")
    assert said(readers.read(tmp_path / "plan.rtf"))[-1] == ("paragraph", "The board must meet. It costs £5.")


def test_slides_are_pages_with_their_titles_as_headings(tmp_path: Path) -> None:
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "Priorities"
    slide.placeholders[1].text = "Care at home\nA workforce that stays"
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    slide.shapes.title.text = "Money"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for at, text in enumerate(("Role", "Cost", "Analyst", "£71k")):
        table.cell(at // 2, at % 2).text = text
    slides.slides.add_slide(slides.slide_layouts[6])
    slides.save(str(tmp_path / "talk.pptx"))
    source = readers.read(tmp_path / "talk.pptx")
    assert (source.pages, source.labels, source.empty_pages) == (3, ("1", "2", "3"), (3,))
    found = passages(source.blocks, "doc", 1)
    assert [(p.heading, p.page, p.text) for p in found] == [
        ("Priorities", 1, "Care at home\nA workforce that stays"),
        ("Money", 2, "Role | Cost\nAnalyst | £71k"),
    ]


def test_a_sheet_is_a_heading_and_a_table_of_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Budget"
    head = ["Role", None, "Cost", "Share"]
    for row in (["Budget 2025"], [], head, ["Analyst", None, 71.5, 0.25], ["Manager", None, None, 0.75]):
        sheet.append(row)
    for at in (4, 5):
        sheet.cell(at, 4).number_format = "0%"
    book.save(tmp_path / "budget.xlsx")
    source = readers.read(tmp_path / "budget.xlsx")
    assert said(source) == [
        ("paragraph", "Budget 2025"),
        ("table", "Role | Cost | Share\nAnalyst | 71.5 | 25%\nManager |  | 75%"),
    ]
    assert passages(source.blocks, "doc", 1)[0].heading == "Budget"


@pytest.mark.parametrize(("name", "parted"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_a_table_as_text(tmp_path: Path, name: str, parted: str) -> None:
    rows = [["Role", "Cost"], ["Analyst", "71"], ["Manager", ""]]
    (tmp_path / name).write_text("\n".join(parted.join(row) for row in rows), encoding="utf-8")
    assert said(readers.read(tmp_path / name)) == [("table", "Role | Cost\nAnalyst | 71\nManager")]


def test_an_email_with_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "Papers for Thursday", "clerk@board.example"
    message.set_content("The papers are attached. Please read them.")
    said_in_it = b"The board must meet in public."
    message.add_attachment(said_in_it, maintype="text", subtype="plain", filename="../../etc/agenda.txt")
    message.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="logo.png")
    (tmp_path / "papers.eml").write_bytes(bytes(message))
    source = readers.read(tmp_path / "papers.eml")
    assert source.title == "Papers for Thursday"
    assert [text for _, text in said(source)][-2:] == [
        "The papers are attached. Please read them.",
        "The board must meet in public.",
    ]
    assert passages(source.blocks, "doc", 1)[-1].heading == "Attachment: ../../etc/agenda.txt"
    assert source.warnings == ("Of its attachments, logo.png is a picture, which has no text to read.",)


def test_spreadsheets_that_unpack_to_too_much_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<a>" + " " * 20_000_000 + "</a>")
    with pytest.raises(UnreadableFile, match="unpacks to more than a document can hold"):
        readers.read(tmp_path / "bomb.xlsx")


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def test_old_word_documents_need_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plan.doc").write_bytes(OLD + "WordDocument".encode("utf-16-le"))
    monkeypatch.setattr(doc.shutil, "which", lambda _name: None)
    with pytest.raises(UnreadableFile, match=r"plan.doc is an old Word document: save a copy .* or install LibreOffice"):
        readers.read(tmp_path / "plan.doc")


def test_what_libreoffice_makes_of_an_old_document_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from docx import Document

    def convert(command: list[str], **_: object) -> None:
        made = Document()
        made.add_paragraph("The board must meet in public.")
        made.save(str(Path(command[command.index("--outdir") + 1]) / "plan.docx"))

    (tmp_path / "plan.doc").write_bytes(OLD + "WordDocument".encode("utf-16-le"))
    monkeypatch.setattr(doc.shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", convert)
    source = readers.read(tmp_path / "plan.doc")
    assert (source.format, said(source)) == ("doc", [("paragraph", "The board must meet in public.")])


@pytest.mark.parametrize(
    ("inside", "reason"), [("EncryptedPackage", "locked with a password"), ("Workbook", "is an old Office file")]
)
def test_other_old_office_files_are_told_apart(tmp_path: Path, inside: str, reason: str) -> None:
    (tmp_path / "plan.doc").write_bytes(OLD + inside.encode("utf-16-le"))
    with pytest.raises(UnreadableFile, match=reason):
        readers.read(tmp_path / "plan.doc")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="no soffice: install LibreOffice (libreoffice-writer)")
def test_libreoffice_itself_reads_and_fetches_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.rfile.readline().decode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        picture = f"http://127.0.0.1:{server.server_port}/picture.png"
        field = r'{\field{\*\fldinst INCLUDEPICTURE "' + picture + '"}}'
        (tmp_path / "rich.doc").write_text(r"{\rtf1 The plan says so." + field + "}")
        (tmp_path / "page.doc").write_text(f'<html><body><p>Words</p><img src="{picture}"></body></html>')
        assert [block.text for block in doc.read(tmp_path / "rich.doc").blocks] == ["The plan says so."]
        with suppress(UnreadableFile):
            doc.read(tmp_path / "page.doc")
        server.shutdown()
    assert asked == []
