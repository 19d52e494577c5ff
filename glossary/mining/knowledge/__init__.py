"""What the miners know of words and sentences: dictionaries, tags, vectors, kinds of pairs."""
