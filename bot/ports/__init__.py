"""What the core needs from the outside, one Protocol a file, plus the plain records they speak in.

Ports know the domain and nothing else. The store, the adapters and the tests' fakes implement
them; services receive them as arguments.
"""
