"""The library as pages, mails, feeds and data: pure functions, one module for each medium."""
