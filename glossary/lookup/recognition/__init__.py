"""Find the terms of a termbase in running text, with their offsets.

recognizer -> chinese | latin; suite evaluates it
"""
