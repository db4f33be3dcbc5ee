"""As little of Slack as a bot needs to live, so cheap that it is not what is measured, and its programs."""
