"""The Discord adapter, against a Discord on loopback that refuses what Discord refuses."""
