from kernel.files.domain.stored_file import drop_file, open_file, store_file
from kernel.files.domain.sweep import sweep_files

__all__ = ["drop_file", "open_file", "store_file", "sweep_files"]
