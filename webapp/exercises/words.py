"""How the state of a practice product is said and coloured."""

from workflows.exercises.models import ProductState

STATE_WORDS = {
    ProductState.DRAFT: "Being written",
    ProductState.HANDED_IN: "Waits for feedback",
    ProductState.ANSWERED: "Has feedback",
    ProductState.REVISING: "Being revised",
}
STATE_TONES = {
    ProductState.DRAFT: "open",
    ProductState.HANDED_IN: "wait",
    ProductState.ANSWERED: "good",
    ProductState.REVISING: "open",
}
