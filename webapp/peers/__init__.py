"""Peer groups, questions and answers, shared examples."""
