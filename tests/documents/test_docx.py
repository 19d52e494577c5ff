"""Word documents: what is printed, and invalid archives."""

from __future__ import annotations

import io
import zipfile

import pytest
from reading import assert_maps_back, grid, texts

from glossary.documents import parse
from glossary.errors import UnreadableFile
from glossary.model import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, **parts: str) -> bytes:
    """A Word file with this body; further parts by name, `styles` and `footnotes` related to it."""
    files = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    files |= {f"word/{name}.xml": text for name, text in parts.items()}
    files["word/_rels/document.xml.rels"] = (
        "<Relationships>"
        + "".join(
            f'<Relationship Id="{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
            for name in parts
        )
        + "</Relationships>"
    )
    return archive(files)


def archive(files: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return target.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def document(body: str, **parts: str) -> Document:
    found = parse(docx(body, **parts), "a.docx")
    assert_maps_back(found)
    return found


def test_kinds() -> None:
    styles = f"""<w:styles xmlns:w="{W}">
        <w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
        <w:style w:styleId="own"><w:name w:val="Eigen"/><w:basedOn w:val="1"/></w:style>
        </w:styles>"""
    number = '<w:numPr><w:numId w:val="3"/></w:numPr>'
    found = document(
        paragraph(run("一"), '<w:pStyle w:val="1"/>')
        + paragraph(run("二"), '<w:pStyle w:val="own"/>')
        + paragraph(run("三"), number)
        + paragraph(run("四"), '<w:outlineLvl w:val="0"/>')
        + paragraph(run("五"), '<w:outlineLvl w:val="9"/>'),
        styles=styles,
    )
    assert [b.kind for b in found.blocks] == ["heading", "heading", "item", "heading", "paragraph"]


def test_tracked_changes_hidden_text_and_field_codes() -> None:
    found = document(
        paragraph(
            run("安全")
            + "<w:del><w:r><w:delText>刪</w:delText></w:r></w:del>"
            + f"<w:ins>{run('困境')}</w:ins><w:moveFrom>{run('舊')}</w:moveFrom>"
            + run("藏", "<w:vanish/>")
            + run("見", '<w:vanish w:val="0"/>')
            + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            + run("12", '<w:vertAlign w:val="superscript"/>')
            + f"<w:hyperlink>{run('連結')}</w:hyperlink>"
        )
    )
    assert texts(found) == ["安全困境見連結"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert texts(document(paragraph(run("前"), deleted) + paragraph(run("後")))) == ["前後"]
    assert texts(document(paragraph(run("前"), deleted))) == ["前"]


def test_footnotes_follow_their_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="2">'
        f"{paragraph('<w:r><w:footnoteRef/></w:r>' + run(' 見某書。'))}</w:footnote></w:footnotes>"
    )
    found = document(
        paragraph(run("嚇阻") + mark + run("理論")) + paragraph(run("下段")), footnotes=notes
    )
    assert [(b.kind, b.text) for b in found.blocks] == [
        ("paragraph", "嚇阻理論"),
        ("note", "見某書。"),
        ("paragraph", "下段"),
    ]


def test_merged_and_deleted_cells() -> None:
    a, b = paragraph(run("嚇阻")), paragraph(run("deter")) + paragraph(run("rence"))
    row = "<w:tr>{}</w:tr>".format
    found = document(
        "<w:tbl>"
        + row(cell(a, '<w:vMerge w:val="restart"/>') + cell(b))
        + row(cell(paragraph(""), "<w:vMerge/>") + cell(paragraph(run("x"))))
        + row(cell(a, '<w:gridSpan w:val="2"/>') + cell(b))
        + f"<w:tr><w:trPr><w:del/></w:trPr>{cell(a)}</w:tr>"
        + "</w:tbl>"
    )
    assert grid(found) == {
        (0, 0): "嚇阻",
        (0, 1): "deter rence",
        (1, 1): "x",
        (2, 0): "嚇阻",
        (2, 2): "deter rence",
    }


def test_nested_tables_and_tables_of_one_column_are_running_text() -> None:
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(map(cell, cells))}</w:tr></w:tbl>"

    inner = table(paragraph(run("甲")), paragraph(run("A")))
    outer = table(paragraph(run("外")) + inner, paragraph(run("邊")))
    found = document(outer + table(paragraph(run("盒"))))
    assert texts(found, "paragraph") == ["外", "邊", "盒"]
    assert grid(found) == {(0, 0): "甲", (0, 1): "A"}


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('框'))}</w:txbxContent>"
    twice = (
        "<mc:AlternateContent xmlns:mc='urn:mc'><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert texts(document(paragraph(run("文") + f"<w:r>{twice}</w:r>"))) == ["文", "框"]


def test_files_of_python_docx() -> None:
    import docx as python_docx

    made = python_docx.Document()
    made.add_heading("安全困境", 1)
    made.add_paragraph("清單", style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "嚇阻", "deterrence"
    target = io.BytesIO()
    made.save(target)
    found = parse(target.getvalue(), "a.docx")
    assert [b.kind for b in found.blocks] == ["heading", "item", "cell", "cell"]


SOUND = docx(paragraph(run("安全困境")))


@pytest.mark.parametrize("size", [4, 50, len(SOUND) // 2, len(SOUND) - 5])
def test_a_file_that_was_cut_off(size: int) -> None:
    with pytest.raises(UnreadableFile, match="no sound .docx"):
        parse(SOUND[:size], "a.docx")


@pytest.mark.parametrize("at", range(30, len(SOUND) - 30, 37))
def test_a_damaged_file_is_read_or_refused(at: int) -> None:
    damaged = SOUND[:at] + bytes([SOUND[at] ^ 0xFF]) + SOUND[at + 1 :]
    try:
        parse(damaged, "a.docx")
    except UnreadableFile as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"word/document.xml": b" " * 30_000_000}), "unpacks"),
        (archive({"word/document.xml": "<a/>", "x.bin": b"\0" * 90_000_000}), "unpacks"),
        (archive({"a.txt": "x"}), "no Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (docx("<w:p>" * 3_000), "depth"),
        (archive({"word/document.xml": "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"}), "entities"),
        (docx(""), "no text"),
    ],
    ids=["bomb", "bomb beside", "no word", "encrypted", "deep", "entities", "empty"],
)
def test_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        parse(data, "a.docx")


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(SOUND)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            data[start + at] |= 1
    with pytest.raises(UnreadableFile, match="encrypted"):
        parse(bytes(data), "a.docx")
