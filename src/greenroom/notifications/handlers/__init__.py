"""A fact happened: who hears of it, by mail, in the same transaction. One module for each slice that announces."""
