"""A question as people type it, in words that can be looked for: chat spellings, the manner an answer is wanted in, slashes,
initials that only the reader uses, names with a typing error, papers meant by their item on the agenda."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant import forms, words
from assistant.corpus import Corpus

_CHAT = {
    "whats": "what's", "whos": "who's", "wheres": "where is", "whens": "when is", "hows": "how is", "thats": "that's",
    "plz": "please", "pls": "please", "thx": "thanks", "u": "you", "ur": "your", "abt": "about", "b4": "before",
    "cos": "because", "coz": "because", "gonna": "going to", "wanna": "want to", "gotta": "have to", "tho": "though",
}  # fmt: skip
_CHAT |= {
    f"{verb}nt": f"{verb}n't"
    for verb in "do does did is are was were ca could wo would should has have had must".split()
}
_CHAT_WORD = re.compile(rf"(?<![\w'’])(?:{'|'.join(_CHAT)})(?![\w'’])", re.IGNORECASE)
# Written so, whatever is looked for; what binds is told by `forms.DUTY`.
_WRITTEN: tuple[tuple[str, str], ...] = (
    (
        r"^\W*(?:(?:thanks|thank you|cheers|ok|okay|i see|got it|great|perfect|lovely|fine|hmm+|ah|oh)"
        r"(?: (?:a lot|very much|for that))?"
        rf"(?:\s*[,.!–-]+\s*|\s+(?=(?:and|so|but|{forms.ASKING}|{forms.AUX})\b)))+(?=\w)",
        "",
    ),
    (r",? (?:anyway|by the way)\W*$", "?"),
    (r"\s&\s", " and "),
    (r"\band/or\b", "or"),
    (r"\b(?:a )?quarter of an hour\b", "15 minutes"),
    (r"\bhalf an hour\b", "30 minutes"),
    (r"\bthree[- ]quarters of an hour\b", "45 minutes"),
    (r"\bmeant to\b", "supposed to"),
    (r"\bwho(?:['’]s| is| was) (?:in charge of|heading(?: up)?|running)\b", "who leads"),
    (r"\b(ha(?:s|ve))(?:n['’]t)? got to\b", r"\1 to"),
    (r"\bfor (?:their|our|your|his|her|my|its) (?:troubles?|pains)\b", ""),
    (
        r"^\W*(?:please )?(?:list|show|give|tell|find)(?: me| us)? (?:everything|anything|all|whatever)"
        r"(?: (?:there is|it says|you (?:have|know)|is known|the documents say))? (?:about|on) ",
        "Tell me about ",
    ),
    (r"\bis it (?:true|right|correct|the case)(?: that)? ", ""),
    (
        r"^(?:(?:hi|hello|hey|please|ok|okay|right|so)\b[,! ]*)*"
        r"(?:(?:can|could|would|will) (?:you|someone|anyone) (?:please )?(?:tell|explain|show|remind)(?: to)?(?: me| us)?"
        r"|(?:i['’]d like|i would like|i want|i need) to (?:know|find out|understand)"
        rf"|do(?:es)? (?:you|anyone) know|any idea|please tell me|tell me|remind me),? (?={forms.ASKING}\b)",
        "",
    ),
)
_MANNER = re.compile(
    r",?\s*\b(?:(?:in|using) (?:(?:very|more) )?(?:plain|simple|everyday|ordinary|lay|layman['’]?s|easy|short|a few|one|two"
    r"|your own) (?:words?|english|terms|language|sentences?|lines?)"
    rf"|in (?:(?:about|under|up to|around|fewer than|less than|no more than|at most) )?{forms.SOME} "
    r"(?:words?|lines?|sentences?|paragraphs?|bullets?(?: points?)?)"
    r"|in (?:a nutshell|brief|short|a sentence|a word|a paragraph)|briefly)\b,?",
    re.IGNORECASE,
)
# Where documents are to be so worded, that is what is asked.
_WORDED = re.compile(
    r"\b(?:writ\w+|wrote|publish\w*|produc\w+|provid\w+|issu\w+|available|present\w*|worded|explained|versions?|summar\w+|inform\w*|"
    r"communicat\w+|letters?|leaflets?|set out)\b",
    re.IGNORECASE,
)
# What somebody says of themselves before they ask, where the question does not lean on it.
_LEANS = r"\b(?:it|its|they|them|their|this|that|these|those|one|so|there|he|she|my|our)\b"
_REMARK = re.compile(
    r"^\W*(?:i|i['’]m|i['’]ve|we|we['’]re|we['’]ve|my|our|as an?)\b[^.?!]*?(?:[.!]| [–—-])"
    rf" (?=(?:{forms.ASKING}|{forms.AUX})\b(?!.*{_LEANS}))",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"\b([A-Za-z]{2,})/([A-Za-z]{2,})\b")
_INITIALS = re.compile(r"\b[A-Z]{3,6}\b|\b[a-z]{3,5}\b")
_NAME = re.compile(r"\b[A-Z][a-z]{4,}\b")
_ITEM = re.compile(
    r"\b(?:the )?(?:(?:agenda )?item|(?:board )?paper|report)(?: number| no\.?)? (?P<after>\d+\.\d+)\b(?! of\b)"
    r"|\bthe (?P<before>\d+\.\d+) (?:paper|report)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is what is looked for; `notes` say in sentences what was taken for what."""

    text: str
    notes: tuple[str, ...] = ()


def read(asked: str, known: Corpus, knows: Callable[[str], bool]) -> Reading:
    """The question in words that can be looked for. `knows` tells whether the language has a small-letter word."""
    text = known.correct(_by_item(plain(asked, known), known), knows)
    taken: dict[str, str] = {}
    for pattern, meant in ((_INITIALS, known.long_form), (_NAME, known.nearest_name)):
        for found in pattern.findall(text):
            foreign = not known.frequency[words.stem(found.lower())] and found.lower() not in words.STOP
            if foreign and (found.isupper() or not knows(found.lower())) and (long := meant(found)):
                taken[found] = long
    for short, long in taken.items():
        text = re.sub(rf"\b{short}\b", long, text)
    return Reading(text, tuple(f"{short} is taken as {long}." for short, long in taken.items()))


def plain(asked: str, known: Corpus) -> str:
    """The question without chat spellings, slashes and the manner in which an answer is wanted.

    >>> from collections import Counter
    >>> plain("whats the roof fund supposed to pay for, in plain words", Corpus((), 1, Counter()))
    "what's the roof fund supposed to pay for"
    """
    text = _CHAT_WORD.sub(lambda found: _CHAT[found[0].lower()], asked)
    text = _REMARK.sub("", text)
    for form, instead in _WRITTEN:
        text = re.sub(form, instead, text, flags=re.IGNORECASE)
    text = _SLASHED.sub(lambda found: found[0] if found[0].lower() in known.spelled else f"{found[1]} {found[2]}", text)
    if not known.frequency["24/7"]:
        text = re.sub(r"\b24/7\b", "24 hours a day, seven days a week", text)
    if not _WORDED.search(text) and words.content(without := _MANNER.sub("", text)):
        text = without
    return text.strip() or asked


def _by_item(text: str, known: Corpus) -> str:
    """The text with a paper that is meant by its item on an agenda called by its title."""
    for found in _ITEM.finditer(text):
        titles = [one.title for one in known.documents if known.items.get(one.id) == (found["after"] or found["before"])]
        if len(titles) == 1:
            return f"{text[: found.start()]}the paper on {titles[0]}{text[found.end() :]}"
    return text
