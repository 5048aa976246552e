"""What becomes of any folder of Markdown, Word and picture files: `make corpus FOLDER=…` (`__main__.py`)."""
