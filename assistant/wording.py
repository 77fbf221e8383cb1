"""Everyday words and the words that policy documents use for the same thing.

General English of health, care, councils and money: no names, no sentences of any document. A plain word counts for less
than the document's own, and a word that stands in both ways is left out.
"""

from __future__ import annotations

import re

from assistant import words
from assistant.kin import kin

# Plain words: what documents say instead. Either side may hold several words.
_TABLE = """
shut shuts closed closing close: close closure cease cessation decommission
scrap axe ditch: withdraw cease rescind remove end
stuck: delay wait ready
dear dearer pricey expensive: cost
cheap cheaper: cost saving
cash: money funding saving financial
pot purse: budget fund
cuts saving savings: saving reduction reduce avoidance
demand demands: require
patient patients: people individual
elderly pensioner pensioners: older aged
kid kids youngster youngsters: child children young
folk locals: people resident community
mum dad relative relatives: family carer
helper helpers: carer volunteer
worker workers: staff workforce employee
boss chief head: officer manager director lead
doctor doctors gps: gp practice general
surgery surgeries: practice
house houses: home
ward wards: bed inpatient hospital
typical usual: average
opinion opinions: view consult
sick ill unwell: illness health condition
ill illness illnesses: condition disease
feeling well: wellbeing health
looking after: care
leave leaving: discharge
divide divides: split
looked at: review
neighbouring neighbour neighbours: adjoining more
together: joint jointly
write writing: prepare produce draft
begin start starts: begin commence start launch force
finish finishes: end complete
end ends ended: until expire
run runs: effective period
wrote written: author prepare produce develop write wrote written
drew drawn: prepare
set: establish
photo photos picture pictures: image photograph
runs out: end expire
speed quicker faster: prompt time
slow: delay
buy buying: commission purchase procure
hire hiring: recruit recruitment appoint
sack sacked: redundancy dismiss
wage wages salary: pay cost
fix mend: improve repair
check checked: review monitor assess
okay agree sign: approve agree
lead leads: led responsible manage
hold holds: held
spend spends: spent
meet meets: met
told tell: inform notify communicate
talk talked chat: engage discuss conversation
speak spoke: consult engage speaker
cover covers covered: include contain outline
council councils: authority
ask asked: consult survey
help: support assist
chance: opportunity
choice choices: option
poor poverty: deprived deprivation inequality
fair fairness: equality equity
loneliness lonely: isolation
drug drugs drink: substance alcohol medication
chemist chemists: pharmacy pharmacist
lose losing: redundancy redundant
medicine medicines: medication prescribing
rubbish: waste
flat flats: housing accommodation
job jobs: post role employment
empty unfilled: vacant vacancy
shortage lack: gap vacancy
broke: deficit overspend
overspent overspend: overspend overspent deficit
forecast forecasts predicted: forecast expect estimate project
leftover left: remaining remain balance
yearly: annual
website webpage: online page
internet: digital online
exec execs: executive
dept depts: department
govt gov: government
mgr mgrs: manager
comms: communication
admin: administration administrative
hrs: hour
wks: week
yrs: year
info: information
minimum min least: least
maximum max most: up
boundary patch: area locality
split: divide
rules rule: requirement duty regulation
law legal legally: statutory act legislation
stop stopping: cease reduce rescind end
cheaper cheapest: cost saving expensive
costlier: cost expensive
finish finished finishing: complete end
sit sits sat: member membership
join joined joins: member attend
turn turned came: attend participate
belong belongs: member membership
reply replies answer answers: respond response
old aged: older
disabled: disability impairment
deaf blind: sensory impairment hearing sight
lonely alone: isolation
dying death dies: palliative end life bereavement
booze: alcohol
smoke smokes smoker: smoking tobacco
exercise: physical activity
food eating: nutrition diet
bus buses car cars: transport travel
school schools: education
course courses: training
teach taught: train education
trained: training
computer computers: digital electronic system ict
paperwork: documentation form bureaucracy
casualty: emergency accident unscheduled
danger dangerous: risk safety harm
hurt: harm injury
abuse abused: harm
secret private: confidential
gave handed hand: award allocate provide
decide decides decided: determine agree
replace replaces replaced: supersede
serve serves served: service population
bigger biggest larger: increase largest main
smaller fewer: decrease reduce reduction
rich wealthy: affluent
trial try tried: pilot test
goal goals: aim objective outcome
team teams: service
swap swapped replace: replacement
listen hear heard: engage consult feedback
bad worse: poor adverse negative
phone ring: telephone call contact
complain complained moan: complaint
happy unhappy: satisfaction satisfied
rent renting tenant: tenancy lease
move moved moving: transfer relocate
charge charged: fee cost
carry carried: undertake deliver implement
whole entire: total overall
grow grows growing grown growth: increase rise rose
worry worries worried concern: risk pressure challenge threat
worst: biggest greatest main
obey obeyed obeys: bind comply
danger dangers: threat
mistake mistakes wrong: error inaccuracy
"""
# Verbs of two words that mean another thing than their first, and what documents say for them.
_VERBS = {
    "sign-up": "registered",
    "sign-off": "approved",
    "turn-down": "rejected",
    "set-up": "established",
    "call-off": "cancelled",
    "find-out": "informed",
    "get-to": "travel",
}
_FORMS = {verb: verb.replace("-", "(?:s|ed|t?ing)?[ -]").replace("find", "(?:find|found)") for verb in _VERBS}
# "get to see" is no journey
_FORMS["get-to"] = r"get(?:ting|s)?[ -]to(?= (?:the|an?|their|our|my|your|his|her|its)\b| \w+s\b)"
VERB = re.compile("|".join(rf"\b{form}\b" for form in _FORMS.values()), re.IGNORECASE)
COUNTS = 0.8  # what a word counts that is met by the documents' own word for it


def _read(table: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in table.strip().splitlines():
        plain, _, field = line.partition(":")
        meant = frozenset(words.stem(word) for word in field.split())
        for stem in {words.stem(word) for word in plain.split()}:
            found[stem] = found.get(stem, frozenset()) | meant - {stem}
    return found


def _verbs() -> dict[str, frozenset[str]]:
    """What is met by what: the documents' word, and the verb where it is written in two words."""
    return {
        words.stem(verb): frozenset((words.stem(said), words.stem(verb.partition("-")[0]))) for verb, said in _VERBS.items()
    }


_FIELD = _read(_TABLE) | _verbs()


def plain(text: str) -> str:
    """The text with each verb of two words as one word.

    >>> plain("How many people signed up?")
    'How many people sign-up?'
    """
    for verb, form in _FORMS.items():
        text = re.sub(rf"\b{form}\b", verb, text, flags=re.IGNORECASE)
    return text


def field(stem: str) -> frozenset[str]:
    """Stems that documents use for a plain word.

    >>> "close" in field(words.stem("shut"))
    True
    """
    return _FIELD.get(stem, frozenset())


def added(stems: tuple[str, ...]) -> str:
    """The documents' words for all of these, to look for beside them.

    >>> added(("dearer", "bed"))
    'cost'
    """
    return " ".join(sorted({other for stem in stems for other in field(stem)} - set(stems)))


def other_words(stem: str) -> frozenset[str]:
    """The stem, those of its family, and what documents say for it."""
    return kin(stem) | field(stem) | {stem}
