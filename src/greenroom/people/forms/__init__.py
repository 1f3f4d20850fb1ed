"""The shape of what people send about themselves, those they invite, and their organization."""
