"""The product's own reference data: the administrative divisions of China, and their reader."""
