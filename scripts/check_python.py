"""Says plainly when the Python at hand is too old. Runs on any Python 3."""
