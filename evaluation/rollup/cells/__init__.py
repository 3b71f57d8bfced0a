"""Cells: one installation a province, each pushing its roll-up to the installation above.

What is pushed is cut into units, small sets of public rows that are always replaced whole:
the divisions of a county, its spans of service, one year of its figures, its marks
(units.py). The province numbers each change of a unit (outgoing.py) and pushes them in
signed batches (transport.py); the installation above checks a batch (check.py) and takes
it in one transaction (incoming.py). Nothing above ever opens a county.
"""
