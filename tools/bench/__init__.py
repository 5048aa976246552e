"""How fast this project builds, beside other site generators over the same stories: `make bench`."""
