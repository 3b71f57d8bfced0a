"""When which county's job is to be looked at again: no payload, no person. Public schema."""
