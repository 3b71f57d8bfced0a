"""Counties as tenants, and the divisions of China."""
