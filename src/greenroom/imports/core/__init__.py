"""Spreadsheets read without any framework: tables, the values in their cells, and what their columns mean."""
