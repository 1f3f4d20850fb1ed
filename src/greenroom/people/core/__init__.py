"""What is known of people without any database: languages, folded text."""
