"""The paper's three filters, each as a check that a program can make. docs: each module says what it leaves out."""
