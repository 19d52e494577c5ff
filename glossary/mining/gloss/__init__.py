"""From a bracket to a confident pair: `安全困境(security dilemma)`, `hedging（避險）`.

brackets (refusal, quantities) -> runs -> chinese_edge | english_edge -> ranker -> miner
                              by edge_features, acronyms, names

Weights are fitted (`glossary.mining.fit.gloss`). The other numbers are chosen: of the 205 written
cases (`tests/data/gloss_cases.jsonl`, `tests/data/blind/glosses.jsonl`) 7 fail with them as they
are, and at most five more with any one halved or doubled
(`python tests/benchmarks/bench_constants.py`).
"""
