"""Greenroom: self-hosted mentorship, from recruitment to closure."""

__version__ = "0.1.0"
