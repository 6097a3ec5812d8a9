"""The judging rooms: pure functions from what was gathered to findings. Each family lists its checks in a visible tuple."""
