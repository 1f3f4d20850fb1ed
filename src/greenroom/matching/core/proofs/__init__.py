"""What an answer claims, checked by code of its own."""
