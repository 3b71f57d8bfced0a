"""What happens in a county: one Django app a subject, all in the county's own schema."""
