"""Documents: Word files made from templates, kept by their digest."""
