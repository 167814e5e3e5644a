"""What happens after the first submission: changes asked for by section, and versions side by side."""
