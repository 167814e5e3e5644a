"""The schedule of an award: by which method it is paid, and what releases each payment."""
