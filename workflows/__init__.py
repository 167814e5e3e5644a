"""The program itself: data, rules and operations, with no request, form or queue."""
