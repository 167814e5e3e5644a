"""More time for the proposal of one affiliate: asked for, given or refused, each with its reason."""
