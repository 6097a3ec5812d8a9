"""The pure core: points, rules, editions, scoring and ranking. No disk, clock, screen or workbook library."""
