"""What a document is: its title, kind, authority, date and standing, as far as it says so itself.

Looked for where documents say it: the title page, the first headings, the file's own title, the publisher's line. What is
not said stays None (a kind: "other"), and a person's word (`Facts` given to the pipeline) goes before all of it.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from ingest.acronyms import by_initials, is_acronym
from ingest.blocks import Block, Source
from ingest.dates import date_in, period_start
from kb.errors import InputError
from kb.models import DocumentKind
from kb.text import MONTHS, fold_white

FRONT_BLOCKS = 25  # how far a title page may reach
_WEIGHT_IN_FRONT = 5  # mentions in running text that one on the title page is worth
_WEIGHT_IN_TITLE = 20  # ... and one in a line that names a kind of document
FRONT_LINE = 160  # characters: a longer block is running text, where the title page is over
_NAMED_ENOUGH = 3  # mentions without which the body named most is only one of many
_SHORT_TITLE = 4  # words: "Strategic Plan" needs to be told from other bodies' plans
_LINKS = frozenset("a an and by for from in of on the to with".split())  # a title does not end in one
STATUSES = ("draft", "consultation", "final", "superseded")

_PLACE = r"(?:[A-Z][\w'’-]+|&)"
_JOINING = r"(?:\s+(?:of|and|the|for|in|&)(?=\s+[A-Z]))"
_NAME = rf"{_PLACE}(?:{_JOINING}*\s+{_PLACE})*?"
_HEADS = (
    r"(?:Integrat(?:ion|ed) Joint Board|Integrated Care (?:Board|Partnership)|Health and Social Care Partnership|"
    r"Joint Board|Health Board|Community Planning Partnership|(?:County |Borough |City |District )?Council|Government|"
    r"Partnership|(?:NHS )?(?:Foundation )?Trust|Authority|Agency|Inspectorate|Commission|Parliament|Assembly|Board|"
    r"University|College|Housing Association|Ltd|Limited|CIC|"
    r"IJB|ICB|HSCP)"
)
_LONG_NAME = rf"{_PLACE}(?:,? (?:(?:of|and|the|for|in|&) )?{_PLACE}){{0,5}}"
_BODY = re.compile(
    rf"\b(?:NHS {_PLACE}(?: (?:(?:and|&) )?(?!\S+ {_HEADS}){_PLACE}){{0,4}}"
    rf"|(?:Department|Ministry|Office|Council) (?:for|of) (?:the )?{_LONG_NAME}"
    rf"|HM {_PLACE}|(?:{_PLACE} ){{1,2}}Office(?: (?:for|of) (?:the )?{_LONG_NAME})?"
    rf"|{_NAME}\s+{_HEADS})\b(?!\s+(?:Licence|Act|Bill)\b)"
)
_SHORT_HEADS = {
    "IJB": "Integration Joint Board",
    "ICB": "Integrated Care Board",
    "HSCP": "Health and Social Care Partnership",
}
_PUBLISHER = re.compile(r"^(?:(?:published|issued) by|©) *(?:the )?", re.IGNORECASE)
_MONTH_AFTER = re.compile(rf",\s+(?:{'|'.join(MONTHS)})$", re.IGNORECASE)  # of a date that follows
_NO_NAME = re.compile(
    r"^(?:(?:The|This|That|Our|Your|Its|An?|Each|Every|Any|All|Both|If|When|While|As|In|On|At|By|For|From|To|With|Under|Of|And|"
    r"Members(?: of the)?)\s+)+"
)

_KIND_WORDS = re.compile(
    r"\b(?:plans?|strateg(?:y|ies)|directions?|guidance|guidelines|code|report|polic(?:y|ies)|framework|act|regulations|minutes|"
    r"statement|review|scheme|principles|standards|agreement|licence|charter|paper|programme|assessment|pact|log)\b",
    re.IGNORECASE,
)
_JUNK_TITLE = re.compile(
    r"^(?:microsoft \w+ - |untitled|document\d*$|slide \d|title$|.*\.(?:docx?|pdf|indd|pub|html?)$|\S*_\S*$)", re.IGNORECASE
)
# What a web page's title says of the site: an address after a dash, anything after an upright bar.
_SITE = re.compile(r"\s+[|–—-]\s+(?:GOV\.UK|gov\.\w+|[\w.]+\.(?:uk|scot|wales|org))$|\s+\|\s+[^|]+$", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"^(?:report|draft|final|consultation|contents|paper|agenda|minutes|official|confidential|foreword|introduction|appendix|annex"
    r"|page \d+|version [\d.]+|v\d[\d.]*|agenda item.*|item(?: number| no)?\.?:?\s*[\d.]+.*|isbn.*|www\..*|https?:.*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\bgov\.uk/([\w-]+)|\b([\w-]+)\.(?:gov|nhs|org|ac|police)\.(?:uk|scot|wales)\b", re.IGNORECASE)
_DATED = re.compile(
    r"(?:(?:meeting|report|publication|issue) )?date(?: of (?:the )?(?:meeting|report|publication|issue))?:?", re.IGNORECASE
)
_OTHER_VERSION = re.compile(r"\b(?:previous|earlier|last|first|original|superseded)\b", re.IGNORECASE)
_ADOPTED = re.compile(r"(?:^|[.;:|•]\s*|\d\s+)(?:approved|adopted|ratified|agreed) (?:by|on|at)\b", re.IGNORECASE)
_ITEM = re.compile(r"^(?:agenda )?item(?: number| no)?\.?:?\s*\d", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:is|are) (?:asked|invited|requested|recommended) (?:to|that)\b", re.IGNORECASE)
_PUTS = re.compile(
    r"\b(?:[Bb]oard|[Cc]ommittee|[Cc]abinet|[Cc]ouncil|[Mm]embers|[Pp]anel|[Tt]rustees|[Gg]overnors) (?:is|are) "
    r"(?:asked|invited|requested|recommended) to (?:approve|agree|note|consider|endorse|adopt|decide|support|ratify)\b"
)
_RECOMMENDS = re.compile(r"(?:\d+\.?\s+)?recommendations?\b.{0,40}$", re.IGNORECASE)
_GUIDES = re.compile(
    r"\b(?:guidance|guidelines?|code (?:of practice|for|on)|circular|advice note|principles|standards)\b", re.IGNORECASE
)
_GUIDES_WHOM = re.compile(
    r"(?:(?:statutory|interim|revised|national|draft) )*guidance (?:to|for|under|issued)\b", re.IGNORECASE
)
_IMPRINT_DATE = re.compile(
    rf"[,;]?\s+(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{'|'.join(map(str.title, MONTHS))}) (?:19|20)\d{{2}}$"
)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_ASKED_EARLY = 40  # blocks within which a paper says what it asks for


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document; None where nothing is. As overrides: what a person says instead."""

    title: str | None = None
    kind: str | None = None
    authority: str | None = None
    date: str | None = None
    status: str | None = None
    supersedes: str | None = None
    visibility: str | None = None
    in_force_from: str | None = None
    in_force_to: str | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in get_args(DocumentKind):
            raise InputError(f"{self.kind!r} is no kind of document: give one of {', '.join(get_args(DocumentKind))}.")
        if self.status is not None and self.status not in STATUSES:
            raise InputError(f"{self.status!r} is no status: give one of {', '.join(STATUSES)}.")
        for date in (self.date, self.in_force_from, self.in_force_to):
            if date is not None and not _DATE.fullmatch(date):
                raise InputError(f"{date!r} is no date: write it as 2024-04-18, 2024-04 or 2024.")
        if self.in_force_from and self.in_force_to and self.in_force_from > self.in_force_to:
            raise InputError(f"It cannot be in force from {self.in_force_from} to {self.in_force_to}: change one of them.")


def recognise(source: Source, path: Path) -> Facts:
    """The document's own word on what it is."""
    front = list(_front(source.blocks))
    authority = _authority(source, front)
    title = _title(source, front, authority) or path.stem.replace("_", " ")
    return Facts(title=title, kind=_kind(source, title, front), authority=authority, date=_date(source, title, front, path),
                 status=_status(title, source.title or "", front))  # fmt: skip


def title_page(source: Source) -> list[str]:
    """The short lines before the running text begins."""
    return list(_front(source.blocks))


def _front(blocks: Iterable[Block]) -> Iterator[str]:
    """The short lines before the running text begins."""
    for block in list(blocks)[:FRONT_BLOCKS]:
        if block.kind == "contents" or len(block.text) > FRONT_LINE:
            return
        if block.kind in ("heading", "paragraph") and block.text:
            yield fold_white(block.text)


# -- title


def _title(source: Source, front: Sequence[str], authority: str | None) -> str | None:
    """The file's own title where it names what the document is, else the title page's best line, else the first heading."""
    own = _own_title(source)
    printed = _printed_title(front, authority)
    if own and (own in front or _KIND_WORDS.search(own) or not printed):
        return own
    headings = (block.text for block in source.blocks if block.kind == "heading" and not _whole_body(block.text))
    return printed or own or next(headings, None)


def _own_title(source: Source) -> str | None:
    title = _SITE.sub("", fold_white(source.title or ""))
    good = len(re.findall(r"[^\W\d_]{2,}", title)) >= 2 and not _JUNK_TITLE.match(title) and not _whole_body(title)
    return title if good else None


def _printed_title(front: Sequence[str], authority: str | None) -> str | None:
    """The first line that names a kind of document, or else the first that is no body, date or label."""
    lines = [line for line in front if not _is_label(line)]
    chosen = next((line for line in lines if _KIND_WORDS.search(line)), next(iter(lines), None))
    if chosen is None or len(re.findall(r"[^\W\d_]{2,}", chosen)) < 2:
        return None
    after = front[front.index(chosen) + 1 :][:1]
    if after and period_start(after[0]):
        chosen = f"{chosen} {after[0]}"
    chosen = _without_imprint(chosen, authority)
    if authority and len(chosen.split()) <= _SHORT_TITLE and any(_whole_body(line) == authority for line in front):
        return f"{authority} {chosen}"
    return chosen


def _without_imprint(line: str, authority: str | None) -> str:
    """A title without the body and the date that a text file has on the line below it.

    >>> _without_imprint("Paying for your care: a guide Ardmore Council, May 2025", "Ardmore Council")
    'Paying for your care: a guide'
    >>> _without_imprint("Ardmore Council Strategic Plan 2026", "Ardmore Council")
    'Ardmore Council Strategic Plan 2026'
    """
    before = _IMPRINT_DATE.sub("", line).removesuffix(authority or "-").rstrip(" ,;–—-")
    is_whole = len(before.split()) >= _SHORT_TITLE and before.split()[-1].lower() not in _LINKS
    return before if authority and _IMPRINT_DATE.search(line) and is_whole else line


def _is_label(line: str) -> bool:
    is_date = date_in(line) is not None and len(line.split()) <= 6
    return bool(is_date or _NO_TITLE.match(line) or _whole_body(line) or not re.search(r"[A-Za-z]{3}", line))


# -- authority


def _authority(source: Source, front: Sequence[str]) -> str | None:
    """The body that issued it: a line of the title page, the publisher's line, else the body named most, and of the kind
    that the title names ("IJB Directions") where it names one."""
    named = Counter(body for block in source.blocks for body in _bodies(block.text))
    for block in source.blocks:
        named.update(body for row in block.rows for cell in row.cells for body in _bodies(cell))
    for line in front:
        if (body := _whole_body(line)) and named[body]:
            return body
    publisher = next(_published_by(source.blocks), None)
    if publisher:
        return publisher
    if body := _short_name(source, front, named):
        return body
    own = re.split(r"\s+[|–—-]\s+", source.title or "")  # the last part of a page's title often names only the site
    for line in (*own, source.metadata.get("Author", ""), source.metadata.get("author", ""), *front):
        weight = _WEIGHT_IN_TITLE if _KIND_WORDS.search(line) else _WEIGHT_IN_FRONT
        named.update(dict.fromkeys(_bodies(line), weight))
    short = next((full for short, full in _SHORT_HEADS.items() if re.search(rf"\b{short}\b", own[0])), "")
    of_that_kind = [body for body, _ in named.most_common() if short and body.endswith(short)]
    most = of_that_kind or [body for body, count in named.most_common(1) if count >= _NAMED_ENOUGH]
    return most[0] if most else None


def _short_name(source: Source, front: Sequence[str], named: Mapping[str, int]) -> str | None:
    """The body that the title calls by its initials ("DWP Strategy"), written out where the document does so; else the short
    name that is the document's own web address too ("Defra" and www.defra.gov.uk)."""
    titles = " ".join([source.title or "", *(line for line in front if _KIND_WORDS.search(line))])
    sites = {name.lower() for line in front for found in _ADDRESS.finditer(line) for name in found.groups() if name}
    for word in dict.fromkeys(re.findall(r"[\w&]+", titles)):
        letters = [character for character in word.lower() if character.isalnum()]
        short = is_acronym(word) and (sum(map(str.isupper, word)) > 1 or word.lower() in sites)
        if short and not titles.isupper():
            long = next((body for body in named if by_initials(re.findall(r"[\w'’&]+", body.lower()), letters)), None)
            if long or word.lower() in sites:
                return long or word
    return None


def _bodies(text: str) -> Iterator[str]:
    """Bodies named in a text, with the usual abbreviations of their kinds written out."""
    for match in _BODY.finditer(text.title() if text.isupper() else text):
        if body := _written_out(match.group()):
            yield body


def _written_out(name: str) -> str | None:
    """
    >>> _written_out("The Ardmore IJB"), _written_out("The Board"), _written_out("Office for Homes and Places, May")
    ('Ardmore Integration Joint Board', None, 'Office for Homes and Places')
    """
    name = _MONTH_AFTER.sub("", _NO_NAME.sub("", fold_white(name)))
    first, _, last = name.rpartition(" ")
    if not first:
        return None
    return f"{first} {_SHORT_HEADS[last]}" if last in _SHORT_HEADS else name


def _whole_body(line: str) -> str | None:
    """The body that a line names and nothing else, but for a date: "National Quality Office, May 2024"."""
    match = _BODY.fullmatch(_IMPRINT_DATE.sub("", _NO_NAME.sub("", line)))
    return _written_out(match.group()) if match else None


def _published_by(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        said = _PUBLISHER.match(block.text)
        match = _BODY.match(block.text, said.end()) if said else None
        if match and (body := _written_out(match.group())):
            yield body


# -- kind


def _kind(source: Source, title: str, front: Sequence[str]) -> DocumentKind:
    """By the title's words, the most telling first; a paper by what it asks its readers to do."""
    if re.search(r"\bminutes\b", title, re.IGNORECASE):
        return "minutes"
    if _GUIDES.search(title) or any(_GUIDES_WHOM.match(line) for line in front):
        return "guidance"
    if re.search(r"\b(?:Act|Regulations|Order|Bill|Measure)(?:\s+\(?\d{4}\)?)?$", title):
        return "law"
    if any(_ITEM.match(line) for line in front) or _asks(source.blocks):
        return "paper"
    for word, kind in _TITLE_KINDS:
        if re.search(word, title, re.IGNORECASE):
            return kind
    if _RULES.search(title) and _binds(source.blocks):
        return "guidance"
    if any(_PUTS.search(block.text) for block in source.blocks[:_ASKED_EARLY]):
        return "paper"  # a business case, say: its title does not tell, what it puts to its board does
    return _kind_it_calls_itself(source.blocks)


_TITLE_KINDS: tuple[tuple[str, DocumentKind], ...] = (
    (r"\b(?:white|green) paper\b", "other"),
    (r"\bdirections?\b", "directions"),
    (r"\b(?:plans?|strateg(?:y|ies)|strategic framework|route ?map)\b", "plan"),
    (r"\b(?:report|review|assessment|evaluation|accounts|audit|statistics)\b", "report"),
)
_RULES = re.compile(r"\b(?:framework|polic(?:y|ies)|rules|requirements|protocol|procedures?|charter)\b", re.IGNORECASE)
_BINDS = re.compile(r"\b(?:must|shall|should|(?:is|are) (?:required )?to)\b")
_BINDS_OFTEN = 5  # paragraphs that say what is to be done: a policy with as many is guidance to whoever keeps it
_CALLS_ITSELF = re.compile(r"\bthis (?:\w+ )?(guidance|code|plan|strategy|direction|report|paper|act)\b", re.IGNORECASE)
_OWN_WORDS: dict[str, DocumentKind] = {
    "guidance": "guidance", "code": "guidance", "plan": "plan", "strategy": "plan", "direction": "directions",
    "report": "report", "paper": "paper", "act": "law",
}  # fmt: skip


def _asks(blocks: Sequence[Block]) -> bool:
    """A heading "Recommendations" near the front, and words that ask the readers for a decision under it."""
    early = blocks[:_ASKED_EARLY]
    headed = any(_RECOMMENDS.match(block.text) for block in early)
    return headed and any(_ASKS.search(block.text) for block in early)


def _binds(blocks: Sequence[Block]) -> bool:
    return sum(bool(_BINDS.search(block.text)) for block in blocks if block.kind in ("paragraph", "item")) >= _BINDS_OFTEN


def _kind_it_calls_itself(blocks: Sequence[Block]) -> DocumentKind:
    words = Counter(word.lower() for block in blocks for word in _CALLS_ITSELF.findall(block.text))
    most = words.most_common(1)
    return _OWN_WORDS[most[0][0]] if most and most[0][1] > 1 else "other"


# -- date and status


def _date(source: Source, title: str, front: Sequence[str], path: Path) -> str | None:
    """The title page's date; else what a cell "Date", the publisher's line, the page's own data or the file's name say; else
    the year its period begins."""
    for line in (title, *front):
        if found := date_in(line):
            return found
    if dated := next(_dated_cells(source.blocks), None):
        return dated
    for block in source.blocks:
        says = len(block.text) < FRONT_LINE and re.search(r"\b(?:published|issued|dated?)\b", block.text, re.IGNORECASE)
        if says and not _OTHER_VERSION.search(block.text) and (found := date_in(block.text)):
            return found
    for name in ("dcterms.issued", "dc.date", "article:published_time", "date"):
        if match := re.match(r"\d{4}-\d{2}-\d{2}", source.metadata.get(name, "")):
            return match.group()
    if found := date_in(path.stem.replace("_", " ")):
        return found
    return next((year for line in (title, *front) if (year := period_start(line))), None)


def _dated_cells(blocks: Iterable[Block]) -> Iterator[str]:
    """Dates that stand beside the word "Date" in a table, as papers end or begin with."""
    for row in (row for block in blocks for row in block.rows):
        cells = [cell for cell in row.cells if cell.strip()]
        if len(cells) == 2 and _DATED.fullmatch(cells[0].strip()) and (found := date_in(cells[1])):
            yield found


def _status(title: str, own_title: str, front: Sequence[str]) -> str | None:
    """What the title or a line of the title page calls the document."""
    lines = [title, own_title, *(line for line in front if len(line.split()) <= 8)]
    for status, words in (
        ("superseded", r"\b(?:superseded|withdrawn|archived)\b"),
        ("draft", r"\bdraft\b"),
        ("consultation", r"\bconsultation\b(?! (?:report|response|statement))"),
        ("final", r"\b(?:final(?: version)?|approved)\b"),
    ):
        if any(re.search(words, line, re.IGNORECASE) for line in lines):
            return status
    return "final" if any(_ADOPTED.search(line) for line in front) else None
