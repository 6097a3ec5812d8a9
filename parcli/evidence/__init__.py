"""Gathers facts about the files a unit sent as evidence; `inspect.read_folders` is the way in."""
