"""What a build makes, an output a module: which files it plans, and how each is made."""
