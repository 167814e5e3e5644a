"""The design language of the Word templates, and one module for each kind of document."""
