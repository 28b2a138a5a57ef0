"""Weights on disk: which models there are, where their files live, how they are fetched, checked and loaded.

`registry` and `locations` import no torch, so that lists are instant; `loader.load_model` does.
"""
