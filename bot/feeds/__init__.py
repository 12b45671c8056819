"""From an address to the text of an article: fetch, parse, body."""
