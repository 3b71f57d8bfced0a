"""The network's pages on a county's host; each works without JavaScript at the same URL."""
