"""The demo backend over real HTTP on loopback; imports nothing of ours, so that it cannot share our mistakes."""
