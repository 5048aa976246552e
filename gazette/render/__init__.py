"""What the library becomes: page views and bytes, made by pure functions, one medium a module."""
