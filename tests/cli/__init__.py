"""The command line: in this process where it can be, as a process where signals matter."""
