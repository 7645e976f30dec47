"""Stacks that exist already: each adapter writes a stack's own configuration, launches it, and follows its files."""
