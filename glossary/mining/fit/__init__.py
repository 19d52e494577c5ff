"""Commands that fit the weights of the miners, what they learn from, and how well mining does.

No miner imports any of it. Run one as `python -m glossary.mining.fit.pairs`.
"""
