"""The rules of the game, pure.

No await, no I/O, no clock, no SDK: times, seeds and facts come in as arguments.
What is decided here is decided the same way on every platform and at every recomputation.
"""
