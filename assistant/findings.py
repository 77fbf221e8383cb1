"""What the documents hold on one thing asked: the stretches to quote, or why there is nothing to quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import (
    atplace,
    cells,
    clauses,
    coverage,
    disputes,
    evidence,
    imprint,
    lookups,
    premise,
    runs,
    scope,
    silence,
    spans,
    values,
    wording,
    words,
)
from assistant.evidence import Scored
from assistant.finding import Finding, nearest
from assistant.question import Question
from assistant.search import Search
from assistant.spans import Span
from assistant.units import Unit, units
from kb.models import Passage, Scope
from kb.text import sentence_spans

RIVAL = 0.88  # share of the best score from which another passage is quoted beside it
RIVAL_COUNT = 0.75  # the same for one that gives another figure for what is counted
LIKELY = 0.5  # the reranker's probability from which what it finds likeliest is quoted beside what the words find best
TOLD = ("definition", "why")  # answered by a paragraph rather than by a sentence
# What is asked so is answered by what is said, never by a heading or a line of the cover.
SPEAKING = ("yesno", "why", "duty", "definition", "comparison", "other", "who")
LINE = 6  # words up to which a passage that ends without a stop is a line by itself
SPOKEN = 700  # characters up to which such a paragraph is quoted whole
_ALL = re.compile(r"\bhow many [\w’' -]+? (?:are there|exist|does (?:it|the|this)|do (?:we|they) have)\b", re.IGNORECASE)
# A lead-in whose items are acts ("Members are asked to:"): it lists no members.
_ACTS = re.compile(r"\b(?:to|will|shall|must|should|may|can)\s*[:–—-]?\s*$", re.IGNORECASE)
LOOKED_THROUGH = 100  # passages looked into before it is said that nothing speaks of a name
LONG_HEAD = 100  # characters from which a table's head row comes after the row that is quoted
MAX_SPANS = 3  # quotes on one thing asked, lists and enumerations apart

NOTHING_UNDER = "The heading stands there with nothing under it"
NO_SUBJECT = "the question does not name what is to be spelled out"
OTHERWISE = "what the question takes for granted is not what the document says"


def find(search: Search, question: Question) -> Finding:
    """What the documents say to one thing asked."""
    if question.numbers and atplace.left(search, question):
        question = replace(question, numbers=())
    if question.numbers or question.page is not None:
        return atplace.found(search, question)
    if question.kind == "mentions":
        found = lookups.mentions(search, question)
        return Finding(question, "found" if found else "silent", tuple(found), "" if found else "no passage mentions it")
    if question.kind == "expansion" and not question.subject:
        return Finding(question, "silent", why=NO_SUBJECT)
    if question.kind == "expansion":
        found = lookups.spelled_out(search, question)
        return Finding(question, "found", tuple(found)) if found else _never_spelled_out(search, question)
    if question.kind == "definition" and not question.labels:
        question = lookups.by_acronym(search, question)
        short = question.subject.isupper()
        found = [*(lookups.spelled_out(search, question) if short else []), *lookups.meanings(search, question)][:2]
        if found:
            return Finding(question, "found", tuple(found))
        if short:
            return _never_spelled_out(search, question)
    if question.kind == "list" and question.subject and (found := lookups.meanings(search, question, lookups.UNDER)):
        return Finding(question, "found", tuple(found))
    query = question.query
    hits = search.hits(f"{query} {wording.added(question.terms)}".strip())
    pool = [unit for unit in runs.under_headings(search, question, hits) if not evidence.of_other_label(question, unit)]
    pool = [unit for unit in pool if imprint.may_answer(question, unit.text)]
    if question.dated:
        dates = [unit for unit in pool if values.find(unit.text, "date") or values.find(unit.text, "year")]
        pool = [unit for unit in dates if unit.role != "list"]
    lines = [unit for unit in pool if question.kind in (*SPEAKING, "list") and _only_named(question, unit)]
    pool = [unit for unit in pool if unit not in lines]
    if question.kind == "list":
        pool += lookups.numbered_lists(search, [*hits, *runs.numbered(search, question)])
        pool += runs.runs(search, question, hits)
    ranked = search.ranked(question, query, pool)
    if question.kind == "contact" and not any(scored.value for scored in ranked):
        ranked = search.ranked(question, query, units(search.beside(hits)))
    blank = next((line for line in lines if _bare_heading(search, question, line)), None)
    under = Finding(question, "blank", (spans.of(blank),), NOTHING_UNDER, f"{NOTHING_UNDER}.") if blank else None
    if under and question.kind == "list":
        return under  # what is asked for is what stands under the heading
    finding = conclude(search, question, ranked)
    if finding.outcome != "silent":
        return finding
    if denied := premise.otherwise(search, question, pool):
        return Finding(question, "disputed", _quotes(search, question, [denied]), OTHERWISE)
    if headed := _given_above(question, ranked):
        return Finding(question, "found", (replace(spans.of(headed), lead=headed.passage.section[-1]),))
    return under or finding


def _given_above(question: Question, ranked: Sequence[Scored]) -> Unit | None:
    """The first unit under a heading that names what is asked for and gives its figure as still to come ("£TBC")."""
    for unit in (one.unit for one in ranked if question.values[:1] == ("money",) and one.unit.passage.section):
        named = words.stem_set(unit.passage.section[-1])
        asked = {*question.terms} - silence.LIGHT
        if values.to_come(unit.passage.section[-1]) and asked & named and asked <= words.stem_set(unit.above):
            return unit
    return None


def _only_named(question: Question, unit: Unit) -> bool:
    """Whether the unit is no more than a name: words all in capitals, the document's title, or a line by itself without a
    figure or a stop that, where a name is asked for, has no other than the question has; or an item of which its list
    says nothing but that it is there."""
    text = unit.text.strip()
    if text.isupper() or spans.is_title(unit):
        return True
    said = set(words.content(text)) <= set(question.terms)
    if unit.role == "item" and said and question.kind in SPEAKING:  # "There are: Housing Statement"
        return set(words.content(unit.above.rsplit(" / ", 1)[-1])) <= silence.LIGHT
    return _is_line(unit.passage, text) and (said or question.kind != "who")


def _is_line(passage: Passage, text: str) -> bool:
    """Whether the text is a short passage by itself that says nothing of anything: a heading, a cover's line."""
    alone = passage.kind == "paragraph" and len(passage.text.strip()) == len(text)
    return alone and len(text.split()) <= LINE and text[-1:].isalpha() and not any(map(str.isdigit, text))


def _bare_heading(search: Search, question: Question, unit: Unit) -> bool:
    """Whether a line names what is asked for and only other such lines stand under it: a heading that was left empty."""
    named, asked = set(words.content(unit.text)), set(question.terms)
    rest = asked - words.stem_set(f"{scope.identity(unit.document)} {unit.above} {unit.text}") - silence.LIGHT
    if question.kind == "who" or not named or not named <= asked or rest:
        return False
    after = search.kb.neighbours(unit.passage, 0, 1)
    return all(_is_line(one, one.text.strip()) or one.section != unit.passage.section for one in after)


def conclude(search: Search, question: Question, ranked: Sequence[Scored]) -> Finding:
    """The finding that ranked units give: what to quote of the best of them, or silence with the nearest places."""
    if not ranked:
        return Finding(question, "silent", why="nothing in the documents comes near this")
    if evidence.contrary(question, ranked[0].unit):
        return Finding(question, "disputed", _quotes(search, question, ranked[:1]), OTHERWISE)
    lacking = silence.gap(question, ranked[0], search.corpus)
    empty = next((one for one in ranked if cells.blank_cell(question, one.unit)), None)
    if lacking and not lacking.blank and empty:
        return Finding(question, "blank", tuple(spans.quoted(search.kb, empty.unit, as_list=False)), silence.EMPTY_CELL)
    if lacking and not lacking.blank and (listed := _counted_list(search, question)):
        return listed
    if lacking and not lacking.blank:
        ranked = _fuller_first(search, question, ranked)
        lacking = silence.gap(question, ranked[0], search.corpus)
    if lacking:
        if lacking.blank:
            return Finding(question, "blank", tuple(spans.quoted(search.kb, ranked[0].unit, as_list=False)), lacking.why)
        near = nearest(ranked)
        return Finding(question, "silent", near, _told_truly(search, lacking, near))
    if evidence.other_count(question, ranked[0].unit):
        return Finding(question, "disputed", _quotes(search, question, ranked[:1]), OTHERWISE)
    rival = disputes.other(search, question, ranked[0], ranked)
    if rival and not spans.within(rival, first := _quotes(search, question, ranked[:1])):
        note = disputes.weighed(ranked[0].unit.document, rival.document)
        quoted = (*first, *_quotes(search, question, (), (rival,)))
        if _rules_first(question, rival) < _rules_first(question, ranked[0].unit):
            quoted = (*_quotes(search, question, (), (rival,)), *first)
        return Finding(question, "disputed", quoted, note=note)
    chosen = sorted(_rivals(search, question, ranked), key=lambda one: _rules_first(question, one.unit))
    return Finding(question, "found", _quotes(search, question, chosen))


def told_before(search: Search, question: Question, passages: Sequence[str]) -> list[Finding]:
    """What the passages that were quoted just before say to a figure or a doer asked for next ("and when was that?"): they
    are what it is asked of. [] where they lack the figure or a word of the question."""
    if not passages or not (question.values or question.kind == "who") or question.numbers or question.page is not None:
        return []
    hits = [hit for hit in map(search.hit, passages) if search.place.weights.get(hit.passage.doc)]
    alone = replace(question, about=(), carried=())
    own = set(alone.terms) - silence.LIGHT
    if not own and (alone.terms or question.kind == "who" or question.values[0] == "number"):
        return []
    for one in search.ranked(alone, question.query, units(hits)):
        told = question.kind != "who" or _says(own, one.unit.text)
        met = told and own.isdisjoint(one.missing) and not (own and silence.gap(alone, one, search.corpus))
        if met and one.value is not False:
            return [Finding(question, "found", _quotes(search, question, [one]))]
    return []


def _says(asked: set[str], text: str) -> bool:
    """Whether the text itself has one of the words, or what documents say for it."""
    there = words.stem_set(text)
    return any(wording.other_words(stem) & there for stem in asked)


def _told_truly(search: Search, lacking: silence.Gap, near: Sequence[Span]) -> str:
    """Why there is no answer. Of a name that stands elsewhere in the documents it is not said that nothing speaks of it, nor
    of words that one of the places shown as the nearest has."""
    run = words.told(lacking.absent)
    if not lacking.named:
        shown = any(words.stem_set(span.text).issuperset(run) for span in near if run)
        return f"the documents speak of {lacking.absent}, but do not say this" if shown else lacking.why
    allowed = Scope(docs=tuple(search.place.weights))  # also what the question does not mean
    hits = search.kb.search(lacking.absent, LOOKED_THROUGH, allowed, reranked=0) if run else []
    spoken = any(words.has_run(run, words.told(f"{' '.join(hit.passage.section)} {hit.passage.text}")) for hit in hits)
    return f"the documents speak of {lacking.absent}, but do not say this" if spoken else lacking.why


def _counted_list(search: Search, question: Question) -> Finding | None:
    """The list of what is counted, where no sentence says how many there are: its items are counted."""
    if not question.counted or not _ALL.search(question.text):
        return None
    listing = replace(question, kind="list", values=(), counted=())
    hits = search.hits(question.query)
    pool = [unit for unit in units(hits) if unit.role == "list"] + lookups.numbered_lists(search, hits)
    ranked = search.ranked(listing, question.query, pool)
    for one in ranked[:1]:
        lead_in = coverage.said(one.unit)
        named = words.stem_set(f"{lead_in} {one.unit.above.rsplit(' / ', 1)[-1]}")
        meant = question.counted[-1] in named and words.stem_set(one.unit.around).issuperset(question.counted)
        if meant and not _ACTS.search(lead_in) and not silence.gap(listing, one, search.corpus):
            quoted = spans.quoted(search.kb, one.unit, as_list=True)
            if number := 1 + len(one.unit.following) if one.unit.following else _items(quoted):
                return Finding(question, "found", (replace(quoted[0], lead=f"{number} in this list"), *quoted[1:]))
    return None


def _items(quoted: Sequence[Span]) -> int:
    """How many points the pieces of a list have; 0 where that is not sure, because it goes on without numbers."""
    passages = {span.passage.id: span.passage for span in quoted}
    items = [part for passage in passages.values() for part in passage.parts if part.role == "item" and not part.level]
    return len(items) if len(passages) == 1 or [part.number for part in items][-1:] == [str(len(items))] else 0


def _rules_first(question: Question, unit: Unit) -> bool:
    """Sorts what guidance and law say to the front where it is asked what must be done."""
    return question.duty and unit.document.kind not in evidence.RULING


def _fuller_first(search: Search, question: Question, ranked: Sequence[Scored]) -> Sequence[Scored]:
    """The ranked units, first one that comes near the best and lacks nothing, where it has more of the question's words."""
    best = ranked[0]
    for scored in ranked[1:4]:
        fuller = scored.covered > best.covered and len(scored.missing) < len(best.missing)
        fuller |= question.kind == "list" and scored.unit.role == "list"
        fuller |= question.kind == "who" and evidence.names_person(question, scored.unit, search.corpus)
        if fuller and scored.score >= RIVAL * best.score and not silence.gap(question, scored, search.corpus):
            return [scored, *(other for other in ranked if other is not scored)]
    return ranked


def _rivals(search: Search, question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """The best unit and those that come near it and say something else."""
    best = ranked[0]
    chosen = [best]
    for scored in ranked[1:]:
        near = RIVAL_COUNT if question.counted and scored.covered >= RIVAL * best.covered else RIVAL
        if scored.score < near * best.score or len(chosen) >= MAX_SPANS or question.kind == "list":
            break
        if _other_thing(question, best, scored):
            continue
        elsewhere = scored.unit.passage.id != best.unit.passage.id and question.kind != "contact"
        if _other_row(question, best.unit, scored.unit) or (elsewhere and silence.gap(question, scored, search.corpus)):
            continue
        if scored.value is not False and not any(spans.says_the_same(scored.unit, spans.of(one.unit)) for one in chosen):
            chosen.append(scored)
    return chosen + _likeliest(search, question, ranked, chosen)


def _likeliest(search: Search, question: Question, ranked: Sequence[Scored], chosen: Sequence[Scored]) -> list[Scored]:
    """What the reranker finds likeliest, where it is sure and what is chosen by its words says something else."""
    one = max(ranked, key=lambda scored: scored.likelihood)
    likely = one.likelihood >= LIKELY and one.unit.role != "list"
    wanted = question.kind in SPEAKING and likely and len(chosen) < MAX_SPANS
    if not wanted or any(spans.says_the_same(one.unit, spans.of(other.unit)) for other in chosen):
        return []
    return [] if _other_thing(question, chosen[0], one) or silence.gap(question, one, search.corpus) else [one]


def _other_row(question: Question, best: Unit, unit: Unit) -> bool:
    """Whether the unit is a row of another thing than the best one, whose label is what is asked about."""
    rows = best.role == unit.role == "row"
    return rows and cells.row_asked(question, best) and not cells.row_asked(question, unit)


def _other_thing(question: Question, best: Scored, scored: Scored) -> bool:
    """Whether the unit lacks a name of the question that the best one has: it is about something else."""
    named = {stem for name in question.names for stem in name}
    ours = named & words.stem_set(f"{best.unit.above} {best.unit.text}")
    return not ours <= words.stem_set(scored.unit.around)


def _quotes(search: Search, question: Question, chosen: Sequence[Scored], against: Sequence[Unit] = ()) -> tuple[Span, ...]:
    """What to quote of the chosen units, and of those `against` them, which say something else however alike they are."""
    quoted: list[Span] = []
    as_list = question.kind == "list" or spans.of_one_list([scored.unit for scored in chosen])
    for unit in [scored.unit for scored in chosen] + list(against):
        if unit in against or not any(spans.says_the_same(unit, span) for span in quoted):
            most = SPOKEN if question.kind in TOLD else spans.SHORT
            found = spans.quoted(search.kb, unit, as_list, most, announced=not question.values)
            if lead := cells.lead(question, unit):
                found = [replace(found[-1], lead=lead), *found[:-1]]
            elif unit.role == "row" and len(found[0].text) > LONG_HEAD:
                found = found[::-1]  # what is asked stands in the row
            quoted += [_to_the_point(question, found[0]), *found[1:]]
    return tuple(quoted)


def _to_the_point(question: Question, span: Span) -> Span:
    """The span from the main clause of its long first sentence on, where what leads up to that has nothing that is asked."""
    first = next(iter(sentence_spans(span.text)), (0, 0))
    cut = clauses.main_start(span.text[first[0] : first[1]]) + first[0]
    led = words.stem_set(span.text[:cut])
    asked = {*question.terms, *question.about} if question.values[:1] != ("date",) else led
    return replace(span, start=span.start + cut) if cut > first[0] and not asked & led else span


def _never_spelled_out(search: Search, question: Question) -> Finding:
    used = [unit for unit in units(search.hits(question.subject or question.text)) if unit.role != "list"]
    near = [spans.of(unit) for unit in used if question.subject.lower() in unit.text.lower()]
    why = f"{question.subject} is used, but nowhere spelled out" if near else "it is not used anywhere"
    return Finding(question, "silent", tuple(near[:3]), why)
