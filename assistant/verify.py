"""A sentence that a language model wrote, held against the quotes that it cites.

Compared are figures (with the bound before them and with what they are figures of), names, negations, how binding a thing is
and who is bound, whether it goes up or down, and whether the sentence speaks of what the quotes speak of at all. What is
compared is form: that a sentence passes does not prove it true (docs/decisions has what is promised and what is not).
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.figures import figures
from assistant.grounds import NAME, Evidence, figure_faults
from assistant.strength import BORNE_OUT, Binding, bindings, denies, negations, same_denial, stated
from assistant.words import STOP, bare, content, has_run, stem, stems, words
from kb.text import MONTHS

SUPPORT = 0.5  # share of a sentence's words that its quotes must have; below, it speaks of something else
DENIED = 0.5  # share of what a quote negates that a sentence must repeat to be held against it

_WORD = re.compile(r"[\w'’-]+")
# Words that a sentence may begin with whatever its quotes say.
_OPENERS = frozenset("people anyone everyone overall however therefore currently according similarly thus hence".split())
_NOT_NAMES = STOP | frozenset(MONTHS)
_ALL = frozenset("all every each any always entire whole everyone everybody".split())
_SOME = re.compile(
    r"\b(?:some|several|certain|a few|a number|part|one|half|most|many) of\b|\b(?:some|several|certain|a few)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\s*(?:if|when|where|once|after|before|until|unless|as|in|by|for|since|under|from)\b.*,\s*(?=.*\w)", re.IGNORECASE
)
_ARTICLE = re.compile(r"^(?:The|An?|If|When|Where|Once|After|Before|Until) ")  # what a name may seem to begin with
_OF_NAME = re.compile(r"(?P<word>[a-z]+)\s+(?P<by>at|from|in|to|by|for|of|with)\s+(?:the\s+)?$")
_OPPOSITES = [
    ("increas rise rose risen grow grew grown rais higher expand", "reduc decreas cut fall fell fallen lower shrink drop"),
    ("more", "less fewer"),
    ("open establish", "close shut abolish"),
    ("begin start", "end stop ceas"),
    ("befor", "after"),
    ("abov over", "below under"),
    ("minimum", "maximum"),
    ("agre accept approv", "reject refus"),
    ("intern", "extern"),
    ("includ", "exclud"),
    ("earli earlier sooner", "late later"),
    ("best", "worst"),
    ("public", "privat"),
    ("adult", "children child"),
    ("urban", "rural"),
]
_SIDES = [(frozenset(a.split()), frozenset(b.split())) for a, b in _OPPOSITES]


def faults(sentence: str, evidence: Sequence[Evidence]) -> list[str]:
    """What of a sentence (without its link tokens) the quotes that it cites do not bear out, in words; empty where all is.

    >>> quote = Evidence("Plan, 3.2", "The council must give at least 12 weeks’ notice.")
    >>> faults("The council must give at least twelve weeks' notice.", [quote])
    []
    >>> faults("The council may give notice.", [quote])
    ['must, should or may: may give']
    """
    looked_at = (figure_faults, _names, _names_elsewhere, _words, _denials, _binding)
    return [fault for look in looked_at for fault in look(sentence, evidence)]


# -- names


def _names(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    whole = " ".join(f"{each.place} \n {each.quote}" for each in evidence)
    known = _parts(words(whole))
    initials = {"".join(word[0] for word in name.split()) for name in NAME.findall(whole) if " " in name}
    for match in NAME.finditer(sentence):
        name = _WORD.findall(match[0])
        while name and name[0].lower() in _NOT_NAMES | (_OPENERS if match.start() == 0 else frozenset()):
            name = name[1:]
        if not any(word[:1].isupper() for word in name):
            continue
        if len(name) == 1 and (name[0] in initials or figures(name[0])):
            continue
        stemmed = _parts(bare(word) for word in name)
        # The first word of a sentence may be no part of the name after it.
        opened = match.start() == 0 and len(name) > 1 and len(name[1]) > 1 and stemmed[0] in known
        if not has_run(stemmed, known) and not (opened and has_run(stemmed[1:], known)):
            yield f"name: {' '.join(name)}"


def _names_elsewhere(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    """Names that the quotes have, but with another word ("travel from") or in another row than the sentence."""
    given = [pair for each in evidence for unit in each.units for pair in _governed(unit)]
    for word, name in _governed(sentence):
        others = [other for by, other in given if by == word]
        elsewhere = any(set(name) & set(other) for _, other in given)
        if others and elsewhere and not any(set(name) & set(other) for other in others):
            yield f"name: {word[0]} {word[1]} {' '.join(name)}"
    rows = [row for each in evidence if "|" in each.quote for row in each.quote.split("\n")[1:]]
    for called in NAME.findall(sentence):
        said = _ARTICLE.sub("", called)
        rest = frozenset(content(sentence.replace(said, " ")))
        shared = {row: len(rest & frozenset(stems(row))) for row in rows}
        own = [shared[row] for row in rows if said in row]
        if own and max(shared.values()) > max(1, *own):
            yield f"name: {said}, of another row"


def _governed(text: str) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """The names of a text with the word and the preposition before each: "travel from Torvaney"."""
    for match in NAME.finditer(text):
        if before := _OF_NAME.search(text[: match.start()]):
            yield (stem(before["word"]), before["by"]), tuple(_parts(words(match[0])))


def _parts(names: Iterable[str]) -> list[str]:
    """Stems of words, of each part of one with a hyphen, without the small words between names.

    >>> _parts(["self-directed", "support", "of", "carers"])
    ['self', 'direct', 'support', 'carer']
    """
    parts = (part for word in names for part in re.split(r"[-/'’]", word) if part)
    return [stem(part) for part in parts if part not in ("of", "the", "and", "for")]


# -- words


def _words(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    whole = " ".join(f"{each.place} {each.quote}" for each in evidence)
    there, said = frozenset(stems(whole)), frozenset(stems(sentence))
    numbers = frozenset(part for figure in figures(sentence) for part in stems(sentence[figure.start : figure.end]))
    telling = [word for word in content(sentence) if word not in numbers]
    if telling and sum(word in there for word in telling) < SUPPORT * len(telling):
        yield "hardly any of its words stand in the quotes"
    for sides in _SIDES:
        for one, opposite in (sides, sides[::-1]):
            if said & one and not there & one and there & opposite:
                yield f"the opposite: {sorted(said & one)[0]}"
    if _ALL & set(words(sentence)) and not _ALL & set(words(whole)):
        yield "all, every or each"
    if _SOME.search(sentence) and not _SOME.search(whole) and _ALL & set(words(whole)):
        yield "some, where the quotes say all, every or each"


def _denials(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    said = frozenset(stems(sentence))
    units = _nearest(said, [unit for each in evidence for unit in each.units])
    given = [scope for unit in dict.fromkeys(unit for each in evidence for unit in each.units) for scope in negations(unit)]
    own = list(negations(sentence))
    for scope in own:
        match = next((other for other in given if same_denial(scope, other)), None)
        if match is None:
            yield f"not: {' '.join(scope)}"
        else:
            given.remove(match)
    only = "not only" in sentence.lower()
    if " only " in sentence and units and not any(only == ("not only" in unit.lower()) for unit in units):
        yield "not only"
    if denies(sentence) and not own:
        return
    for unit in units:
        left = list(own)
        for scope in negations(unit):
            if len(said & {*scope}) < max(1.0, DENIED * len(scope)):
                continue
            match = next((other for other in left if same_denial(scope, other)), None)
            if match is None:
                yield f"not left out: {' '.join(scope)}"
            else:
                left.remove(match)  # one negation answers one of the quote's


def _nearest(said: frozenset[str], units: Sequence[str]) -> list[str]:
    """The sentences of the evidence that share most with the sentence."""
    shared = {unit: len(said & frozenset(content(unit))) for unit in units}
    most = max(shared.values(), default=0)
    return [unit for unit, number in shared.items() if number and number >= most - 1]


# -- how binding, and whom it binds


def _binding(sentence: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    units = [unit for each in evidence for unit in each.units]
    given = [binding for unit in units for binding in bindings(unit)]
    near = [binding for unit in _nearest(frozenset(stems(sentence)), units) for binding in bindings(unit)]
    bearers = frozenset(word for one in given for word in _bearer(one))
    names = frozenset(_ARTICLE.sub("", name) for unit in units for name in NAME.findall(unit))
    for said in bindings(sentence):
        governing = _closest(said, [one for one in given if said.verb and said.verb in one.governed]) or near
        alike = [one for one in governing if one.strength in BORNE_OUT[said.strength]]
        if not alike and (governing or said.strength not in ("will", "is to")):
            yield f"must, should or may: {said.strength} {said.verb}".rstrip()
        binds = alike and said.strength not in ("will", "is to")
        bears = any(_bears(said, one, bearers) for one in alike) and not _other_bearer(said, alike, names)
        if binds and not (bears and _known(said, evidence)):
            yield f"who: {said.subject.strip()}"
    for one in given:
        if stated(sentence, one) and not any(stated(unit, one) for unit in units):
            yield f"must, should or may left out: {one.strength} {one.verb}"


def _closest(said: Binding, governing: Sequence[Binding]) -> list[Binding]:
    """Of the modals over the same verb, those over most of the same words besides."""
    alike = [len(said.governed & one.governed) / len(said.governed | one.governed) for one in governing]
    return [one for one, share in zip(governing, alike, strict=True) if share == max(alike)]


def _bears(said: Binding, given: Binding, bearers: frozenset[str]) -> bool:
    """Whether whom the sentence binds is among those whom the quote binds. Names that nothing binds are no bearers."""
    mine, theirs = _bearer(said) & bearers, _bearer(given)
    return not theirs or mine <= theirs


def _other_bearer(said: Binding, alike: Sequence[Binding], names: frozenset[str]) -> bool:
    """Whether the whole subject is a name of the quotes, but whom they bind has another: "Members", where officers must."""
    subject = _ARTICLE.sub("", _WHEN.sub("", said.subject).strip())
    theirs = [_bearer(one) for one in alike]
    return subject in names and all(theirs) and not any(_bearer(said) & one for one in theirs)


def _known(said: Binding, evidence: Sequence[Evidence]) -> bool:
    """Whether the last telling word of the subject is any of the quotes': "the council" is not where they say "it"."""
    subject = content(said.subject)
    return not subject or any(subject[-1] in stems(f"{each.place} {each.quote}") for each in evidence)


def _bearer(binding: Binding) -> frozenset[str]:
    """The stems of the names in a modal's subject."""
    subject = _WHEN.sub("", binding.subject) or binding.subject  # "If the board agrees, the officer must ...": the officer
    found = (word for name in NAME.findall(subject) for word in _WORD.findall(name))
    return frozenset(stem(word.lower()) for word in found if word.lower() not in _NOT_NAMES)
