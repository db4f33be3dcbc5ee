"""Code that questions show, run: it does what the key says. Needs the libraries of the group `questions`."""
