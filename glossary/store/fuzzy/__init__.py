"""The fuzzy index: a cache beside a database that narrows a memory and never misses.

signature (the bound) -> part -> scan (kernel | numpy), substrings -> files -> index
"""
