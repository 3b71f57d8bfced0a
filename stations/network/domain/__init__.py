"""Writes of the network: permission, change, audit entry and roll-up in one transaction each."""
