"""Accounts, the organizations they belong to, and invitations into them."""
