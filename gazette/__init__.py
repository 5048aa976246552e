"""From text files to a published site. Imports go one way, from cli/ down to content/, as pyproject.toml says."""
