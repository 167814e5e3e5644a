"""What a session can be met with besides being there: recordings with their check, excuses and make-ups."""
