"""Believable data for a demo: the network of Panzhihua, three years of records, its cycles.

Figures come from the plan's annex 1 where it has them; persons are invented, with ID
numbers that look valid but name a day that does not exist. One random seed for all.
"""
