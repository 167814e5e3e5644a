"""The help desk in the browser: questions, absence, hours and response times."""
