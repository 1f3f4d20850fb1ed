"""The page that each person opens first."""
