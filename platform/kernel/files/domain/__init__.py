from kernel.files.domain.stored_file import drop_file, open_file, store_file

__all__ = ["drop_file", "open_file", "store_file"]
