"""Word documents, made here part by part so that each says exactly what is tested."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.blocks import Source
from ingest.readers import docx
from kb.errors import UnreadableFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
  <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="Own"/><w:basedOn w:val="H1"/>
    <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
  <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
  <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {W}>
  <w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="0"/>
    <w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>
</w:numbering>"""
NOTES = f"""<w:footnotes {W}>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>never</w:t></w:r></w:p></w:footnote>
  <w:footnote w:id="7"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> As the Act says.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, style: str = "", number: tuple[int, int] | None = None) -> str:
    """`number` is (the list's id, the level in it)."""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/>{listed}</w:pPr>' if style else f"<w:pPr>{listed}</w:pPr>"
    return f"<w:p>{properties}{text if text.startswith('<') else run(text)}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cell(text) for text in cells)}</w:tr>"


def word(folder: Path, body: str, **more: str) -> Path:
    path = folder / "a.docx"
    parts = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", "word/styles.xml": STYLES,
             "word/numbering.xml": NUMBERING, "word/footnotes.xml": NOTES, **more}  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(folder: Path, *body: str) -> Source:
    return docx.read(word(folder, "".join(body)))


def told(source: Source) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in source.blocks]


def test_headings_by_style_and_by_outline_level(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        paragraph("The Plan", "Title"),
        paragraph("Aims", "H1"),
        paragraph("Reach", "H2"),
        paragraph("We reach all."),
    )
    assert [(b.kind, b.level, b.text) for b in source.blocks] == [
        ("heading", 1, "The Plan"),
        ("heading", 1, "Aims"),
        ("heading", 2, "Reach"),
        ("paragraph", 0, "We reach all."),
    ]
    assert (source.title, source.pages, source.labels) == ("The Plan", None, ())


def test_numbers_are_printed_as_word_counts_them(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        paragraph("Aims", "H1", (1, 0)),
        paragraph("It is so.", number=(1, 1)),
        paragraph("It must:", number=(1, 1)),
        paragraph("meet", number=(1, 2)),
        paragraph("act", number=(1, 2)),
        paragraph("Money", "H1", (1, 0)),
        paragraph("It is spent.", number=(1, 1)),
        paragraph("Ends", "H1", (3, 0)),
    )
    assert [(b.kind, b.number, b.mark, b.text) for b in source.blocks] == [
        ("heading", None, None, "3 Aims"),
        ("paragraph", "3.1", None, "3.1 It is so."),
        ("paragraph", "3.2", None, "3.2 It must:"),
        ("item", "a", "(a)", "meet"),
        ("item", "b", "(b)", "act"),
        ("heading", None, None, "4 Money"),
        ("paragraph", "4.1", None, "4.1 It is spent."),
        ("heading", None, None, "9 Ends"),
    ]


def test_bullets_have_levels_and_no_marks(tmp_path: Path) -> None:
    source = read(tmp_path, *(paragraph(text, number=(2, level)) for text, level in [("one", 0), ("two", 1), ("three", 0)]))
    assert [(b.kind, b.text, b.number, b.level) for b in source.blocks] == [
        ("item", "one", None, 0),
        ("item", "two", None, 1),
        ("item", "three", None, 0),
    ]


def test_tracked_changes_read_as_accepted_and_comments_and_hidden_text_not_at_all(tmp_path: Path) -> None:
    body = (
        run("The board ") + f"<w:ins>{run('must ')}</w:ins><w:del><w:r><w:delText>may </w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('never ')}</w:moveFrom><w:hyperlink>{run('meet')}</w:hyperlink>{run(' secretly', '<w:vanish/>')}"
        f"<w:r><w:commentReference w:id='1'/></w:r><w:sdt><w:sdtContent>{run(' in public')}</w:sdtContent></w:sdt>{run('.')}"
    )
    comments = {"word/comments.xml": f"<w:comments {W}><w:comment w:id='1'>{paragraph('Really?')}</w:comment></w:comments>"}
    assert told(docx.read(word(tmp_path, paragraph(body), **comments))) == [("paragraph", "The board must meet in public.")]
    assert told(read(tmp_path, f"<w:ins>{paragraph('A new one.')}</w:ins>")) == [("paragraph", "A new one.")]


def test_a_footnote_follows_its_paragraph_and_its_mark_is_raised(tmp_path: Path) -> None:
    source = read(
        tmp_path,
        paragraph(run("It must") + '<w:r><w:footnoteReference w:id="7"/></w:r>' + run(" meet.")),
        paragraph("Next."),
    )
    assert told(source) == [("paragraph", "It must¹ meet."), ("note", "As the Act says."), ("paragraph", "Next.")]
    assert source.blocks[1].number == "1"


def test_tables_stand_in_their_place_with_wide_and_tall_cells(tmp_path: Path) -> None:
    header = row("Role", "Cost", "Year", properties="<w:trPr><w:tblHeader/></w:trPr>")
    wide = "<w:tr>" + cell("Total", "<w:gridSpan w:val='2'/>") + cell("9") + "</w:tr>"
    tall = f"<w:tr>{cell('', '<w:vMerge/>')}{cell('8')}{cell('2025')}</w:tr>"
    source = read(
        tmp_path,
        paragraph("Before it."),
        f"<w:tbl>{header}{row('Analyst', '71', '2024')}{tall}{wide}</w:tbl>",
        paragraph("After it."),
    )
    assert [b.kind for b in source.blocks] == ["paragraph", "table", "paragraph"]
    assert source.blocks[1].header_rows == 1
    assert [r.cells for r in source.blocks[1].rows] == [
        ("Role", "Cost", "Year"), ("Analyst", "71", "2024"), ("Analyst", "8", "2025"), ("Total", "", "9"),
    ]  # fmt: skip


def test_text_boxes_frames_contents_and_bold_bullets(tmp_path: Path) -> None:
    box = f"<w:r><w:drawing><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:drawing></w:r>"
    either = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    choice = f'<mc:AlternateContent xmlns:mc="m">{either}</mc:AlternateContent>'
    source = read(
        tmp_path,
        paragraph("Aims\t3", "TOC1"),
        f"<w:tbl><w:tr><w:tc>{paragraph('In a frame.')}</w:tc></w:tr></w:tbl>",
        f"<w:p>{run('Outside.')}<w:r>{choice}</w:r></w:p>",
        paragraph(run("Legally", "<w:b/>"), number=(2, 0)),
        paragraph("It must be so."),
    )
    assert told(source) == [
        ("contents", "Aims 3"), ("paragraph", "In a frame."), ("paragraph", "Outside."), ("paragraph", "In a box."),
        ("heading", "Legally"), ("paragraph", "It must be so."),
    ]  # fmt: skip


def test_strict_documents_and_their_properties(tmp_path: Path) -> None:
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    core = '<p:coreProperties xmlns:p="p" xmlns:d="d"><d:title>The  Plan</d:title><d:creator/></p:coreProperties>'
    more = {
        "word/document.xml": f"<w:document {strict}><w:body>{paragraph('Strictly.')}</w:body></w:document>",
        "docProps/core.xml": core,
    }
    source = docx.read(word(tmp_path, "", **more))
    assert (told(source), source.title, source.metadata) == ([("paragraph", "Strictly.")], "The Plan", {"title": "The Plan"})


def test_what_is_no_document_for_readers_is_refused(tmp_path: Path) -> None:
    entities = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    bombs = {
        "declares entities": {
            "word/document.xml": f"{entities}<w:document {W}><w:body>{paragraph('&b;')}</w:body></w:document>"
        },
        "unpacks to more": {"word/document.xml": f"<w:document {W}>{' ' * 20_000_000}</w:document>"},
        "is damaged": {"word/document.xml": "<w:document"},
        "no text": {"word/document.xml": f"<w:document {W}><w:body>{paragraph(' ')}</w:body></w:document>"},
    }
    for said, parts in bombs.items():
        with pytest.raises(UnreadableFile, match=said):
            docx.read(word(tmp_path, "", **parts))


def test_entities_never_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    outside = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(UnreadableFile, match="declares entities"):
        docx.read(
            word(
                tmp_path,
                "",
                **{"word/document.xml": f"{outside}<w:document {W}><w:body>{paragraph('&x;')}</w:body></w:document>"},
            )
        )
