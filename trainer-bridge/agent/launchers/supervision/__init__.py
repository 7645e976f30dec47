"""What the launchers run on other machines: Python 3.8 or later, standard library only.

program.ts makes one self-contained text of a program here and of what it imports; nothing is installed there.
"""
