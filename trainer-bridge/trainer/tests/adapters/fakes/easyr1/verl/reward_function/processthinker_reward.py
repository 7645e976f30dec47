"""The stand-in trainer scores responses itself; the adapter only checks that the file is there."""
