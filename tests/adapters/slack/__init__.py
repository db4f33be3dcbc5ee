"""The Slack adapter, against a Slack on loopback that refuses what Slack refuses."""
