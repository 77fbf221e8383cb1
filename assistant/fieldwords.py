"""Different words for one thing in public bodies' plans: "service users", "people with lived experience".

A table of the field's vocabulary, none of it from one document. A word of a duty that stands in such a phrase is found, at
less than full weight, where a plan uses another phrase of the same row. docs/reference/verdicts.md tells readers about it.
"""
from __future__ import annotations

import re
from functools import lru_cache

from assistant import words

_PHRASES = {
    "service users": (
        r"service[- ]users?|users? of [a-z ,]*?(?:care|services|support)|"
        r"(?:people|those|individuals|persons) (?:who|that) (?:use|experience|receive|access|need)|"
        r"lived (?:and living )?experience|living experience|patients?|clients?|recipients? of|"
        r"supported people|beneficiar(?:y|ies)"
    ),
    "carers": r"carers?|famil(?:y|ies)|caring responsibilit(?:y|ies)|caring roles?|those who care for",
    "involve": (
        r"involv(?:e|es|ed|ing|ement)|engag(?:e|es|ed|ing|ement)|consult(?:s|ed|ing|ation|ations|ative)?|"
        r"participat(?:e|es|ed|ing|ion|ory)|co-?produc(?:e|ed|tion|tive|ing)|co-?design(?:ed|ing)?|"
        r"collaborat(?:e|es|ed|ing|ion|ive|ively)|listen(?:s|ed|ing)?|feedback|comments?|conversations?|dialogue|views|"
        r"influence|represent(?:s|ed|ing|ation|ative|atives)?|what (?:people|communities|you) (?:told|said)|"
        r"spoke to|asked for"
    ),
    "third sector": (
        r"third sector|voluntary|non-commercial|not-for-profit|charit(?:y|ies|able)|volunteer(?:s|ing)?|"
        r"social enterprises?|community (?:groups?|organisations?)"
    ),
    "independent sector": (
        r"independent(?: and third)? sector|independent providers?|private (?:sector|providers?)|"
        r"(?<!non-)commercial"
    ),
    "locality": r"localit(?:y|ies)|neighbou?rhoods?|local areas?|areas? of (?:the )?(?:county|region|city)|place-based",
    "workforce": r"workforce|staff|employees?|professionals?|practitioners?|clinicians?|workers|teams?",
    "money": (
        r"money|budgets?|fund(?:s|ed|ing)?|financ(?:e|es|ial|ially)|resourc(?:e|es|ing)|"
        r"invest(?:ed|ment|ments|ing)?|spend(?:ing)?|costs?|savings?|best value"
    ),
    "publish": (
        r"publish(?:es|ed|ing)?|publication|publicly|(?:made?|making) (?:\w+ )?available|available (?:on|at|from)|"
        r"websites?|online|releas(?:e|es|ed|ing)|open(?:ed|ing) up|disclos(?:e|es|ed|ing|ure)"
    ),
    "inventory": r"inventor(?:y|ies)|registers?|catalogues?|lists? of|listed|holdings|directory",
    "timely": (
        r"timel(?:y|iness)|prompt(?:ly)?|quick(?:ly)?|as soon as|without delay|up[- ]to[- ]date|real[- ]time|"
        r"daily|weekly|monthly|quarterly|frequen(?:t|tly|cy)"
    ),
    "encourage": (
        r"encourag(?:e|es|ed|ing|ement)|promot(?:e|es|ed|ing|ion)|stimulat(?:e|es|ed|ing)|"
        r"champion(?:s|ed|ing)?"
    ),
    "describe": r"metadata|descri(?:be|bes|bed|bing|ptions?)|provenance",
    "format": r"formats?|machine[- ]readable|re-?usable|(?:open|data|common) standards?|csv|spreadsheets?|linked data",
    "registration": r"registration|register(?:ed|ing)|sign(?:ed|ing)? up|log(?:ged|ging)?[- ]?(?:in|on)",
    "licence": r"licen[cs](?:e|es|ed|ing)|copyright|free of charge|terms of use",
    "review": (
        r"review(?:s|ed|ing)?|revis(?:e|ed|ing|ion|ions)|refresh(?:ed|ing)?|updat(?:e|es|ed|ing)|"
        r"replac(?:e|ed|ing|ement)"
    ),
    "measure": (
        r"measur(?:e|es|ed|ing|ement)|monitor(?:s|ed|ing)?|evaluat(?:e|es|ed|ing|ion)|indicators?|performance|"
        r"assess(?:es|ed|ing|ment|ments)?|evidence|demonstrat(?:e|es|ed|ing)|report(?:s|ed|ing)? on"
    ),
    "needs": r"needs?(?: assessments?)?|demand|data|profiles?|intelligence|insight|demograph(?:y|ic|ics)",
    "prevention": (
        r"prevent(?:s|ed|ing|ion|ative|ive)?|anticipat(?:e|es|ed|ing|ory)|early intervention|intervene early|"
        r"anticipatory|stay(?:ing)? well|avoid(?:s|ed|ing)?|self-management"
    ),
    "quality": r"quality|improv(?:e|es|ed|ing|ement|ements)|better|standards?",
    "safety": r"safe(?:r|ty|ly|guard|guarding|guards)?|protect(?:s|ed|ing|ion)?|harm",
    "rights": (
        r"rights?|dignity|respect(?:s|ed|ful)?|equalit(?:y|ies)|equit(?:y|able)|inequalit(?:y|ies)|"
        r"fair(?:er|ness|ly)?|discriminat(?:e|ion|ory)|human rights"
    ),
    "partners": (
        r"partners?|partnerships?|stakeholders?|"
        r"(?:other|public|partner|statutory|delivery) (?:bodies|agencies|organisations)|providers?"
    ),
    "together": (
        r"together|joint(?:ly)?|joined[- ]up|integrat(?:e|es|ed|ing|ion)|"
        r"collaborat(?:e|es|ed|ing|ion|ive|ively)|align(?:s|ed|ing|ment)?|partnerships?|shared|"
        r"whole[- ]system|multi-(?:agency|disciplinary)|co-?ordinat(?:e|es|ed|ing|ion)"
    ),
    "commission": (
        r"commission(?:s|ed|ing|er|ers)?|procur(?:e|ed|ing|ement)|market facilitation|"
        r"market (?:shaping|position|development)|contract(?:s|ed|ing)?"
    ),
    "regard": (
        r"have regard to|having regard to|take(?:s|n)? (?:full )?account of|taken? into account|"
        r"tak(?:e|es|ing) into account|in line with|consider(?:s|ed|ing|ation|ations)?|reflect(?:s|ed|ing)?|"
        r"inform(?:s|ed|ing)?|draws? (?:up)?on|aligned (?:with|to)"
    ),
    "children": r"child(?:ren|ren's|hood)?|young(?:er)? (?:people|person|adults?|carers?)|youth",
    "accessible": (
        r"accessib(?:le|ility)|access(?:es|ed|ing)?|easy(?: to)?|easily|plain (?:english|language)|"
        r"inclusi(?:ve|on)|barriers?"
    ),
    "council": r"local authorit(?:y|ies)|councils?",
    "health board": r"health boards?|nhs(?: [a-z]+)?|nhs trusts?|integrated care boards?",
    "authority": (
        r"integration authorit(?:y|ies)|integration joint boards?|ijbs?|health and social care partnerships?|"
        r"hscps?"
    ),
    "aims": r"aims?|ambitions?|aspirations?|outcomes?|goals?|objectives?|priorit(?:y|ies)|vision",
    "circumstances": (
        r"circumstances|characteristics|situations?|different needs|diverse|diversity|"
        r"individual(?:s'|'s)? needs|person[- ]cent(?:red|ered)|what matters(?: most)? to"
    ),
    "community": r"communit(?:y|ies)|local people|residents?|citizens?(?:'|’)?|the public|population|neighbou?rhoods?",
    "law": r"legislation|statut(?:e|es|ory)|regulations?|legal(?:ly)?|law|duty|duties",
    "arrangements": (
        r"arrangements?|deliver(?:s|ed|ing|y)?|carr(?:y|ies|ied|ying) out|on our behalf|"
        r"responsib(?:le|ility|ilities)|delegat(?:e|ed|ion)"
    ),
    "housing": r"hous(?:e|es|ing)|homes?|accommodation|homeless(?:ness)?|tenan(?:t|ts|cy|cies)|landlords?",
    "choice": r"choices?|choose|options?|control|self-directed support|sds|decisions?",
}
_ROWS = {name: re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE) for name, phrases in _PHRASES.items()}


@lru_cache(maxsize=50_000)
def meant(text: str) -> frozenset[str]:
    """The rows of which the text has a phrase.

    >>> sorted(meant("charities and patients"))
    ['service users', 'third sector']
    """
    return frozenset(name for name, phrases in _ROWS.items() if phrases.search(text))


def carried(text: str) -> dict[str, frozenset[str]]:
    """The stems in the text's phrases, each with the rows whose phrases it stands in.

    >>> carried("the local authority")
    {'local': frozenset({'council'}), 'author': frozenset({'council'})}
    """
    found: dict[str, frozenset[str]] = {}
    for name, phrases in _ROWS.items():
        for phrase in phrases.finditer(text):
            for stem in words.content(phrase.group()):
                found[stem] = found.get(stem, frozenset()) | {name}
    return found
