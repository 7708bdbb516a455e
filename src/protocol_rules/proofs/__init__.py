"""What is proved of one protocol: conflicts, gaps, idle norms, and claims of what always holds."""
