"""What a build makes, an output a module: which files it plans, and how each is made. The contract is in base.py."""
