"""One aiohttp server: health, and what is mounted on it (the playground, a platform's receiver).

It guards who may speak to it, turns known errors into sentences, and knows nothing else.
"""
