"""A civil, useful sentence for what is no question to documents: an instruction, code, abuse, personal details, another
language, a question about Remit itself. Said only where the form is plain; all else is looked up."""

from __future__ import annotations

import re

ABOUT = (
    "Remit answers questions from the documents in this library, with quotes that you can check; it has no other source. "
    "Ask what a document says, requires or costs, who must do something, or by when."
)
INSTRUCTION = "Remit looks things up and carries out no instructions. Ask what the documents say, in a sentence or two."
CODE = "This looks like program code, which no document here answers. Ask in plain words what you would like to know."
ABUSE = "I am sorry that this has not helped. Ask what a document says, requires or costs, and I will look it up."
PERSONAL = (
    "Please ask without personal details (numbers, addresses, dates of birth): the documents here are about services, "
    "not about any one person, and questions may be kept."
)
GAELIC = (
    "Tha Remit a’ freagairt sa Bheurla a-mhàin: cuir a’ cheist sa Bheurla, mas e do thoil e. "
    "(Remit answers in English only.)"
)
POLISH = "Remit odpowiada tylko po angielsku: proszę zadać pytanie po angielsku. (Remit answers in English only.)"
URDU = "ریمٹ صرف انگریزی میں جواب دیتا ہے، براہِ کرم سوال انگریزی میں پوچھیں۔ (Remit answers in English only.)"

WELSH = "Mae Remit yn ateb yn Saesneg yn unig: gofynnwch yn Saesneg, os gwelwch yn dda. (Remit answers in English only.)"
SUMMARY = (
    "Remit quotes what documents say and does not write summaries. Ask for one thing at a time: the aims of a plan, what "
    "guidance requires, what something costs or by when it must be done."
)
_MINE = "date of birth|d\\.?o\\.?b|chi number|nhs number|national insurance|ni number|bank|sort code|home address|passport"
_FORMS: tuple[tuple[str, str], ...] = (
    (rf"\bmy (?:{_MINE})\b|\bwhat(?: is|'s|s|’s) my (?:address|name|age|salary|number)\b", PERSONAL),
    (r"\b[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b|\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", PERSONAL),
    (r"<\s*/?\s*(?:script|img|iframe|svg)\b|\bselect\b.+\bfrom\b.+(?:;|\bwhere\b)|\bdrop table\b|\brm -rf\b", CODE),
    (r"\bdef \w+\(|\bimport \w+;?$|[{};]\s*\n.*[{};]|\b[a-z_]\w*\([^)]*\);|\$\{|\{\{", CODE),
    (
        r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules|prompts?|everything)\b|\bsystem prompt\b",
        INSTRUCTION,
    ),
    (
        r"^\W*(?:please )?(?:pretend|act as|role-?play|you are now|write (?:me )?an?|compose|translate|delete|send)\b"
        r"(?!.*\?)",
        INSTRUCTION,
    ),
    (
        r"^\W*(?:please |can you |could you )?(?:summari[sz]e|sum up|give me (?:a|the) (?:summary|gist|overview) of)\b",
        SUMMARY,
    ),
    (
        r"^\W*(?:help(?: me)?|hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|cheers|test)"
        r"(?: there| all| very much)?\W*$",
        ABOUT,
    ),
    (
        r"^\W*(?:who|what) are you\W*$|^\W*what (?:can|do) you (?:do|know)(?: (?:here|exactly))?\W*$"
        r"|\bhow (?:can|do) i use (?:you|this)\b",
        ABOUT,
    ),
    (r"\bare you (?:an? )?(?:human|robot|bot|ai|machine|person|chatgpt|real)\b|\bcan i trust you\b", ABOUT),
    (r"\bhow do you work\W*$|\bwho (?:made|built|wrote) you\b|\bwhat is (?:your name|remit)\b", ABOUT),
)
_RUDE = re.compile(
    r"\b(?:idiots?|stupid|moron|useless|dumb|shut up|f+u+c+k\w*|sh[i1]t\w*|bastards?|crap|piss off|hate you)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:what|which|when|who|where|why|how (?:much|many|long|often)|by when)\b", re.IGNORECASE)
_URDU = re.compile(r"[\u0600-\u06ff]")
_POLISH = frozenset(
    "gdzie jest czy jak kiedy ile się nie który która które dla jaki jaka jakie dlaczego kto są przez".split()
)
_POLISH_LETTERS = re.compile(r"[ąęłńśźż]", re.IGNORECASE)
_GAELIC = frozenset("ciamar càite càit dè cò cuin carson tha bheil agus airson anns bha robh leis seo dhan nach".split())
_GAELIC_FIRST = frozenset("dè ciamar càite cuin carson".split())
_WELSH = frozenset("beth pryd sut pwy faint pam yw ydy mae oes gan sydd eich ein gyllideb".split())
_WORD = re.compile(r"[^\W\d_]+")


def reply(asked: str) -> str:
    """The sentence for `asked`, "" where it may be a question to documents.

    >>> reply("Who are you?") == ABOUT, reply("Who chairs the board?")
    (True, '')
    """
    if language := _language(asked):
        return language
    for form, said in _FORMS:
        if re.search(form, asked, re.IGNORECASE | re.DOTALL):
            return said
    return ABUSE if _RUDE.search(asked) and not _ASKS.search(asked) else ""


def _language(asked: str) -> str:
    letters = _WORD.findall(asked.lower())
    if len(_URDU.findall(asked)) > 3:
        return URDU
    if sum(word in _POLISH for word in letters) >= 2 or len(_POLISH_LETTERS.findall(asked)) >= 2:
        return POLISH
    if letters and letters[0] in _GAELIC_FIRST:
        return GAELIC
    if sum(word in _WELSH for word in letters) >= 2:
        return WELSH
    return GAELIC if sum(word in _GAELIC for word in letters) >= 2 else ""
