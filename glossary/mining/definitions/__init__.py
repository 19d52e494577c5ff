"""Definitions: what a statute, a standard or a contract says that its terms mean.

    text -> segments (paragraphs, items of lists) -> statements of Chinese, of English
    statements of both languages -> pairs: what is defined on both sides, or on one

`units.definition_pairs` reads a sentence pair, `miner` whole documents.
"""
