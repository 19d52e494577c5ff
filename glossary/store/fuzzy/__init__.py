"""The fuzzy index: a cache beside a database that narrows the translation memory, without misses.

signature (the bound) -> part -> scan (kernel | numpy), substrings -> files -> index
"""
