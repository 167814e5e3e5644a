"""What waits for somebody, found in each chapter of the year."""
