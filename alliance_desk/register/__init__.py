"""The register (名录): the fold of effects, read as it stands and as it stood on a day."""
