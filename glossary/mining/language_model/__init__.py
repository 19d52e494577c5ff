"""Ask a language model of one's own for term pairs; what it says is a hint, never a proof.

    address, client -> server          one request: bounded in time and size, tried again, counted
    prompt, cache   -> language_model  the answer to each sentence pair, in order
    answers -> standing -> miner       pairs as told -> those that stand there -> proposals

The server is any that speaks OpenAI's chat protocol (llama.cpp, Ollama, vLLM, LM Studio). Nothing
is asked unless a `LanguageModel` is given to `mine`.
"""
