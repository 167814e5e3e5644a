"""What a person types, checked and turned into frozen dataclasses."""
