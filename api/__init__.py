"""The REST API: v1 for counties and for the province."""
