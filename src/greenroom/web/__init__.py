"""The frame, the design system, and how a refusal looks."""
