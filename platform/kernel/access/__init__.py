"""Memberships of a county and the row access that follows from them."""
