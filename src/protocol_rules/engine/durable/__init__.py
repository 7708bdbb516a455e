"""The second engine: the norms of a protocol as rulesets of `durable_rules`, in a child process."""
