"""The forms in which English questions ask: which words ask for a date, a sum, a definition, a list.

Tables of patterns only; `question` reads a question by them. The first form that fits decides.
"""

from __future__ import annotations

import re
from typing import Literal

from assistant.values import ValueKind

Kind = Literal[
    "wording",  # give the text of a place
    "definition",
    "expansion",  # what do these letters stand for
    "mentions",  # where is it mentioned
    "list",
    "value",  # a sum, a number, a date
    "contact",  # an address, a telephone number
    "comparison",
    "yesno",
    "duty",
    "why",
    "who",
    "other",
]
DATES: tuple[ValueKind, ...] = ("date", "month", "year", "duration")

AUX = r"(?:is|are|was|were|does|do|did|can|could|must|should|shall|has|have|had|will|would|may)"
ASKING = r"(?:what|how|who|whose|whom|when|which|where|why|by when)"
_MONEY = (
    r"(?:costs?|budgets?|salary|salaries|pay|paid|earns?|wages?|price|fees?|fines?|penalty|spend|spent|spending|save[ds]?|savings?|invest|invested|"
    r"investing|investment|funding|funded|worth|money|grants?|overspend|underspend|deficit|reserves?|charge)"
)
_OF_MONEY = r" (?:polic|plan|strateg|statement|report|model|panel|scheme|decision|process|year|framework|position)"
_LIMIT = r"(?:limit|level|maximum|minimum|threshold|target|cap|ceiling|size|length|population|speed|score|total|age|rate)"
_CHANGE = (
    r"(?:grow(?:n|s|ing|th)?|grew|increas(?:e|es|ed|ing)|ris(?:e|en|es|ing)|rose|fall(?:en|s|ing)?|fell|drop(?:s|ped)?|declin(?:e|ed)|"
    r"decreas(?:e|ed)|reduc(?:e|es|ed|ing)|cut|shrink|shrunk|higher|lower|larger|smaller|"
    r"(?:go|goes|going|gone|went|come|came) (?:up|down))"
)
_PART_OF = r"how (?:big|large|great|small) an? (?:share|proportion|chunk|slice|part|portion|bit) of"
_IS = r"(?:'s|’s| is| are| was| were)?"

CONCERN = r"(?:are (?:all )?(?:to do with|about|concerned with)|concern|deal with|touch on|relate to|have to do with)"
# "who must be on the board": its members are asked for, each of them.
MEMBERS = re.compile(
    r"\b(?:who|which (?:\w+ )?(?:people|councillors|officers|directors|members|persons))"
    r"(?: (?!what|which|that|if|when|how)\w+){0,3} (?:be|is|are|sits?|serves?) "
    r"(?:a member of|members of|represented on|part of|on|in)\b"
    r"(?! (?:charge|post|need|touch|place|secondment|leave|track|call)\b)"
    r"|\b(?:who|what) (?:are|must be) (?:the )?members\b|\bwho (?:makes? up|belongs? to)\b|\bmembership of\b",
    re.IGNORECASE,
)
# The same where all are asked for, not those of an office ("which councillors sit on it?").
WHO_BELONGS = re.compile(rf"^(?=\W*(?:\w+ )?who\b).*(?:{MEMBERS.pattern})", re.IGNORECASE)
OVERDUE = (
    r"\boverdue\b|\bexpired?\b|\blapsed\b|\b(?:past|passed) (?:its|the|their) (?:due )?date\b|\bdate passed\b"
    r"|\b(?:date|deadline) gone\b|\bgone (?:by|past)\b|\b(?:date|deadline|it|that|this) (?:has |have )?(?:now )?passed\b"
)
VALUES: tuple[tuple[str, tuple[ValueKind, ...]], ...] = (
    (r"\be-?mails?(?: address| adress)?\b", ("email",)),
    (r"\b(?:tele)?phone (?:number|line)\b|\bnumber (?:do|can|should) (?:i|we|people) (?:ring|call|phone)\b", ("phone",)),
    (rf"\b(?:web(?:site)? address|url|web ?link)\b|\bwhat{_IS} .*\bweb ?site\b", ("address",)),
    (r"\bpost ?codes?\b|\bpostal address", ("postcode",)),
    (
        r"\bcontact (?:details|information)\b|\bhow (?:do|can|should) (?:i|we|you|people) (?:contact|get in touch with)\b"
        r"|\bwho (?:do|can|should) (?:i|we|you|people) (?:contact|get in touch with|write to|e-?mail|phone|ring)\b",
        ("email", "phone", "address"),
    ),
    (r"\b(?:which|what) months?\b", ("month",)),
    (r"\bhow much of (?:the|a|each|every|their|its) (?:day|night|week|month|year|time)\b", ("duration",)),
    (r"\b(?:what|which) (?:financial )?years?\b", ("year",)),
    (
        r"\bhow (?:long|soon|quickly|fast|often|frequently)\b|\bwhat (?:period|length of time)\b"
        r"|\bhow much (?:\w+ )?(?:time|notice)\b",
        ("duration", "date", "month", "year"),
    ),
    (rf"^(?:and |but |so )?{AUX}\b.*(?:{OVERDUE})", DATES),
    (rf"^(?:and |but |so )?when\b|\b(?:by|since|until|from) when\b|\bwhen {AUX}\b", DATES),
    (r"\b(?:what|which) (?:day|date|deadline|time limit)s?\b|\bdead-?line\b|\bdue (?:date|by)\b", ("date",)),
    (
        r"\b(?:what|which) (?:percentage|percent|per cent|proportion|share|fraction|%)|\bhow many per ?cent"
        rf"|\b{_PART_OF}\b"
        r"|\bwhat split\b|\bratio\b",
        ("percent",),
    ),
    (r"\bhow many\b|\b(?:the|what) number of\b|\bwhat numbers?\b", ("number", "percent")),
    (r"\b(?:what|which) (?:level|size|rate|limit|minimum|maximum|target)s?\b", ("percent", "money", "number")),
    (r"\bper ?cent(?:ages?)?\b", ("percent",)),
    (rf"\bby how much\b(?:.*\b{_CHANGE}\b|\W*$)", ("percent", "money", "number")),
    (rf"\bhow much\b(?!.*\b{_MONEY}\b).*\b{_CHANGE}\b", ("percent", "number", "money")),
    (r"\bhow much\b.*\bsav(?:e|ed|es|ings?)\b", ("money", "percent")),
    (
        rf"\bhow much\b|\bwhat{_IS} (?!(?:will |would )?happen).*\b{_MONEY}\b(?!{_OF_MONEY})"
        r"|\b(?:what|how) .*\b(?:add up|amount|come) to\b",
        ("money",),
    ),
    (rf"\bwhat{_IS} (?:\w+ ){{0,4}}{_LIMIT}\b", ("number", "money", "percent")),
    (r"\bhow (?:old|big|large|far|high)\b", ("number", "percent", "money")),
)
KINDS: tuple[tuple[str, Kind], ...] = (
    (r"\b(?:wording|exact text|full text|text) of\b|\b(?:quote|read (?:me|out)|recite)\b", "wording"),
    (r"\bwhat does (?:page|paragraph|para|section|direction|clause|item)? ?\d[\d.]* say\b", "wording"),
    (r"^\W*(?:(?:page|paragraph|para|section|direction|clause|item) )?\d+(?:\.\d+)*\W*$", "wording"),
    (
        r"\b(?:what (?:do|does|did) .*|(?-i:[A-Z]{2,}s?)) stands? for\b|\bshort for\b|\b(?:acronym|abbreviation|initials)\b"
        r"|\bspelled? out\b",
        "expansion",
    ),
    (
        r"\b(?:define|defines|defined|definition|meant by|glossary)\b|\bwhat (?:does|do|did) .*\bmean\b"
        r"|\bmeaning of\b|\bwhat .+ means\b|\b(?:word|term|phrase|expression) \w.*\bwhat (?:is|does)\b"
        r"|\b(?:describes?|explains?) what .+ (?:is|are)\b",
        "definition",
    ),
    (r"\b(?:which|what|list|how many)\b.*\b(?:mentions?|refers? to|talks? about|speaks? of) (?=\w)", "mentions"),
    (rf"\b(?:which|list)(?: (?:of )?the)? (?:\w+ )?\w+s {CONCERN} (?=\w)", "mentions"),
    (
        r"\b(?:differs?|(?<!make a )(?<!makes a )(?<!making a )differences?|compares?|compared|comparison|versus|vs)\b"
        r"|\b(?:how do|what do) .* each\b",
        "comparison",
    ),
    (r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|are|were) the reasons?\b|\bfor what reason\b", "why"),
    (MEMBERS.pattern, "list"),
    (
        rf"(?:^|, )(?:so |and |but )?who(?:m|se)?\b|\bwho (?:{AUX}|gets?|leads?|chairs?)\b",
        "who",
    ),
)
_DOING = r"(?:being|asked|meant|supposed|trying|going|expected|required|responsible|doing|done|holding|replacing)"
WHAT_IS = re.compile(
    rf"^what(?:['’]s| is| are)(?! (?:they|we|you|people)\b| (?:[\w'’-]+ )*?{_DOING}\b)"
    r" (?:an? |the )?(?P<subject>(?:[\w'’&/ -]|\.(?=\w)){2,60}?)"
    rf"(?: (?:under|for the purposes of) .*?)?(?:,|\?|$| and {ASKING})",
    re.IGNORECASE,
)
WHAT_IS_A = re.compile(
    r"^what(?:['’]s| is) an? (?!(?:typical|usual|normal|average|fair|good|week|month|year|day)\b)"
    r"[\w&/’'-]+(?: [\w&/’'-]+)?\??$",
    re.IGNORECASE,
)
# "What are Directions?" asks for a meaning; "What are the Directions?" and "What are our Directions?" for a list.
WHAT_ARE = re.compile(
    r"^what are (?!(?:the|our|your|their|its|my|all|some|any|these|those)\b|[\w-]+['’]s )(?P<subject>[\w&/ -]{2,60}?)"
    r"(?: for| (?:in|under|for the purposes of|according to) .*?)?\W*$",
    re.IGNORECASE,
)
BARE_PLURAL = re.compile(  # "what are Directions for, anyway?"
    r"^what are (?!(?:the|our|your|their|its|my|all|these|those)\b)[\w-]+s for"
    r"(?:,? (?:anyway|exactly|really|actually|then))?\W*$",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\b(?:must|should|may|have to|has to|had to|needs? to|required|requirements?|compulsory|mandatory|obliged|obligatory|"
    r"legally|statutory|allowed|duty|duties|supposed to)\b",
    re.IGNORECASE,
)
SOME = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)"
_SMALL = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+)"
# "What are the aims?"; in "what does it cover", "what happens if", "what are they asking" a verb stands where things would.
LIST = re.compile(
    r"\b(?:what|which|list|name|give me)\b(?!(?:['’]s| is) (?!the names?\b))"
    r"(?! (?:else )?(?:happens|helps|makes|needs|counts)\b)"
    r"(?: are(?! (?:they|we|you|people)\b)| were| is)?(?: all)?(?: of)?(?: the)?"
    rf"(?: other| main| key| {_SMALL}| [A-Z]\w*['’]s)*"
    rf"\s+(?:(?!{AUX}\b)[\w'’-]+ ){{0,5}}?(?!{AUX}\b)[a-z'’-]{{2,}}[^s'’\W]s\b(?! for\W*$)",
    re.IGNORECASE,
)
# "what three options": the things themselves are asked for, whatever they cost.
NUMBERED = re.compile(
    rf"\b(?:what|which|list|name|give me|tell me)(?: are| were)?(?: the)? {_SMALL} (?:\w+ ){{0,3}}?"
    r"[a-z'’-]{2,}[^s'’\W]s\b",
    re.IGNORECASE,
)
# "three options to the board or four": a count is in question though nobody says "how many".
EITHER = re.compile(rf"\b{_SMALL} (?P<thing>[a-z-]{{3,}}s)\b.*\bor {_SMALL}\b", re.IGNORECASE)
# "is it 27% or 40%?": the figure is asked for, whichever it is.
CHOICE = re.compile(
    r"(?P<mark>£)?\b\d[\d.,]*(?P<per>%| ?per ?cent)? or £?\d[\d.,]*(?:%| ?per ?cent)?(?=\W|$)", re.IGNORECASE
)
_NOT_COUNTED = (
    r"(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|must|should|in|on|at|for|from|of|to|that|who|which|the|"
    r"took|take|there|signed|got|get|gave|work|live|responded|answered|attended|died|voted)"
)
# "What percentage of staff are trained?"
SHARE_OF = re.compile(
    r"\b(?:percentages?|percent|per cent|proportion|share|fraction) of (?:(?:the|all|our|its|their) )?(?P<thing>[\w’'-]+)",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\W*(?:which|what)(?: are| were)?(?: the| our)? (?P<thing>[\w’'-]+s)\b", re.IGNORECASE)
PLURAL = re.compile(r"\b(?:[a-z'’-]{2,}[^s'’\W]s|people|staff|children|men|women)\b", re.IGNORECASE)
COUNTED = re.compile(rf"\b(?:how many|number of)\s+(?P<thing>(?:(?!\b{_NOT_COUNTED}\b)[\w'’-]+\s*){{1,4}})", re.IGNORECASE)
# "Of the cases in 2025, how many were won?"
COUNTED_OF = re.compile(
    rf"\bof (?:all )?(?:the|those|these|our|its) (?P<thing>(?:(?!\b{_NOT_COUNTED}\b)[\w'’-]+\s*){{1,4}})[^,]*, how many\b",
    re.IGNORECASE,
)
# What a question says it does not mean: "not Strathmarden's own plan", "(not the Team Manager)".
NOT_MEANT = re.compile(
    r"[(–—,-]\s*(?:but )?(?:not|rather than|instead of|other than) (?:the |in )?[^–—,.;?()]{3,60}\)?", re.IGNORECASE
)
# "Is abuse mentioned?", "which risks does it name?": the verb says how it is told, not what.
TELLING = re.compile(
    rf"^\W*(?:so |and |but )?{AUX}\b.*?\b(?P<verb>mention(?:ed|s)?)\b"
    r"|^\W*(?:so |and |but )?(?:what|which) \w.*\b(?P<promise>(?-i:promised?))\b"
    r"|\b(?:do|does|did) (?:[\w’'-]+ ){0,6}(?P<name>name|suggest|list|give|describe|identify)(?=\W*$| (?:as|for|in)\b)",
    re.IGNORECASE,
)
VALUE_WORDS = re.compile(
    r"\b(?:overdue|expired?|lapsed|passed|how (?:big|large|old|far|high)|"
    rf"{_PART_OF}|percentages?|percent|per cent|proportion|share|fraction|numbers?|amount|dates?|deadlines?|months?|"
    r"years?|e-?mails?|adress|address|telephone|phone|postcode|web ?site|url|"
    r"often|frequently|soon|quickly|fast|long|many|much"
    r"|(?<=what )figures?|(?<=which )figures?|(?<=two )figures|(?<=three )figures)\b",
    re.IGNORECASE,
)
PLACE_NUMBER = re.compile(
    r"\b(?:directions?|paragraphs?|paras?|clauses?|sections?|item|recommendation)\s+(\d+(?:\.\d+)+)"
    r"|\b(?:directions?|paragraphs?|paras?)\s+(\d+)(?![\d/-])",
    re.IGNORECASE,
)
# "What does 3.2 say", and a number that is all that is typed.
BARE_NUMBER = re.compile(
    r"(?:\A\W*(?=\d[\d.]*\W*\Z)|\b(?=\d[\d.]* (?:says?|said|asks?|mean|require|cover)))(\d+(?:\.\d+)+)", re.IGNORECASE
)
PAGE = re.compile(r"\bpage (\d+)\b", re.IGNORECASE)
LABEL = re.compile(
    r"\b(?:table|figure|annex|appendix|schedule|chart|box|option|question|stage|phase|part|step|article|chapter|commitment|"
    r"recommendation|principle)\s+(?:\d+|[A-Z])\b",
    re.IGNORECASE,
)
PHRASE = re.compile(r"(?<!\w)[‘'“\"](?P<phrase>[^'’”\"]{3,60})[’'”\"](?!\w)")
SPLIT = (
    rf"(?<=[.?!])\s+(?=[A-Z'‘])"
    rf"|,?\s+and\s+(?=(?:(?:at|by|for|from|in|of|on|to|with|since|until|under|during) )?{ASKING}\b|{AUX}\b)"
    rf"|,\s+(?={ASKING}\b)"
)
ASKS = re.compile(
    rf"\b{ASKING}\b|^\s*(?:and\s+|so\s+|but\s+)?{AUX}\b|\?|\b(?:list|give|tell|show|name|explain|describe|define|quote)\b",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\bcompared? (?:with|to|against)\b|\bdiffers? from\b|\bdifferent from\b|\bversus\b|\bvs\b", re.IGNORECASE
)
# Words by which two sides are compared, and what a side is said to do: they stand in neither.
COMPARING = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|(?:promis|stat|suggest)(?:e|es|ed)|says?|said|gives?|sets?)\b", re.IGNORECASE
)
# "Which actions have a date on them?": what has none is no answer.
DATED = re.compile(
    r"\b(?:with|has|have|having|carry|carries|given|got) (?:an? |any |the |set )?dates?(?: on (?:it|them))?\b(?! of)",
    re.IGNORECASE,
)
# "What is the difference between core and hosted services?"
TWO = re.compile(
    r"\bwhat(?:['’]s| is| are) the differences? between (?P<one>[^,;?]+?) and (?P<other>[^,;?]+?)\W*$", re.IGNORECASE
)
_TERM = r"(?:an? |the )?(?P<s>[\w'’&/ -]{2,60}?)(?: (?:under|for the purposes of|according to|as used) .*?)?"
SUBJECTS = (
    rf"\b(?:describes?|explains?) what {_TERM} (?:is|are)\b",
    rf"\bmeant? by {_TERM}(?:\?|$|,|\.| in the\b)",
    rf"\b(?:word|term|phrase|expression) {_TERM}(?:\?|$|,|\.)",
    r"(?<!\w)[‘'“\"](?P<s>[^'’”\"]{2,60})[’'”\"](?!\w)",
    rf"\b(?:defines?|describes?|definition of|meaning of|meant by|glossary say about)\s+{_TERM}(?:\?|$|,|\.| in the\b)",
    rf"\b(?:does|do|did|is|are)\s+{_TERM}\s+(?:actually |really )?(?:mean|stand|short|defined)\b",
    rf"\bwhat {_TERM} means\b",
)
