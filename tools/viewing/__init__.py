"""The built site seen through a browser: for tests, for pictures (`make look`), for Lighthouse (`make audit`)."""
