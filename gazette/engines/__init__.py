"""The machines that others built; each module is the only one that touches its tool."""
