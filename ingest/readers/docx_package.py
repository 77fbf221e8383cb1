"""The zip around an Office or OpenDocument file: its parts as XML. A hostile one cannot fill the memory or reach out."""
from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from kb.errors import UnreadableFile
from kb.text import fold_white

LARGEST_PART = 100 * 2**20  # bytes of one part, unpacked; a thousand pages of text have 10 MB
MOST_PACKED = 200  # unpacked bytes to a packed one above which a part of some size is no document but a bomb
_ENTITIES = "{} declares entities, which no such file does: it is made to do harm."
_START = 1000  # bytes of a part, within which it declares what it declares
_SMALL = 10 * 2**20  # bytes below which any ratio is harmless


class Package:
    """An open document. Raises UnreadableFile for what is no Word document, is locked, or unpacks to more than it may."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise UnreadableFile(f"{path.name} is no document that can be opened: save it again.") from error
        self._names = set(self._zip.namelist())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._zip.close()

    def main(self) -> etree._Element:
        """The part that holds the text; its place is said by the package's relationships."""
        place = next(self._related("_rels/.rels", "officeDocument"), "word/document.xml")
        found = self.xml(place)
        if found is None:
            raise UnreadableFile(f"{self.name} is no Word document that can be read: its text is missing.")
        self._main = place
        return found

    def part(self, kind: str) -> etree._Element | None:
        """"styles", "numbering", "footnotes" or "endnotes", None where the document has none. After `main`."""
        folder, file = posixpath.split(self._main)
        related = next(self._related(f"{folder}/_rels/{file}.rels", kind), f"{kind}.xml")
        return self.xml(posixpath.normpath(posixpath.join(folder, related)))

    def properties(self) -> dict[str, str]:
        """Title, creator and the like, as Word keeps them."""
        core = self.xml("docProps/core.xml")
        found = {name(element): fold_white(element.text or "") for element in core} if core is not None else {}
        return {key: said for key, said in found.items() if said}

    def _related(self, place: str, kind: str) -> Iterator[str]:
        for relationship in children(self.xml(place), "Relationship"):
            of_kind = (attribute(relationship, "Type") or "").endswith(f"/{kind}")
            if of_kind and attribute(relationship, "TargetMode") != "External":
                yield attribute(relationship, "Target") or ""

    def xml(self, place: str) -> etree._Element | None:
        """The root of a part, None where the document has no such part."""
        place = place.lstrip("/")
        if place not in self._names:
            return None
        info = self._zip.getinfo(place)
        _refuse_bomb(info, self.name)
        try:
            with self._zip.open(info) as part:
                data = part.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, RuntimeError, EOFError, OSError) as error:  # RuntimeError: a locked archive
            raise UnreadableFile(f"{self.name} is damaged or locked with a password: save a copy without one.") from error
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(f"{self.name} is damaged: open it in Word and save it again.") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(_ENTITIES.format(self.name))
        return root


def refuse_bombs(path: Path) -> None:
    """For packages that another library opens. Raises UnreadableFile for one that unpacks to more than a document can hold
    or whose parts declare entities."""
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                _refuse_bomb(info, path.name)
                if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(info).read(_START):
                    raise UnreadableFile(_ENTITIES.format(path.name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile(f"{path.name} is damaged or locked with a password: save a copy without one.") from error


def _refuse_bomb(info: zipfile.ZipInfo, name: str) -> None:
    too_dense = info.file_size > _SMALL and info.file_size > MOST_PACKED * max(info.compress_size, 1)
    if info.file_size > LARGEST_PART or too_dense:
        raise UnreadableFile(f"{name} unpacks to more than a document can hold: it is damaged or made to do harm.")


def name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(parent: etree._Element | None, wanted: str) -> Iterator[etree._Element]:
    return (element for element in parent if name(element) == wanted) if parent is not None else iter(())


def child(parent: etree._Element | None, wanted: str) -> etree._Element | None:
    return next(children(parent, wanted), None)


def attribute(element: etree._Element, wanted: str) -> str | None:
    """An attribute's value, whatever its namespace."""
    return next((str(said) for key, said in element.attrib.items() if str(key).rpartition("}")[2] == wanted), None)


def value(element: etree._Element | None) -> str | None:
    """The `val` of an element, Word's usual place for a setting."""
    return None if element is None else attribute(element, "val")
