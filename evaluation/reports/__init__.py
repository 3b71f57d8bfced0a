"""Files made of figures: Excel now, PDF and Word later. No tables."""
