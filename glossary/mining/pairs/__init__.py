"""From a bead to scored term pairs, each with the sentences that prove it.

tokens -> stretches -> word_alignment -> sentence_pair -> link_features, recurrence, features
       -> scorer -> decoding -> miner
"""
