"""A civil, useful sentence for what is no question to documents: an instruction, code, abuse, personal details, another
language, a question about Remit itself. Said only where the form is plain; all else is looked up."""

from __future__ import annotations

import re

ABOUT = (
    "Remit answers questions from the documents in this library, with quotes that you can check; it has no other source. "
    "Ask what a document says, requires or costs, who must do something, or by when."
)
TRUST = (
    "Remit quotes documents word for word and says where each quote stands, but it can quote the wrong passage or miss the "
    "right one. Read a quote in its place before you rely on it."
)
KEPT = (
    "Questions and answers may be kept in this library, for as long as whoever runs it has set; nothing is sent elsewhere "
    "unless they have set up a language model. Please ask without personal details."
)
INSTRUCTION = "Remit looks things up and carries out no instructions. Ask what the documents say, in a sentence or two."
CODE = "This looks like program code, which no document here answers. Ask in plain words what you would like to know."
ABUSE = "I am sorry that this has not helped. Ask what a document says, requires or costs, and I will look it up."
PERSONAL = (
    "Please ask without personal details (numbers, addresses, dates of birth): the documents here are about services, "
    "not about any one person, and questions may be kept."
)
ENGLISH = "Remit reads and answers English only: please ask in English."
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
HELD = "Remit answers from the documents in this library alone:"  # their titles come after
WRONG = (
    "Remit quotes what the documents say, and the quote that it chose may not be the one you meant. Ask again in other "
    "words, or name the document or the number; what a document has wrong, only those who wrote it can put right."
)
_MINE = (
    "date of birth|d\\.?o\\.?b|chi (?:number|is)|nhs number|national insurance|ni number|bank|sort code|home address"
    "|passport|card number|name is|(?:mobile|phone|telephone) (?:number )?is"
)
_MY_CASE = "address|name|age|salary|number|(?:next )?appointment|(?:test )?results?|medication|prescription|referral|case"
# "Please", "can you": what may stand before an order.
_POLITELY = r"^\W*(?:(?:please|now|ok|okay|hey|remit|can you|could you|will you|would you|i want you to|you must)\b,? ?)*"
_ORDER = (
    r"(?:pretend|role-?play|act (?:as|like)|you are now|from now on|compose|delete|rewrite|reword"
    r"|translate (?:this|the|it|into|my)|e-?mail (?:this|it|me|the|my)|send (?:me|us|it|this|the|my|an?) "
    r"|repeat (?:everything|all|the|after|your|what)|(?:answer|reply|respond|speak) (?:every|all|only|in|with|as|like|to)\b"
    r"|stop (?:quoting|citing|answering|saying|refusing|being|searching)"
    r"|(?:write|draft|book|make|create|generate|prepare|order) (?:me|us)\b(?!(?: \w+){0,3} (?:wording|text|words) of\b)"
    r"|(?:write|draft|create|generate|prepare|make) an? (?:letter|e-?mail|poem|story|essay|song|speech|press release|table"
    r"|spreadsheet|blog|tweet|post|program|script)\b"
    r"|(?:open|change|edit|rename|print|save|download|upload|fill in) (?:the|this|that|my|your) (?:files?|documents?|folder"
    r"|deadline|figures?|page|screen|database|records?|form)\b"
    r"|remind me (?!what|when|who|whose|which|how|where|why|of|about|if|whether)"
    r"|tell me (?:a (?:joke|story)|your))"
)
_FORMS: tuple[tuple[str, str], ...] = (
    (rf"\bmy (?:{_MINE})\b|\b(?:what|when|where)(?: is| are|'s|s|’s) my (?:{_MY_CASE})\b", PERSONAL),
    (
        r"\b[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b|\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"
        r"|\b(?!(?:(?:19|20)\d\d\W?){4})(?:\d{4}[ -]?){3}\d{4}\b",
        PERSONAL,
    ),
    (
        r"\b(?:lives?|living|stays?) at (?:flat |no\.? |number )?\d|\bi was born\b|\bd\.?o\.?b\.?:? \d"
        r"|\b(?:ring|call|text|phone) me (?:on|at) \+?\d|(?:\b0|\+44 ?)7\d{3} ?\d{3} ?\d{3}\b",  # a mobile is one person's
        PERSONAL,
    ),
    (r"\b(?:what|which) \w+ (?:am i|have i been) (?:on|taking|in|given|put on)\W*$", PERSONAL),
    (r"<\s*/?\s*(?:script|img|iframe|svg)\b|<\w+ [^>]*\bon\w+\s*=|\bdrop table\b|\brm -rf\b", CODE),
    (r"\bselect\b.+\bfrom\b.+(?:;|\bwhere\b)|(?-i:\bSELECT\b.+\bFROM\b)", CODE),
    (r"\bdef \w+\(|\bimport \w+;?$|[{};]\s*\n.*[{};]|\b[a-z_]\w*\([^)]*\);|\$\{|\{\{|^\s*[{\[]\s*\"\w+\"\s*:", CODE),
    (r"\bfor \w+ in \w+\(|\b[a-z]\w*\.[a-z]\w+\(|\bprint\(|^#!|^\W*(?:curl|wget|sudo|chmod) \S", CODE),
    (
        r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules|prompts?|everything)\b|\bsystem prompt\b"
        r"|\b(?:hidden|secret) (?:instructions?|prompts?|rules)\b",
        INSTRUCTION,
    ),
    (rf"{_POLITELY}{_ORDER}(?!.*\?)", INSTRUCTION),
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
    (r"\bare you (?:an? )?(?:human|robot|bot|ai|machine|person|chatgpt|real)\b", ABOUT),
    (r"\bhow do you work\W*$|\bwho (?:made|built|wrote) you\b|\bwhat is (?:your name|remit)\b", ABOUT),
    (
        r"\b(?:what|which|how many|list(?: all)?)(?: of)?(?: the)? (?:sources?|documents|papers|files) "
        r"(?:(?:do|have|can) (?:you|we|i) (?:got|have|use|know|read|see|ask about|search)"
        r"|(?:are|is) (?:there|held|kept|(?:here|in (?:the|this|your) library)|loaded|available))\b(?! (?:about|on|for)\b)"
        r"|^\W*(?:list|show|name)(?: me| us)?(?: all)?(?: of)?(?: the| your)? (?:documents|sources)"
        r"(?: (?:here|there are|you have|in (?:the|this|your) library))?\W*$",
        HELD,
    ),
    (
        r"\bwhere do your answers come\b|\bwhere do you get your (?:answers|information)\b",
        ABOUT,
    ),
    (
        r"\bcan i trust you\b|\bcan you (?:make|get) (?:mistakes|things wrong)\b"
        r"|\bif you(?: are|['’]re| get) (?:it )?wrong\b"
        r"|\bhow (?:accurate|reliable|up to date|clever|good|sure|certain) are you\b",
        TRUST,
    ),
    (
        r"\bdo you (?:keep|store|record|save|log|remember|share|sell|pass on|track) (?:my|our|these|what)"
        r"(?: \w+)? ?(?:questions?|searches|chats?|conversations?|history|type|ask|say)\b"
        r"|\bdo you learn from\b|\bare (?:my|our|these) (?:questions|searches|chats) \w+|^\W*is this (?:chat )?private\W*$",
        KEPT,
    ),
    (
        r"^\W*(?:(?:no|sorry|but|well)\b,? ?)*(?:(?:that|this|it)(?:['’]s| is(?:n['’]t)?| was)|you(?:['’]re| are))"
        r" (?:(?:not|all|completely|just|the|quite)\b ?)*"
        r"(?:wrong|incorrect|false|right|true|correct|what i (?:asked|meant|wanted)(?: for)?)\W*$",
        WRONG,
    ),
    (r"\bdo you (?:speak|understand)\b|\bwhat languages? (?:do|can) you\b", ENGLISH),
)
_RUDE = re.compile(
    r"\b(?:idiots?|stupid|moron|useless|dumb|shut up|f+u+c+k\w*|sh[i1]t\w*|bastards?|crap|piss off|hate you|bloody"
    r"|b[o*]ll[o*]cks|go to hell|screw you|damn you)\b",
    re.IGNORECASE,
)
_RUDE_TO = re.compile(
    rf"\b(?:you|u)(?: lot| all)?(?:['’]re| are)?(?: \w+){{0,4}} (?:rubbish|hopeless|clowns?|a joke|{_RUDE.pattern})|"
    rf"\bare you (?:\w+ ){{0,2}}{_RUDE.pattern}",
    re.IGNORECASE,
)
# A rude word in a question about something is looked up: "does the plan mention stupid decisions?"
_ASKS = re.compile(
    r"\b(?:what|which|when|who|where|why|how (?:much|many|long|often)|by when)\b"
    r"|^\W*(?:does|do|did|is|are|was|were|has|have|must|should) (?:the|an?|any|there|our|their|its) \w",
    re.IGNORECASE,
)
_URDU = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
# Words of each language that are none of English.
_URDU_IN_LATIN = frozenset(
    "mujhe chahiye kitna kitni kitne hai hain kya kahan kaise kab kyun mera meri nahi madad aap".split()
)
_POLISH = frozenset(
    "gdzie jest czy jak kiedy ile się nie który która które dla jaki jaka jakie dlaczego kto są przez proszę prosze moge "
    "mogę kosztuje dzień dzien dobry szukam pomocy chcę chce potrzebuję złożyć zlozyc skargę skarge informacje opieki "
    "opiekę".split()
)
_POLISH_LETTERS = re.compile(r"[ąęłńśźż]", re.IGNORECASE)
_GAELIC = frozenset(
    "ciamar càite càit dè cò cuin carson tha bheil agus airson anns bha robh leis seo dhan nach agaibh agam innis dhomh mun "
    "gàidhlig".split()
)
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
    rude = _RUDE_TO.search(asked) or (_RUDE.search(asked) and not _ASKS.search(asked))
    return ABUSE if rude else ""


def _language(asked: str) -> str:
    """The sentence for a language that is not English, "" for English."""
    letters = _WORD.findall(asked.lower())
    if len(_URDU.findall(asked)) > 3 or sum(word in _URDU_IN_LATIN for word in letters) >= 2:
        return URDU
    if sum(word in _POLISH for word in letters) >= 2 or len(_POLISH_LETTERS.findall(asked)) >= 2:
        return POLISH
    if letters and letters[0] in _GAELIC_FIRST:
        return GAELIC
    if sum(word in _WELSH for word in letters) >= 2:
        return WELSH
    if sum(word in _GAELIC for word in letters) >= 2:
        return GAELIC
    return ENGLISH if letters and not any(map(_LATIN.search, letters)) else ""
