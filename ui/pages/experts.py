"""The page of experts: reviews going on, batches and sessions, and the pool."""
