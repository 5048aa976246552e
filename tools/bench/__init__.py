"""How fast this project builds, beside stock MkDocs and Hugo over the same stories: `make bench`."""
