"""Pages of this app on the county host."""
