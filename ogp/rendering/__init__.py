"""One card: lay out, paint, encode. What the cards of a site share is compiled once."""
