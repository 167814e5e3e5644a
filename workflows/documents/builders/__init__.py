"""From records to the facts of a document: one module a kind, each with `build(session, wanted) -> Draft`."""
