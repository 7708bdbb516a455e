"""Answers, proofs and words in the forms in which people and editors read them."""
