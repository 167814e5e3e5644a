"""The help desk: questions with an owner and a response time, and the hours that staff spend."""
