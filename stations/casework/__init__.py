"""Households, persons served, the official roster, visits and needs."""
