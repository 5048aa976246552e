"""A run: is the folder safe, what do its files say, which outputs changed, and what is kept for the next run."""
