"""Who holds which office, as documents name them: "Morag Ellery, Chair", "Author: Ada Lovell, Programme Manager",
"Chaired by: | Steve Gooding", and what an office does where nobody is named ("The Chief Officer answers to the Board").

Nothing is guessed of who is in office now: each is a quote of a document with a date.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.models import Passage
from kb.text import sentence_spans

LONGEST = 240  # characters of a line or sentence that is read for a name: a longer one says more than who somebody is
_RANK = (
    r"(?:Deputy|Vice|Interim|Acting|Joint|Assistant|Associate|Senior|Executive|Non-[Ee]xecutive|Independent|Corporate|Group"
    r"|Lead|Chief|Principal|Head|Managing|Medical|Nursing|Clinical|Finance|Operational|Service|Programme|Project|Policy|Planning"
    r"|Integration|Locality|Performance|Monitoring|Standards|Section \d+|Accountable|Responsible|Information|Financial"
    r"|Social|Work|Operating|Nurse|Allied|Health|Public|Strategic|Strategy|Democratic|Cabinet|Lay|Parliamentary|Permanent|Regional)"
)
_POST = (
    r"(?:Chair(?:man|woman|person)?|Convener|Convenor|Chief Executive|Director(?:ate Manager)?|Head|Manager|Officer"
    r"|Secretary|Treasurer|Clerk|Provost|Mayor|Leader|President|Commissioner|Minister|Ombudsman|Registrar|Governor|Trustee"
    r"|Accountant|Solicitor|Professional|Nurse|Adviser|Advisor|Member|Lead|Co-ordinator|Coordinator|Analyst|Statistician)"
)
_OF = r"(?:(?: of(?: the)?| for(?: the)?| to the|,? and)? (?!and\b)[A-Z][\w’'&-]*)"
ROLE = rf"(?:{_RANK} )*{_POST}(?: \([\w ]+\))?{_OF}{{0,6}}"
_TITLE = (
    r"(?:(?:The )?(?:Rt|Right) Hon(?:ourable)?|Dr|Prof(?:essor)?|Mr|Mrs|Ms|Miss|Mx|Sir|Dame|Lord|Lady|Baroness|Rev|Cllr"
    r"|Councillor)\.?"
)
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞŴŶ", "a-zß-öø-ÿŵŷ"  # with the letters of Gaelic and Welsh names
_WORD = rf"(?:(?:Mac|Mc|O[’'])?[{_UPPER}][{_LOWER}]+(?:[’'-][{_UPPER}]?[{_LOWER}]+)*|[A-Z]\.?|van|de|von)"
NAME = rf"(?:(?:{_TITLE} )+{_WORD}(?: {_WORD}){{0,3}}|{_WORD}(?: {_WORD}){{1,3}})"
_AFTER = r"(?:,? (?:MP|MSP|MS|OBE|MBE|CBE|QC|KC|FRSE|CPFA))*"
_WRITER = r"(?:Author|Contact|Signed|Name|(?:Prepared|Presented|Written) by)s?:? "
_NAMED = re.compile(
    rf"(?:^(?:[\d.]+ )?(?:Report )?|\b(?={_WRITER}))(?:{_WRITER})?(?P<name>{NAME}){_AFTER}(?:,| \||:| –| -) ?(?:the )?"
    rf"(?P<role>{ROLE})\b"
)
_HELD = re.compile(
    rf"(?:^|\b[Tt]he |[|:] )(?P<role>{ROLE})(?:,|:| \||,? is|:? \|) (?P<name>{NAME}){_AFTER}(?=[,.;|]|$| and )"
)
_BY = re.compile(
    rf"(?P<role>[Cc]haired|[Ll]ed|[Cc]onvened) by:?(?: \|)? (?P<name>(?:{_TITLE} )+{_WORD}(?: {_WORD}){{0,3}}"
    rf"|{_WORD} {_WORD}(?=[,.;(|]|$| and | from | who ))(?: \((?P<post>{ROLE})\)|, (?:the )?(?P<post2>{ROLE}))?"
)
_DOES = re.compile(
    rf"^(?:[\d.]+ )?(?:The|Our) (?P<role>(?:{_RANK} )*{_POST}(?: of(?: the)? [A-Z][\w’'&-]*)?) (?:answers to|leads|chairs"
    r"|oversees|heads|advises|reports to|has oversight|is (?:the|accountable|responsible|a member|an?|appointed))\b"
)
# A box of facts at a paper's end: "AUTHOR'S NAME | Ada Lovell" over "DESIGNATION | Clerk".
_BOXED = re.compile(
    r"^(?i:(?:report )?(?:author|contact|officer|name|(?:prepared|presented|written) by)(?:['’]s)?(?: name| officer)?):? \| "
    rf"(?P<name>{NAME}){_AFTER}\n(?i:designation|(?:job )?title|post|position|role|office):? \| (?P<role>{ROLE})\b",
    re.MULTILINE,
)
# Offices at the head of a body: worth knowing of where nobody is named for them.
_HEAD = re.compile(
    r"(?:(?<=[Tt]he )|(?<=[Oo]ur )|(?<=, )|(?<= and ))(?:(?:Vice|Deputy|Interim|Acting)[ -])?(?:Chief (?:[A-Z]\w+ ){0,2}?"
    r"(?:Officer|Executive)|(?:Standards|Monitoring|Accountable|Section \d+) Officer|Chair(?:man|woman|person)?"
    r"|Convener|Convenor|Clerk)\b(?! of| [A-Z])"
)
# Words that make a capitalised phrase a body, a place or an office, no person.
NO_NAME = re.compile(
    r"\b(?:Board|Council|Committee|Group|Authority|Authorities|Partnership|Trust|Department|Ministry|Office|Agency|Service|Services"
    r"|Government|Parliament|Commission|Health|Social|Care|Integration|Joint|Strategic|Plan|Planning|Report|Paper|Act|Team|Centre"
    r"|University|College|School|Hospital|Street|Road|House|Scotland|Wales|England|Britain|Kingdom|Ireland|London|Data|Open|Public"
    r"|Programme|Project|Strategy|Policy|Information|Table|Figure|Annex|Appendix|Section|Direction|Directions|The|This|Each|All"
    r"|January|February|March|April|May|June|July|August|September|October|November|December|Version|Page|Project|Support|"
    rf"Workforce|Finance|Budget|Risk|Review|{_POST}|{_RANK})\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An office and, where the document says so, who holds it; `quote` is the line or sentence that says it.

    >>> Named("Chair", "Ada Lovell", "").label, Named("led", "Ada Lovell", "").label, Named("Clerk", "", "").label
    ('Ada Lovell, Chair', 'Ada Lovell', 'Clerk')
    """

    role: str
    name: str
    quote: str

    @property
    def label(self) -> str:
        office = "" if self.role.lower() in ("chaired", "led", "convened") else self.role
        return ", ".join(part for part in (self.name, office) if part)


def named(passage: Passage) -> Iterator[Named]:
    """The offices that a passage names with a person or a task."""
    for found in _BOXED.finditer(passage.text):
        yield Named(found["role"], found["name"], found[0])
    for quote in _lines(passage.text):
        for found in (*_NAMED.finditer(quote), *_HELD.finditer(quote), *_BY.finditer(quote)):
            name = found["name"].strip()
            if not NO_NAME.search(name):
                groups = found.groupdict()
                yield Named(groups.get("post") or groups.get("post2") or found["role"], name, quote)
                break
        else:
            if does := _DOES.match(quote):
                yield Named(does["role"], "", quote)


def officers(passages: Iterable[Passage]) -> list[tuple[Named, Passage]]:
    """Each person and each office once, as first named: people first, then offices nobody is named for, those with a task
    before those that are only spoken of."""
    people: dict[str, tuple[Named, Passage]] = {}
    offices: dict[str, tuple[Named, Passage]] = {}
    running = list(passages)
    for passage in running:
        for one in named(passage):
            kept, key = (people, one.name) if one.name else (offices, one.role)
            kept.setdefault(key.casefold(), (one, passage))
    held = {one.role.casefold() for one, _ in people.values()}
    alone = [pair for role, pair in offices.items() if role not in held]
    return [*people.values(), *alone, *_spoken_of(running, held | offices.keys())]


def _spoken_of(passages: Iterable[Passage], known: set[str]) -> Iterator[tuple[Named, Passage]]:
    """The sentences that speak of a head of the body by an office that is not yet known: several in one stand together."""
    known = set(known)
    for passage in passages:
        for start, end in sentence_spans(passage.text) if passage.kind != "table" else ():
            roles = dict.fromkeys(_HEAD.findall(passage.text[start:end]))
            new = [role for role in roles if role.casefold() not in known]
            if new and end - start <= 2 * LONGEST:
                known.update(role.casefold() for role in new)
                yield Named(", ".join(new), "", passage.text[start:end].strip()), passage


def _lines(text: str) -> Iterator[str]:
    """Lines and sentences short enough to say who somebody is."""
    for line in text.split("\n"):
        for start, end in sentence_spans(line):
            if 0 < end - start <= LONGEST:
                yield line[start:end].strip()
