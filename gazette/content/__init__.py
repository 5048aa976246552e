"""What people write: files are read, checked and put together into one immutable library."""
