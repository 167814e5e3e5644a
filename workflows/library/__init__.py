"""The library: resources, extraction guides and the glossary."""
