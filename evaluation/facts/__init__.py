"""Facts: the inputs of a sheet that follow from records, with the records behind them.

One module an indicator (``c05.py`` is C05), each one set-based query for all stations of
the county and year; ``definitions.yaml`` says what counts, ``queries.compute_facts`` runs
them, ``domain.freeze_facts`` keeps the result for a cycle.
"""
