"""Words of one region in a text of another: what Taiwan, the mainland, Hong Kong and Singapore call
the same thing.

table (our own), opencc (its phrase tables) -> index (by form, for one region) -> lint, convert
"""
