"""Django's PostgreSQL backend with a schema a county and a guard that fails closed."""
