"""Experts of a review session: who may sit, who sits, and how sheets become a score. Pure modules: structs in, structs out."""
