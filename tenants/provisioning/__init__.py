"""Making county schemas: the template, its DDL, spares. No tables of its own."""
