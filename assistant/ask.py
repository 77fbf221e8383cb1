"""A question in, a cited answer out: the middle of the product.

Question -> its standalone form and the part of the library it names -> for each thing asked: hits, the units worth quoting,
enough or not -> an answer made of quotes, each with its place.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from assistant import (
    bound,
    civil,
    compose,
    corpus,
    deadlines,
    directed,
    documents,
    followup,
    forms,
    openings,
    outdated,
    reading,
    registry,
    render,
    scope,
    silence,
    thread,
    words,
)
from assistant.finding import Finding, looked_up
from assistant.findings import find, told_before
from assistant.question import Question, asked_again, halves, parts, place_numbers, understand
from assistant.search import Search
from assistant.words import content
from kb.knowledge_base import EVERYWHERE, KnowledgeBase
from kb.models import Answer, Document, Scope
from kb.text import fold_white

NAMED = 12  # documents that are named where somebody asks which there are
LONGEST = 2000  # characters of a question
RECENT = 20  # questions of a conversation that are read; what is meant is one of the last, however long it has been going on
EMPTY_LIBRARY = "The library is empty: add documents first, with `remit add` or on the Library page."
NOTHING_CHOSEN = (
    "No document of the library is among those to be searched: choose others, or ask for superseded documents as well."
)
NO_QUESTION = "There is no question here that documents can answer: ask it in words, in English."
NO_QUESTION_YET = "Nothing was asked before this: say what is meant, and ask it in one sentence."
NOT_WEIGHED = "What was quoted just before gives no one share to compare."
NO_MORE = "nothing beyond what was quoted just before answers this"
TOO_LONG = f"The question is longer than {LONGEST:,} characters: ask one thing at a time, in a sentence or two."


def ask(
    kb: KnowledgeBase,
    question: str,
    history: Sequence[str] = (),
    within: Scope = EVERYWHERE,
    today: date | None = None,
) -> Answer:
    """Answers from the documents inside `within`; `history` holds earlier questions, oldest first. A deadline asked for that
    lies before `today`, the day it is where none is given, is said to have passed.

    Never raises for an odd question: what cannot be answered is `not_found`, with a sentence.
    """
    known = corpus.of(kb)
    if known.documents:
        _ = kb.encoder.encode([""]), kb.reranker  # loaded before the clock starts
    started = time.perf_counter()
    asked, *before = map(_sound, (question, *history))
    recent = [one for one in before[-RECENT:] if len(one) <= LONGEST]  # a longer one was not answered
    answer = _answer(kb, asked, recent, within, today or date.today())
    return replace(answer, ms=round((time.perf_counter() - started) * 1000))


def _sound(text: str) -> str:
    """Text that can be stored and printed: half a character ("\\ud83d") becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _answer(kb: KnowledgeBase, question: str, history: Sequence[str], within: Scope, today: date) -> Answer:
    known = corpus.of(kb)
    asked, within = outdated.asked(fold_white(question), known.documents, within)
    if refusal := _unusable(asked, history, known, within):
        return Answer(question, "not_found", refusal, query=asked[:LONGEST])
    told = [reading.read(fold_white(said), known, kb.encoder.knows) for said in (*history, asked)]
    *before, meant = [one.text for one in told]
    said = meant
    if again := bool(before) and (followup.asks_source(said) or followup.weighs(said)):
        *before, meant = [one for one in before if not followup.asks_source(one) and not followup.weighs(one)] or [meant]
    carried = followup.standalone(
        meant, before, lambda earlier: _composed(kb, known, earlier, within, today), partial(scope.is_authority, known)
    )
    if not carried.about and not carried.docs:
        carried = replace(carried, docs=_named_before(before, known, within))
    answer = _composed(kb, known, carried, within, today)
    notes = _on_what_was_said(said, answer) if again else []
    if answer.citations and followup.weighs(said) and again and not notes:
        return replace(answer, question=question, status="not_found", text=NOT_WEIGHED, citations=())
    return replace(answer, question=question, text="\n\n".join([answer.text, *notes, *told[-1].notes]))


def _named_before(before: Sequence[str], known: corpus.Corpus, within: Scope) -> tuple[str, ...]:
    """The documents that the last of the earlier questions to name a part of the library named."""
    places = (scope.of(earlier, known, within) for earlier in reversed(before[-followup.REMEMBERED :]))
    place = next((place for place in places if place.narrowed), None)
    return place.named or tuple(doc for doc, weight in place.weights.items() if weight == 1.0) if place else ()


def _on_what_was_said(said: str, answer: Answer) -> list[str]:
    """What is asked of the answer before, in sentences: where it stands, or how its share stands to another."""
    if followup.asks_source(said):
        return [f"Quote {one.n} stands in {render.place(one)}." for one in answer.citations]
    return [note for one in answer.citations[:1] if (note := followup.weighed(said, one.quote))]


def _composed(kb: KnowledgeBase, known: corpus.Corpus, carried: followup.Carried, within: Scope, today: date) -> Answer:
    """The answer to a question in its standalone form: from the documents of the answer before it, where they hold one."""
    meant = scope.of(carried.text, known, within)
    place = meant if meant.narrowed else scope.of(f"{carried.text} {carried.about}", known, within)
    places = [place.nearer(carried.docs)]
    meaning = place.named or [doc for doc in carried.docs if place.weights.get(doc) == max(place.weights.values())]
    leaning = thread.leans(carried)
    near = None if meant.narrowed else place.only(meaning)
    if near:
        places = [near] if leaning else [near, *places]
    findings: list[Finding] = []
    for tried in places:
        place = tried
        findings = _all_findings(Search(kb, known, place, today), carried, within)
        if compose.status(findings) != "not_found":
            break
    status = compose.status(findings)
    query, filters = carried.spoken, _filters(place.scope(), known)
    if status == "not_found":
        why = compose.refusal(findings, before=near is not None and leaning)
        return Answer(carried.text, status, why, (), query, filters, compose.nearest(findings))
    text, citations, whole = compose.compose(findings)
    return Answer(carried.text, status if whole or status == "disputed" else "partial", text, citations, query, filters)


def _all_findings(search: Search, carried: followup.Carried, within: Scope) -> list[Finding]:
    """The findings on each thing asked. What only repeats the answer before is none to another question."""
    found: list[Finding] = []
    repeated = bool(carried.quoted)
    for part in things_asked(carried):
        told = _of_the_last(search, part, carried)
        more = told or [thread.kept(search, one, carried) for one in _findings(search, part, within)]
        repeated = repeated and not told and all(followup.repeats(one, carried.seen) for one in more)
        for one in more:
            passed = deadlines.passed(part, one.spans, search.today) if one.outcome != "silent" else ""
            found.append(replace(one, note=one.note or passed))
    return [replace(one, outcome="silent", why=NO_MORE) for one in found] if repeated else found


def _of_the_last(search: Search, part: Question, carried: followup.Carried) -> list[Finding]:
    """What the Direction or the passages that were quoted just before say to a question that asks on."""
    if not carried.passages:
        return []
    told = directed.of_the_last(search, part, carried.passages) or thread.found(search, part, carried)
    return [told] if told else told_before(search, part, carried.passages)


def _findings(search: Search, question: Question, within: Scope) -> list[Finding]:
    """The findings on one thing asked; a comparison has one for each side."""
    own = scope.of(question.text, search.corpus, within)
    if own.named or (own.narrowed and _elsewhere(own, search.place)):
        search = search.within(own)
    question, search = _of_another(question, own, search)
    for known in (documents.found, directed.found):
        if (told := known(search, question)) is not None:
            return [told]
    for look_up in (registry.found, openings.found):
        if (whole := looked_up(look_up(search, question), question)) is not None:
            return [whole]
    sides = scope.sides(search.place)
    if question.kind == "comparison" and len(sides) < 2:
        return [find(search, side) for side in halves(question)]
    if len(sides) > 1 or search.place.sure or (question.about and sides):
        plain = _unnamed(question, search)
        found = [replace(find(search.within(side), plain), of=_title(search, side)) for side in sides]
        if any(finding.outcome != "silent" for finding in found):
            return bound.checked(search, question, found)
    return bound.checked(search, question, [find(search, question)])


def _title(search: Search, side: scope.Place) -> str:
    return search.kb.document(side.named[0]).title


def _elsewhere(own: scope.Place, place: scope.Place) -> bool:
    """Whether one of several things asked is asked of documents that the question as a whole gives less weight."""
    return any(weight > place.weights[doc] for doc, weight in own.weights.items())


def _of_another(question: Question, own: scope.Place, search: Search) -> tuple[Question, Search]:
    """A question that only says of whom it is asked ("has Strathmarden got one?") as one for what was asked before, put to
    that one's documents alone; any other as it is."""
    theirs = own.only([doc for doc, weight in own.weights.items() if weight == 1.0]) if question.about else None
    there = search.within(theirs) if theirs else search
    whose = {stem for document in there.documents for stem in words.stems(document.authority or "")}
    if not theirs or not set(question.terms) <= whose | silence.LIGHT:
        return question, search
    return replace(question, terms=question.about, about=(), names=(), searched=" ".join(question.about)), there


def _unnamed(question: Question, search: Search) -> Question:
    """The question without the words that only say which documents are meant, where enough is left to look for."""
    rest = understand(scope.unasked(question.text, search.place, search.corpus))
    if question.about and set(rest.terms) <= silence.LIGHT:  # "what does the plan do about it": it is what is asked about
        return replace(question, terms=question.about, about=(), names=rest.names, searched=" ".join(question.about))
    if not rest.terms:
        return question
    told = tuple(stem for stem in rest.terms if stem not in silence.LIGHT) if question.kind == "comparison" else ()
    return replace(question, terms=told or rest.terms, names=rest.names, searched=rest.text)


def _unusable(asked: str, history: Sequence[str], known: corpus.Corpus, within: Scope) -> str:
    """Why nothing can be looked up for this, in a sentence; "" where it can."""
    if not known.documents:
        return EMPTY_LIBRARY
    if not any(map(within.allows, known.documents)):
        return NOTHING_CHOSEN
    if len(asked) > LONGEST:
        return TOO_LONG
    if said := civil.reply(asked):
        return f"{said} {_titles(list(filter(within.allows, known.documents)))}" if said == civil.HELD else said
    if not history and (followup.only_points_back(asked) or followup.asks_source(asked) or followup.weighs(asked)):
        return NO_QUESTION_YET
    leaning = forms.ASKS.search(asked) is not None or followup.leans(asked)  # "By when?", "and the one after that"
    follows = bool(history) and leaning and any(map(str.isalpha, asked))
    placed = bool(place_numbers(asked)) or forms.PAGE.search(asked) is not None  # "what does 5.1 say"
    return "" if follows or placed or any(any(map(str.isalpha, stem)) for stem in content(asked)) else NO_QUESTION


def _titles(held: Sequence[Document]) -> str:
    """The titles of documents and what each is, or of the first of many."""
    named = [f"*{one.title}* ({one.standing or one.status or one.kind})" for one in held[:NAMED]]
    more = len(held) - len(named)
    return f"{'; '.join(named)}{f'; and {more} more, which the Library page shows' if more else ''}."


def things_asked(carried: followup.Carried) -> list[Question]:
    """Each thing asked, with what it takes over from an earlier question or from what is asked before it."""
    if carried.asking:
        return [asked_again(understand(carried.text, carried.about), understand(carried.asking))]
    asked: list[Question] = []
    about = carried.about
    for part in parts(carried.text):
        asked.append(understand(part, about))
        about = f"{about} {part}".strip()
    return asked


def _filters(chosen: Scope, known: corpus.Corpus) -> dict[str, list[str]]:
    return {} if len(chosen.docs) == len(known.documents) else {"doc": sorted(chosen.docs)}
