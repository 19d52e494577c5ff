"""From a whole memory to a list of term pairs: types are judged, not places.

memories -> encoding -> grams -> types -> together -> association -> judging -> proof -> rows

What recurs on either side is counted, then what recurs together (`Runner.counts`, exact in whatever
order and number of processes); each pair of types is judged by all of its units at once.
"""
