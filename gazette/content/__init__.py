"""What people wrote: files → sources → checked items → one immutable library."""
