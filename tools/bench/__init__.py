"""How fast the house builds, beside stock MkDocs and Hugo over the same stories: `make bench`."""
