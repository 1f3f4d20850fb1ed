"""What an agreement is made of, and how two versions of it differ."""
