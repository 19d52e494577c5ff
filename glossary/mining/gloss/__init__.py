"""From a bracket to a confident pair: `安全困境(security dilemma)`, `hedging（避險）`.

brackets (refusal) -> runs -> chinese_edge | english_edge -> ranker -> miner
                              by edge_features, acronyms, names
"""
