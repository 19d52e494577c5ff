"""Terms that answer a query: typed in either script, by sound, by a part, misspelt.

query (what narrows; words for the misspelt) -> score (0 to 100, and why) -> search
"""
