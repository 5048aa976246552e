"""The built site seen through a browser: for the tests, for pictures (`make look`) and for Lighthouse (`make audit`)."""
