"""A register: one kind of record kept at a station, declared once for its pages and its API.

An app declares its registers in ``<app>/registers/`` and gives their addresses in its
``urls.py`` (``register_urls``); ``api/v1/record.py`` serves all of them. What may be written
stays in the app's domain, who may see it in its rules: a register only says what is shown.
"""

from stations.records.register.column import Column
from stations.records.register.declare import Act, Filter, Inner, Register
from stations.records.register.form import EntryForm, RecordChoice

__all__ = ["Act", "Column", "EntryForm", "Filter", "Inner", "RecordChoice", "Register"]
