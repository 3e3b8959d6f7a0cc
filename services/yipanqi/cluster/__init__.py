"""Brings a cluster and a registry to what the catalogue says: topics, users, rights, quotas, subjects."""
