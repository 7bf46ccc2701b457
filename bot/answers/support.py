"""Whether what was found holds what was asked: else the answer is an abstention. Pure."""

from collections.abc import Sequence

from bot.answers.cards import Card
from bot.answers.choosing import telling
from bot.answers.corpus import Corpus
from bot.answers.ranking import Hit
from bot.answers.understanding import Kind, Part, Understood


def held_by(part: Part, card: Card) -> float:
    """How far an entry holds a part, wherever."""
    if part.kind is Kind.SYMBOL:
        return float(not part.units.isdisjoint(card.symbols | card.mentioned))
    return part.held(card.everything)


def features(corpus: Corpus, asked: Understood, hit: Hit) -> dict[str, float]:
    """What speaks for and against an entry as the answer to a question."""
    card = hit.card
    content = telling(asked.content)
    total = sum(part.weight for part in content)
    held = sum(part.weight * held_by(part, card) for part in content)
    unknown = sum(part.weight for part in content if not part.known)
    strange = sum(1 for part in asked.parts if part.kind is Kind.WEAK and not part.known)
    proper = any(part.kind is Kind.PROPER and held_by(part, card) == 0.0 for part in content)
    return {
        "held": held / total if total else 1.0,
        "unknown": unknown / total if total else 0.0,
        "proper": float(proper),
        "strange": strange / (len(content) + strange) if strange else 0.0,
        "content": float(len(content)),
        "cover": hit.cover,
        "title": hit.title,
        "similarity": hit.similarity,
        "score": hit.score,
    }


#: The share of the weight of a question's content that an entry must hold to be its answer.
HELD = 0.5
#: The share, and the score, that are enough where the vectors say that the entry is near.
HELD_WHEN_NEAR, SCORE_WHEN_NEAR = 0.35, 0.58
#: A question in another language lies so much farther from what answers it.
FOREIGN_GAP = 0.015
#: The share of the words of a question in another language that neither the corpus nor the synonyms may lack.
STRANGE = 0.6


def supported(corpus: Corpus, asked: Understood, hits: Sequence[Hit]) -> bool:
    """Whether the first entry holds enough of the question to be its answer.

    What counts are the words that say what is asked about, each by how rare it is. Where a sentence vector lies nearer
    than those of different entries usually do (``Corpus.nearness``), fewer words are enough; a name that the roadmap
    does not know never is.
    """
    seen = features(corpus, asked, hits[0])
    near = seen["similarity"] >= corpus.nearness
    if asked.language != corpus.language:
        # Its words are known only as far as the synonyms go: what they do not hold, the vectors have to.
        if near or seen["similarity"] >= corpus.nearness - FOREIGN_GAP:
            return seen["held"] >= HELD or seen["score"] >= 0.45
        return seen["strange"] <= STRANGE and seen["held"] >= HELD_WHEN_NEAR and seen["score"] >= 0.55
    if seen["held"] >= HELD:
        return True
    return near and not seen["proper"] and seen["held"] >= HELD_WHEN_NEAR and seen["score"] >= SCORE_WHEN_NEAR
