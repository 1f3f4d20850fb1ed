"""Says plainly when the Python at hand is too old. Runs on any Python 3."""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Greenroom needs Python 3.11 or newer. This is %d.%d. Say which to use: make PYTHON=python3.11 demo"
        % sys.version_info[:2]
    )
