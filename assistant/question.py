"""What a question asks for, read from its grammar: the kind of answer, the value it wants, its subject, its numbers.

No language model and no list of topics: UK English question forms only. What part of the library it names is `scope`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant import forms, wording, words
from assistant.forms import Kind
from assistant.values import ValueKind

CONTACT: tuple[ValueKind, ...] = ("email", "phone", "address", "postcode")
_CAPITAL = re.compile(r"[A-Z][\w’'-]*")
_JOINERS = frozenset("of and the &".split())
# Capitalised words that name a place in a document or a time, not a body, a person or a thing.
_NO_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday direction directions table figure annex appendix option section paragraph page "
    "question stage phase part plan paper report guidance act article chapter clause schedule commitment principle "
    "recommendation outcome aim goal objective priority theme target".split()
)
# Titles of persons, which documents give in full, short or not at all.
_TITLES = frozenset(
    "mr mrs ms miss mx dr doctor prof professor cllr councillor supt superintendent rev reverend sir dame".split()
)


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `values` are the kinds of value that answer it, () where none is asked for; `counted` the stems
    of what "how many" counts; `terms` the stems of its content words; `names` its capitalised names as stems; `subject`
    the term that a definition is wanted of; `phrases` what it puts in quotation marks; `numbers`, `labels` ("Table 1")
    and `page` its places; `dated` says that only what has a date answers it; `about` the stems that it takes over from
    what was asked before it, `carried` the labels there."""

    text: str
    kind: Kind = "other"
    values: tuple[ValueKind, ...] = ()
    counted: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    subject: str = ""
    phrases: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    labels: tuple[tuple[str, ...], ...] = ()
    page: int | None = None
    duty: bool = False
    dated: bool = False
    about: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    searched: str = ""

    @property
    def query(self) -> str:
        """What is looked for: the question, or `searched` where only a part of its words is, with what it takes over."""
        return f"{self.searched or self.text} {' '.join(self.about)}".strip()


def understand(text: str, about: str = "") -> Question:
    """Reads one question; `about` is what was asked before it, where it leans on that.

    >>> q = understand("How many GP practices are there in Strathmarden?")
    >>> q.kind, q.values, q.counted
    ('value', ('number', 'percent'), ('gp', 'practic'))
    """
    values = _values(text)
    kind = _kind(text, values)
    if kind == "who" and values and values[0] not in CONTACT:
        values = ()  # "who decides how many there are?"
    page = forms.PAGE.search(text)
    wanted = _without_telling(forms.NOT_MEANT.sub(" ", text))
    if kind == "comparison":
        wanted = forms.COMPARING.sub(" ", wanted)
    dated = forms.DATED.search(text) if kind in ("list", "other") else None
    wanted = wanted.replace(dated[0], " ") if dated else wanted
    terms = tuple(words.content(_without_value_word(wording.plain(wanted), values)))
    question = Question(
        text=text,
        kind=kind,
        values=() if kind in ("definition", "expansion", "wording", "mentions") else values,
        terms=terms,
        names=names(wanted),
        subject=_subject(text, kind),
        phrases=tuple(match["phrase"] for match in forms.PHRASE.finditer(text)),
        numbers=place_numbers(text) or place_numbers(about),
        labels=tuple(tuple(words.stems(match[0])) for match in forms.LABEL.finditer(text)),
        page=int(page[1]) if page else None,
        duty=forms.DUTY.search(text) is not None,
        dated=dated is not None,
        about=tuple(stem for stem in words.content(about) if stem not in terms),
        carried=tuple(match[0] for match in forms.LABEL.finditer(about)),
    )
    return _for_members(_with_choice(_with_count(question)))


def _for_members(question: Question) -> Question:
    """A question that asks who belongs to a group ("who sits on it?") as one for its members.

    >>> understand("Who sits on the board?").terms
    ('board', 'member')
    """
    member = words.stem("member")
    if question.kind != "list" or member in question.terms or not forms.WHO_BELONGS.search(question.text):
        return question
    terms = tuple(stem for stem in question.terms if member not in wording.field(stem))
    return replace(question, terms=(*terms, member), searched=f"{question.text} members")


def asked_again(question: Question, earlier: Question) -> Question:
    """A question that asks nothing of its own ("and for carers?") as one for what the earlier one asked for."""
    return replace(
        question, kind=earlier.kind, values=earlier.values, counted=earlier.counted, duty=earlier.duty, subject=""
    )


def _without_value_word(text: str, values: tuple[ValueKind, ...]) -> str:
    """The text without the word that only says what kind of value is asked for ("percentage", "deadline")."""
    return forms.VALUE_WORDS.sub(" ", text) if values else text


def _without_telling(text: str) -> str:
    """The text without the verb that only says that it is told.

    >>> _without_telling("Which risks does the paper name?"), _without_telling("Is fog mentioned in the aims?")
    ('Which risks does the paper ?', 'Is fog  in the aims?')
    """
    found = forms.TELLING.search(text)
    start, end = found.span(found.lastgroup or 0) if found else (0, 0)
    without = text[:start] + text[end:]
    return without if words.content(without) else text


def _with_count(question: Question) -> Question:
    """The question with what it counts."""
    if either := forms.EITHER.search(question.text):
        terms = tuple(stem for stem in question.terms if not stem.isdigit())
        return replace(
            question, kind="value", values=("number",), counted=(words.stem(either["thing"].lower()),), terms=terms
        )
    counted = forms.COUNTED_OF.search(question.text) or forms.COUNTED.search(question.text)
    if not counted or "number" not in question.values:
        return question
    thing = _head(counted["thing"])
    return question if thing.rstrip().endswith("ed") else replace(question, counted=tuple(words.content(thing)))


def _with_choice(question: Question) -> Question:
    """A question that offers two figures, as one for the figure.

    >>> _with_choice(Question("Is the fee £3 or £4?", "yesno", terms=("fee", "3", "4"))).values
    ('money',)
    """
    choice = forms.CHOICE.search(question.text) if question.kind == "yesno" else None
    if choice is None:
        return question
    offered = set(words.content(choice[0]))
    kind: ValueKind = "money" if choice["mark"] else "percent" if choice["per"] else "number"
    terms = tuple(stem for stem in question.terms if stem not in offered)
    return replace(question, kind="value", values=(kind,), terms=terms, phrases=tuple(choice[0].split(" or ")))


def _head(thing: str) -> str:
    """What is counted, up to its first plural: "people provide unpaid care" counts people.

    >>> _head("GP practices near us"), _head("people provide care")
    ('GP practices', 'people')
    """
    found = forms.PLURAL.search(thing)
    return thing[: found.end()] if found else thing


def parts(text: str) -> list[str]:
    """The things asked one after another in one question. A clause that only says where or when ("In Strathmarden, ...",
    "If we stop, ...") stays with what it introduces; a remark after the question is left out.

    >>> parts("How many grants did it award, and what were they worth altogether?")
    ['How many grants did it award', 'what were they worth altogether?']
    >>> parts("In Strathmarden, what years does the plan cover?")
    ['In Strathmarden, what years does the plan cover?']
    """
    found: list[str] = []
    said = ""
    for match in re.finditer(rf"(.+?)(?:{forms.SPLIT}|$)", text, re.IGNORECASE | re.DOTALL):
        piece = match[0] if said else match[0].lstrip(" ,")
        said += piece
        if forms.ASKS.search(piece) and (words.content(said) or _values(piece)):
            found.append(said.strip(" ,").removesuffix(" and").strip(" ,"))
            said = ""
    return found or [text]


def halves(question: Question) -> list[Question]:
    """The two sides of a comparison as questions of their own, the second with what the first was about; one where there
    are no two.

    >>> [half.text for half in halves(understand("How does the cost compare with what was planned?"))]
    ['How does the cost', 'what was planned?']
    """
    if two := forms.TWO.search(question.text):
        things = _each(two["one"], two["other"])
        if all(len(words.content(thing)) > 1 for thing in things):  # a single word stands in too many sentences
            return [understand(f"What is {thing}?") for thing in things]
    sides = [side.strip() for side in forms.BETWEEN.split(question.text, maxsplit=1)]
    if len(sides) < 2:
        return [question]
    values = question.values
    return [
        replace(understand(side, about), kind="value" if values else "other", values=values)
        for side, about in ((sides[0], ""), (sides[1], sides[0]))
    ]


def _each(one: str, other: str) -> tuple[str, str]:
    """Two things by name, the first with what only the other says for both.

    >>> _each("core", "hosted health services"), _each("a strategy", "an annual plan")
    (('core health services', 'hosted health services'), ('a strategy', 'an annual plan'))
    """
    said, *shared = other.split()
    alone = len(one.split()) == 1 and not one.endswith("s") and said not in words.STOP
    return (" ".join([one, *shared]) if alone else one), other


def names(text: str) -> tuple[tuple[str, ...], ...]:
    """Capitalised names as stems, without the word that only begins the sentence.

    >>> names("How much has Glasgow City IJB got left?")
    (('glasgow', 'citi', 'ijb'),)
    """
    found: list[tuple[str, ...]] = []
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        run: list[str] = []
        tokens = re.findall(r"[\w’'&-]+|[^\w\s]", sentence)
        for at, token in enumerate(tokens):
            bare = re.sub(r"['’]s?$|(?<=[A-Z]{2})-[a-z]+$", "", token)  # "NHS-funded"
            opens = at == 0 and not bare.isupper() and not _CAPITAL.fullmatch(tokens[1] if len(tokens) > 1 else "")
            if _CAPITAL.fullmatch(bare) and words.bare(bare) not in words.STOP and not opens:
                run.append(bare)
                if bare != token:  # "Fife's Director": two names
                    found.append(_name(run))
                    run = []
            elif run and token.lower() in _JOINERS:
                run.append(token)
            else:
                found.append(_name(run))
                run = []
        found.append(_name(run))
    return tuple(dict.fromkeys(name for name in found if name))


def _name(run: list[str]) -> tuple[str, ...]:
    """The stems of a run of capitalised words, without a person's title and those that name a place or a time."""
    kept = [word.lower() for word in run if word.lower() not in words.STOP | _NO_NAMES | _TITLES]
    return tuple(words.stem(word) for word in kept)


def place_numbers(text: str) -> tuple[str, ...]:
    """Numbers of paragraphs and Directions that a question names.

    >>> place_numbers("Who does Direction 4.1 apply to?")
    ('4.1',)
    """
    named = [deep or plain for deep, plain in forms.PLACE_NUMBER.findall(text)]
    return tuple(dict.fromkeys([*named, *forms.BARE_NUMBER.findall(text)]))


def _values(text: str) -> tuple[ValueKind, ...]:
    if forms.WHAT_ARE.match(text) or forms.WHAT_IS_A.match(text):
        return ()  # "What is a reserve?": its meaning, not its sum
    if (found := forms.NUMBERED.search(text)) and not forms.VALUE_WORDS.search(found[0]):
        return ()
    for form, kinds in forms.VALUES:
        if any(not _named(found) for found in re.finditer(form, text, re.IGNORECASE)):
            return kinds
    return ()


def _named(found: re.Match[str]) -> bool:
    """Whether a word that asks for a value is part of a name here: "the Postcode Address File"."""
    before, after = found.string[: found.start()].split()[-1:], found.string[found.end() :].split()[:1]
    capital = found[0][:1].isupper() and found.start() > 0
    return capital and any(_CAPITAL.match(word) and word.lower() not in words.STOP for word in before + after)


def _kind(text: str, values: tuple[ValueKind, ...]) -> Kind:
    for form, kind in forms.KINDS:
        if re.search(form, text, re.IGNORECASE):
            return kind
    if values:
        return "contact" if values[0] in CONTACT else "value"
    if re.match(rf"(?:so |and |but )?{forms.AUX}\b", text, re.IGNORECASE):
        return "yesno"
    if forms.LIST.search(text):
        return "list"
    if forms.WHAT_IS.match(text):
        return "definition"
    return "duty" if forms.DUTY.search(text) else "other"


def _subject(text: str, kind: Kind) -> str:
    """The term that a definition or expansion is wanted of, or may be."""
    if kind == "list" and (bare := forms.WHAT_ARE.match(text)):
        return bare["subject"].strip()
    if kind not in ("definition", "expansion"):
        return ""
    for form in forms.SUBJECTS:
        if match := re.search(form, text, re.IGNORECASE):
            return match["s"].strip()
    match = forms.WHAT_IS.match(text)
    return match["subject"].strip() if match else ""
