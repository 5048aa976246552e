"""From the files that people wrote to the published site: reading, building, and what is kept between runs."""
