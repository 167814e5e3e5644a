"""Peer groups and their log, questions and answers, shared examples."""
