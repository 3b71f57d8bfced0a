from kernel.files.domain.stored_file import open_file, store_file

__all__ = ["open_file", "store_file"]
