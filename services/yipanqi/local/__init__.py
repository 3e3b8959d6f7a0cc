"""A real Kafka and a real schema registry from ordinary packages, and the whole district on one machine."""
