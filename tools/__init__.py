"""Tools for developers: the benchmark, pictures of the built site, the makers of fonts and map."""
