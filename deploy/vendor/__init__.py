"""Third-party browser files: fetched by npm, copied and checked by vendor.py."""
