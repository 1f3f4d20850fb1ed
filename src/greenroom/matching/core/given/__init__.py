"""What goes in: people, rules, and what is wrong with them."""
