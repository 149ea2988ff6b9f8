"""The only way anything changes: events in hash-chained streams, folded into documents, indexed in tables."""
