"""The fuzzy index: a cache beside a database that narrows the translation memory, without misses.

signature (the bound) -> query, part -> scan (kernel | plain), substrings -> files -> index
"""
