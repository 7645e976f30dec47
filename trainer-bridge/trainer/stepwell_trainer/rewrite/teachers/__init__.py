"""Teachers: who rewrites a question's reasoning into trace steps. One file each, listed in index.py."""
