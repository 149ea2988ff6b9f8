"""What the page of experts is made of: the pool, batches and sessions, and one session with its panel, draw and scores."""
