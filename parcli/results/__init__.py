"""What is written to the disk: complete-or-nothing result sets, the lock of a cycle, its log, the hashes of its inputs.

Nothing here knows what the bytes mean. Each fault of the disk leaves as `sets.CannotWrite`.
"""
