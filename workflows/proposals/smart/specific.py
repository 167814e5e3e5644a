"""Specific: who exactly, in which direction, one outcome, in words that can be told apart."""

import re

from workflows.proposals.smart.facts import GoalFacts, GoalType
from workflows.proposals.smart.sentence import numbers_left
from workflows.proposals.smart.wording import BARE_WORDS, BROKEN, Broken, direction_of, directions_in

_WORD = re.compile(r"[\w'’]+")
_RANGE = re.compile(
    r"\b\d{1,3}\s*(?:-|–|—|to)\s*\d{1,3}\b|\b\d{1,3}\s*\+|\b\d{1,3}\s+(?:and|or)\s+(?:older|over|under)"
)
_MERE_NUMBER = re.compile(r"\d+")
_VAGUE = re.compile(
    r"\b(improv(?:e[sd]?|ing)|enhanc(?:e[sd]?|ing)|support(?:s|ed|ing)?|strengthen(?:s|ed|ing)?|empower(?:s|ed|ing)?"
    r"|better|more|awareness|various|as needed)\b",
    re.IGNORECASE,
)
_OUTCOME_VERB = (
    r"(?:increas|rais|decreas|reduc|improv|enhanc|strengthen|boost|lower|grow|reach|achiev|maintain|lessen|cut)"
    r"(?:e|es|s|ed|ing)?\b"
)
_VERBS_JOINED = re.compile(rf"(?:\band\b|\bor\b|&|/|;)\s*(?:to\s+)?{_OUTCOME_VERB}", re.IGNORECASE)
_OUTCOME = (
    r"(?:employment|jobs?|income|wages?|earnings|housing|health|screenings?|english|language|literacy|school|enrollment"
    r"|attendance|isolation|loneliness|belonging|well-?being|self-sufficiency|citizenship|safety|savings|credit|trust"
    r"|confidence|education|training|friendships?)"
)
_NOUNS_JOINED = re.compile(
    rf"\b{_OUTCOME}\b(?:\s+[\w-]+)?\s+(?:and|or|and/or|&)\s+(?:[\w-]+\s+)?{_OUTCOME}\b", re.IGNORECASE
)
_END_OF_OUTCOME = re.compile(r"\b(?:for|among|of|from|who|by|to\s+\d)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ACTIVITY = re.compile(
    r"^(?:by\s[^,]{3,40},\s*)?\W*(?:we\s+(?:will\s+)?)?(provide|hold|offer|conduct|host|distribute)\b", re.IGNORECASE
)
_OWN_WORK = re.compile(
    r"^(?:by\s[^,]{3,40},\s*)?\W*(?:increas|rais|reach|decreas|reduc|maintain)\w*\s+(?:the\s+number\s+of\s+)?"
    r"(?:[\w-]+\s+){0,2}?(partners|partnerships|workshops|classes|trainings|sessions|events|meetings|referrals|volunteers"
    r"|visits|flyers|brochures)\b(?!\s+(?:attended|completed|kept|who|that))",
    re.IGNORECASE,
)


def nobody_in_particular(goal: GoalFacts) -> Broken:
    """S1: bare «clients» could be anyone, and «100% of clients» is everyone."""
    return None if has_qualifier(goal.population) else {"said": f"“{goal.population}” could be anyone. "
                                                        if goal.population else ""}  # fmt: skip


def has_qualifier(population: str) -> bool:
    """Whether a population says age, sex, program, arrival, site or level; how many are meant is none of these."""
    if _RANGE.search(population):
        return True
    return any(word.lower() not in BARE_WORDS and not _is_how_many(word) for word in _WORD.findall(population))


def no_direction(goal: GoalFacts) -> Broken:
    """S2: one of six directions."""
    if direction_of(goal.direction_verb):
        return None
    return {"said": f"“{goal.direction_verb}” is no direction. " if goal.direction_verb else ""}


def vague_words(goal: GoalFacts) -> Broken:
    """S3: a word that means many things, with no number beside it."""
    for text in (goal.statement, goal.population):
        found = _VAGUE.search(text)
        if found and not numbers_left(text):
            return {"word": found[0].lower()}
    return None


def two_outcomes(goal: GoalFacts) -> Broken:
    """S4: two outcomes joined by and/or; the quoted name of an indicator is one outcome, whatever it says."""
    for text in (_QUOTED.sub(" ", goal.statement), goal.population):
        found = _VERBS_JOINED.search(text)
        if found:
            return {"words": found[0].strip()}
    outcome = _END_OF_OUTCOME.split(_QUOTED.sub(" ", _after_direction(goal.statement)), maxsplit=1)[0]
    joined = _NOUNS_JOINED.search(outcome)
    return {"words": joined[0].strip()} if joined else None


def activity_alone(goal: GoalFacts) -> Broken:
    """S5: what staff do, with no result for people; an output that stands beside an outcome goal is in its place."""
    is_paired = goal.goal_type is GoalType.OUTPUT and goal.is_paired is True
    if is_paired:
        return None
    says_work = any(_ACTIVITY.search(text) for text in (goal.statement, goal.population, goal.direction_verb))
    if says_work or _OWN_WORK.search(goal.statement):
        return BROKEN
    return BROKEN if goal.goal_type is GoalType.OUTPUT and goal.is_paired is False else None


def _is_how_many(word: str) -> bool:
    return bool(_MERE_NUMBER.fullmatch(word)) and not (len(word) == 4 and word[:2] in ("19", "20"))


def _after_direction(text: str) -> str:
    """From the first direction verb on."""
    verbs = directions_in(text)
    if not verbs:
        return ""
    start = re.search(verbs[0][:5], text, re.IGNORECASE)
    return text[start.start() :] if start else ""
