"""The ground under every slice: clock, refusals, facts, tables."""
