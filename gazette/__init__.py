"""The code behind build.py: content/ reads and checks, render/ makes pages, engines/ host other people's tools."""
