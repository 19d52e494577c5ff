"""Search terms by a query: in either script, by sound, by a part, or misspelt.

query (narrowing; words for misspelt ones) -> score (0 to 100, and why) -> search
"""
