"""What the records of all station apps have in common: when they happened, when they came in."""
