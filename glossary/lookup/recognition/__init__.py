"""The terms of a termbase in a running text, with their places.

recognizer -> chinese | latin; suite measures it
"""
