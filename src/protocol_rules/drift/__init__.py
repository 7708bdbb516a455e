"""Seals of printed protocols, and how far a republished document has drifted from one."""
