"""The library in the browser: resources, extraction guides, glossary."""
