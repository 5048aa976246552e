"""What a build makes. A module for each output says which files it plans and how each is made (base.py)."""
