"""From hits to the sentences, list items, lists and table rows worth quoting, each scored against the question.

A unit is what can be quoted by itself. It is scored by the question's words that it or what stands above it holds (rare
words tell more), by the encoder's likeness, by how well its passage was found, and by whether it holds what is asked for: a
value, a list, the table that is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant import cells, forms, opposites, values, words
from assistant.corpus import Corpus
from assistant.coverage import Soft, coverage, said
from assistant.question import Question
from assistant.units import Unit
from assistant.values import ValueKind
from assistant.wording import other_words

MAX_UNITS = 11  # encoded for one question: more take longer than a person should wait
LEXICAL, DENSE, RETRIEVED = 0.5, 0.35, 0.15  # weights of the three scores, together 1
VALUE, LISTED, LABELLED, PHRASED, COUNT_FITS, NAMED = (
    0.2,
    0.12,
    0.15,
    0.1,
    0.1,
    0.12,
)  # added where the unit has what is asked for
HEADED, OF_ITS_OWN = 0.35, 0.95  # added to what stands under a heading that is what is asked for, from this fit
BINDING = 0.1  # added where what must, should or may be done is asked for and the unit says how binding it is
ANNOUNCED = 0.1  # added to a list whose lead-in says the things of which a list is asked
RULES = 0.1  # added to what guidance or law says, where that is asked
RULING = ("guidance", "law")
MEMBERS = 0.25  # added where it is asked who belongs to a group and the unit says whom that has to include
SECOND_BEST = 0.08  # taken off where the value is of a kind that is less likely meant: "three years" for "when"
MANY = 20  # things that somebody asks for by their number
CARRIED = 0.5  # what a word taken over from an earlier question weighs
NEAR = 7  # words between a number and what it counts
# Who is counted as people, whatever the document calls them.
_PEOPLE = frozenset(
    words.stems("people individuals participants attendees respondents residents citizens staff members population")
)
ANYONE = _PEOPLE - set(words.stems("staff members"))  # who is asked for by these is counted by no other word
_BINDING = re.compile(
    r"\b(?:must|should|shall|may|(?:is|are) (?:required|expected|encouraged|advised|to)|(?:has|have) a duty|duty to)\b"
)
_BARE_NUMBER = re.compile(
    rf"\b(?:minimum|maximum|total|limit|at least|at most|up to)(?: of)? (?:\d+|{'|'.join(values.NUMBER_WORDS)})"
    r"(?= (?:per|a|each|every)\b|[.;)])",
    re.IGNORECASE,
)
_MEMBERS = re.compile(
    r"\b(?:includ(?:e|es|ing) representatives|(?:must|shall|should|to) include\b|consists? of|compris(?:es?|ing)|made up of"
    r"|drawn from|(?:its|the) (?:members|membership) (?:is|are|must|shall|should)|representatives of)\b",
    re.IGNORECASE,
)
# Ways up and down: what speaks of the one does not speak of the other.
_UP, _DOWN = (
    frozenset(words.stems("grow grew grown growing growth increase rise rose risen expand")),
    frozenset(words.stems("fall fell fallen decrease decline reduce drop shrink shrunk")),
)
_PACE = re.compile(r"\bhow (?:fast|quickly|rapidly)\b", re.IGNORECASE)
_SURVEYED = re.compile(
    r"\b(?:said|say|told|agree\w*|felt|feel|think|thought|find|found|prefer\w*|reported|want\w*|like)\b", re.IGNORECASE
)
_LISTS = re.compile(
    r"(?:\b(?:are|include|includes|including|namely|such as)\b|:)[^.;]*?[,;][^.;]*?(?:[,;]| and )", re.IGNORECASE
)
OF_ONE_THING = 0.6  # share of the question's other words that such a unit has
_AGED = re.compile(
    r"\b(?:aged?|ages of) (?:from |over |under |between )?(?P<age>\d{1,2})s?\b(?!%| ?per| ?million)", re.IGNORECASE
)
_ELSEWHERE = re.compile(  # what only says where more stands
    r"\W*(?:(?:you can )?(?:read|find out|learn) more|see (?:also|annex|appendix|section|page)"
    r"|for (?:more|further) (?:information|details?|guidance))\b",
    re.IGNORECASE,
)
_DOER = re.compile(r"(?:er|or|ant|ent|ee|ist)s$")
_SEPARATED = re.compile(r"[,;] (?:and )?| and ")
_OTHER_PLURAL = re.compile(r"\b(?P<thing>[a-z]{3,}[^s\W]s)\b(?!,? (?:and|or)\b)")  # what a figure before it counts
_NUMBERED = re.compile(
    rf"\b(?P<number>{'|'.join(values.NUMBER_WORDS[1:20])}|\d{{1,2}}) (?P<thing>[a-z]{{3,}}s)\b", re.IGNORECASE
)
_NAME = re.compile(r"\b[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]+\b")
_TITLE = re.compile(
    r"\bwho(?:'s|’s| is| was) (?:the|our|its|their) "
    r"(?P<title>(?:(?!(?:of|for|in|at|on|to|from|with|who|that|and|responsible)\b)[\w-]+ ?)+)",
    re.IGNORECASE,
)
_LAW = re.compile(r"\b(?:Acts?|Orders?|Regulations|Rules|Bill|Measure)(?: \([^)]*\))?,? $")
SELDOM = 12  # passages that a person's name stands in at most; a title stands in more


@dataclass(frozen=True, slots=True)
class Scored:
    """`covered` is the weighted share of the question's words found, `missing` the stems found nowhere near; `value` says
    whether the kind of value asked for is there, None where none is asked for; `chance` is the reranker's probability that
    the unit answers, None where it was not asked."""

    unit: Unit
    score: float
    covered: float
    dense: float
    value: bool | None
    missing: tuple[str, ...] = ()
    chance: float | None = None

    @property
    def likelihood(self) -> float:
        """`chance`, 0 where the reranker was not asked."""
        return self.chance or 0.0


def score(question: Question, pool: Sequence[Unit], corpus: Corpus, likeness: Sequence[float]) -> list[Scored]:
    """All units of the pool, best first; ties by document and place. `likeness` is each unit's to the question."""
    return ordered(score_one(question, unit, corpus, dense) for unit, dense in zip(pool, likeness, strict=True))


def ordered(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(
        scored, key=lambda one: (-one.score, one.unit.passage.doc, one.unit.passage.ordinal, one.unit.start, one.unit.end)
    )


def shortlist(question: Question, pool: Sequence[Unit], corpus: Corpus, most: int = MAX_UNITS) -> list[Unit]:
    """The units that are worth encoding, in their order. A list is told by what announces it, not by what is said of it."""
    if question.kind == "list":
        pool = [replace(unit, before="") if unit.before else unit for unit in pool]
    ranked = sorted(range(len(pool)), key=lambda at: (-score_one(question, pool[at], corpus, 0.0).score, at))
    return [pool[at] for at in sorted(ranked[:most])]


def score_one(question: Question, unit: Unit, corpus: Corpus, dense: float, soft: Soft | None = None) -> Scored:
    covered, missing = coverage(question.terms, unit, corpus, soft or {})
    if unit.role == "list" and str(_items(unit)) in missing:  # "the 9 outcomes" of a list of nine
        covered, missing = coverage([stem for stem in question.terms if stem != str(_items(unit))], unit, corpus, soft or {})
    if question.about:
        carried, _ = coverage(question.about, unit, corpus, {})
        covered = (covered + CARRIED * carried) / (1 + CARRIED) if question.terms else carried
    value = holds_value(question, unit) if question.values else None
    total = LEXICAL * covered + DENSE * dense + RETRIEVED * unit.retrieved + _fits(question, unit, value)
    if question.kind == "who" and names_person(question, unit, corpus):
        total += NAMED
    return Scored(unit, total, covered, dense, value, missing)


def _fits(question: Question, unit: Unit, value: bool | None) -> float:
    """What is added for being the sort of thing that is asked for."""
    bonus = 0.0 if value is None else VALUE if value else -VALUE
    if value and not question.counted and not values.find(unit.text, question.values[0]):
        bonus -= SECOND_BEST
    if unit.role == "list":
        bonus += _list_fits(question, unit) if question.kind == "list" else -1.0
    elif question.kind == "list" and not enumerates(question, unit):
        bonus -= LISTED
    elif question.kind == "list" and unit.role == "sentence" and _LISTS.search(unit.text):
        bonus += LISTED / 2
    if unit.headed >= OF_ITS_OWN:
        bonus += HEADED if question.kind in ("list", "definition") else HEADED / 2
    if question.labels:
        there = words.stems(f"{unit.above} {unit.text}")
        around = words.stems(unit.passage.text)
        here, near = (any(words.has_run(label, some) for label in question.labels) for some in (there, around))
        bonus += LABELLED if here else LABELLED / 2 if near else -LABELLED
    if any(phrase.lower() in unit.text.lower() for phrase in question.phrases):
        bonus += PHRASED
    if unit.role == "row":
        bonus += LABELLED * cells.row_asked(question, unit)
    if question.values and not ages(unit.text) <= ages(question.text):
        bonus -= LABELLED
    if question.kind != "contact" and _ELSEWHERE.match(unit.text):
        bonus -= LABELLED
    if opposites.instead(question.text, f"{unit.above} {unit.text}") or no_change(question, unit):
        bonus -= LABELLED
    if question.kind == "list" and _same_number(question, unit):
        bonus += COUNT_FITS
    if question.duty:
        bonus += BINDING * bool(_BINDING.search(f"{unit.above} {unit.text}" if unit.role == "item" else unit.text))
        bonus += RULES * (unit.document.kind in RULING)
    if forms.MEMBERS.search(question.text) and _MEMBERS.search(said(unit)):
        bonus += MEMBERS
    return bonus


def enumerates(question: Question, unit: Unit) -> bool:
    """Whether the unit lists as many things as the question says there are; anything does where it does not say."""
    asked = number_asked(question)
    if asked is None or asked <= 2 or unit.role in ("list", "lead_in", "item", "row"):
        return True
    things = numbered_things(question.text)
    if things and things.keys().isdisjoint(words.stem_set(unit.text)):
        return False  # a sentence that has many commas, of other things
    return len(_SEPARATED.findall(unit.text)) + 1 >= asked


def _same_number(question: Question, unit: Unit) -> bool:
    """Whether the unit says that there are as many of the things as the question does: "two questions"."""
    asked, given = numbered_things(question.text), numbered_things(unit.text if unit.role != "list" else said(unit))
    return any(asked[thing] & given[thing] for thing in asked.keys() & given.keys())


def names_person(question: Question, unit: Unit, corpus: Corpus) -> bool:
    """Whether the unit holds a name that is nobody's title and no body's name, with the title that is asked for."""
    if not _bears_title(question, unit, corpus):
        return False
    bodies = {stem for document in corpus.documents for stem in words.stems(document.authority or "")}
    taken = bodies.union(question.terms)
    for match in _NAME.finditer(unit.text):
        stems = words.stems(match[0])
        if not taken & set(stems) and all(stem in corpus.proper and corpus.frequency[stem] <= SELDOM for stem in stems):
            return True
    return False


def _bears_title(question: Question, unit: Unit, corpus: Corpus) -> bool:
    """Whether the title of two words or more that somebody is asked for by stands together in the unit: "Executive lead:
    Chief Nurse" names no chief executive."""
    title = words.content(match["title"]) if (match := _TITLE.search(question.text)) else []
    if len(title) < 2:
        return True
    said = words.told(f"{unit.above} {unit.text}")
    together = any({*said[at : at + len(title)]} == {*title} for at in range(len(said)))
    short = (set(long) for letters, long in corpus.acronyms.items() if letters in said)
    return together or any({*title} <= long for long in short)


def of_other_label(question: Question, unit: Unit) -> bool:
    """Whether the unit stands under a heading with another label of the sort that the question, or the one before it, names:
    under "Option 3" where Option 2 is asked about."""
    asked = question.labels or tuple(tuple(words.stems(label)) for label in question.carried)
    under = [tuple(words.stems(match[0])) for match in forms.LABEL.finditer(unit.above)]
    sorts = {label[0] for label in asked}
    return any(label[0] in sorts for label in under) and not any(label in asked for label in under if label[0] in sorts)


def number_asked(question: Question) -> int | None:
    """How many things the question says that there are; None where it does not say."""
    return next((int(stem) for stem in question.terms if stem.isdigit() and 1 < int(stem) <= MANY), None)


def _list_fits(question: Question, unit: Unit) -> float:
    named = forms.LISTED.search(question.text)
    things = other_words(words.stem(words.bare(named["thing"]))) if named else frozenset[str]()
    announced = any(word.endswith("s") and words.stem(word) in things for word in words.words(said(unit)))
    return LISTED + ANNOUNCED * announced + (COUNT_FITS if str(_items(unit)) in question.terms else 0.0)


def _items(unit: Unit) -> int:
    """How many things a list has."""
    items = sum(part.role in ("item", "row") and part.level == 0 for part in unit.passage.parts) or 1 + len(unit.following)
    if unit.following and (unit.start, unit.end) != (0, len(unit.passage.text)):
        items -= 1  # the sentence that announces them is none of them
    return items


def holds_value(question: Question, unit: Unit) -> bool:
    """Whether the unit holds a value of a kind asked for; a count must stand at what it counts, in a row its column may say
    what that is; a value said to be still to come is one."""
    text = unit.text
    to_come = values.to_come(text) and question.kind != "contact"  # an address is not yet to be settled
    if to_come or (question.counted and values.left_out(text, question.counted[-1])):
        return True
    spans = [span for kind in question.values for span in values.find(text, kind)]
    if question.counted:
        head = question.counted[-1]
        if (bare := _BARE_NUMBER.search(text)) and head in words.stem_set(text[: bare.start()]):
            return True
        if unit.role == "row" and _counted_cells(head, unit):
            return True
        if head in _PEOPLE and _SURVEYED.search(question.text) and values.find(text, "percent"):
            return True  # of those who were asked, as surveys are told
        return any(_counts(head, text, span) or _doers(question, text, span) for span in spans)
    if any(text[a:b].lower() != "one" and not _of_a_law(question, text, (a, b)) for a, b in spans):
        return True  # "one of us" gives no number
    return "money" in question.values and "£" in unit.above and bool(values.find(text, "number"))


def _of_a_law(question: Question, text: str, span: tuple[int, int]) -> bool:
    """Whether a year only names a law ("the Harbours Act 1964", "the 1964 Act") and the question is of something else."""
    named = _LAW.search(text[: span[0]]) is not None or re.match(r" Act\b", text[span[1] :]) is not None
    return named and question.values[0] != "year"


def _counted_cells(head: str, unit: Unit) -> list[str]:
    """The numbers of a row in the columns, its first left out, that are headed by what is counted."""
    first, *columns = unit.above.rsplit(" / ", 1)[-1].split(" | ")
    own = unit.text.split(" | ")[1:]
    if head in words.stem_set(unit.text.split(" | ")[0]):
        return [cell[a:b] for cell in own for a, b in values.find(cell, "number")]
    heads = _PEOPLE if head in _PEOPLE else frozenset((head,))
    under = [cell for column, cell in zip(columns, own, strict=False) if heads & words.stem_set(column)]
    if not under and head in words.stem_set(forms.LABEL.sub(" ", unit.above)) and head not in words.stem_set(first):
        under = own  # the heading or the caption says what is counted
    return [cell[a:b] for cell in under for a, b in values.find(cell, "number")]


def _counts(head: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the figure at `span` counts what `head` is the stem of: it stands just before, or just after ("Staff: 40")."""
    after = _OTHER_PLURAL.split(text[span[1] : span[1] + 80])[0] if head not in _PEOPLE else text[span[1] : span[1] + 80]
    if (own := _OTHER_PLURAL.search(text[span[1] : span[1] + 80])) and words.stem(own["thing"].lower()) == head:
        return True
    near = words.stems(after)[:NEAR] + words.stems(text[max(0, span[0] - 30) : span[0]])[-2:]
    return head in near or (head in ANYONE and not _PEOPLE.isdisjoint(near))


def _doers(question: Question, text: str, span: tuple[int, int]) -> bool:
    """Whether the figure counts the doers of what people are counted for: "people subscribe", "40 subscribers"."""
    own = _OTHER_PLURAL.search(text[span[1] : span[1] + 80])
    if question.counted[-1] not in _PEOPLE or not own or not _DOER.search(own["thing"]):
        return False
    return words.stem(own["thing"].lower()) in question.terms


def counts(question: Question, unit: Unit, kinds: Sequence[ValueKind] = ()) -> frozenset[str]:
    """The figures in the unit that count what the question counts, in lower case; of these kinds, where some are named."""
    if not question.counted:
        return frozenset()
    text = unit.text
    spans = [span for kind in kinds or question.values for span in values.find(text, kind)]
    if unit.role == "row" and (counted := _counted_cells(question.counted[-1], unit)):
        return frozenset(counted)
    return frozenset(text[a:b].lower() for a, b in spans if _counts(question.counted[-1], text, (a, b)))


def values_given(question: Question, text: str) -> frozenset[str]:
    """The values in the text of the likeliest kind that the question asks for, in lower case."""
    spans = values.find(text, question.values[0])
    return frozenset(text[a:b].lower() for a, b in spans)


def other_count(question: Question, unit: Unit) -> bool:
    """Whether the question takes another number of the same things for granted than the unit gives: "five areas", "three
    areas". Only where it does not ask for that number itself."""
    if question.kind not in ("why", "yesno") and question.values[:1] not in (("date",), ("duration",)):
        return False
    asked, said = numbered_things(question.text), numbered_things(unit.text)
    return any(thing in said and said[thing].isdisjoint(numbers) for thing, numbers in asked.items())


def contrary(question: Question, unit: Unit) -> bool:
    """Whether the question takes for granted that something fell which the unit says rose, or the other way round."""
    if question.kind != "why" and question.values[:1] not in (("date",), ("duration",)):
        return False
    asked, said = set(question.terms), words.stem_set(unit.text)
    rest = asked - _UP - _DOWN
    if len(rest & words.stem_set(unit.around)) < OF_ONE_THING * len(rest):
        return False
    ways = ((_UP, _DOWN), (_DOWN, _UP))
    return any(asked & way and said & back and not asked & back and not said & way for way, back in ways)


def no_change(question: Question, unit: Unit) -> bool:
    """Whether it is asked how fast something grows or falls, and the unit itself says of nothing that it does."""
    changes = _UP | _DOWN
    asked = _PACE.search(question.text) is not None and not changes.isdisjoint(question.terms)
    return asked and changes.isdisjoint(words.stem_set(unit.text))


def ages(text: str) -> frozenset[str]:
    """The ages of whom the text speaks of: what is said of them is not said of all.

    >>> sorted(ages("people aged 75 and over")), sorted(ages("75% of people"))
    (['75'], [])
    """
    return frozenset(match["age"] for match in _AGED.finditer(text))


def numbered_things(text: str) -> dict[str, set[str]]:
    """Stems of plural words with the small numbers that stand right before them."""
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(text):
        found.setdefault(words.stem(match["thing"].lower()), set()).add(words.stem(match["number"].lower()))
    return found
