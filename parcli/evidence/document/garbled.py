"""Text that is no Vietnamese although it was taken out: the old fonts TCVN3 and VNI, and letters without meaning.

Such fonts draw Vietnamese with the codes of other signs. The eye reads the page; a program reads "Sè: 05 ngµy". Nothing
is guessed from it.
"""

from __future__ import annotations

import re

# Signs that stand inside words only where TCVN 5712 was taken for Latin-1.
_TCVN3 = re.compile(r"(?<=[A-Za-z])[µ¸¹¨»¼½¾©ª«¬®¶·§¢¤¥¦\u00ad]|[µ¸¹¨»¼½¾©ª«¬®¶·§¢¤¥¦\u00ad](?=[A-Za-z])")
# VNI writes a mark as a letter of its own behind the vowel; no Vietnamese word has these pairs.
_VNI = re.compile(r"[aA][âÂêÊùÙøØûÛõÕïÏáÁàÀåÅãÃäÄéÉèÈúÚüÜëË]|[eEoO][âÂùÙøØûÛõÕïÏáÁàÀåÅãÃäÄ]|[uU][ùÙøØûÛõÕïÏ]|[öÖôÔ][ùÙøØûÛõÕïÏ]")
_MEANINGLESS = re.compile("[\ufffd\ufffe\uffff\ue000-\uf8ff]")
_ENOUGH = 5
_OLD_FONT_SHARE = 0.015
_MEANINGLESS_SHARE = 0.1


def unreadable(text: str) -> bool:
    """Whether a page's text was set in a font of the time before Unicode, or has lost its meaning."""
    strange = max(len(_TCVN3.findall(text)), len(_VNI.findall(text)))
    if strange >= _ENOUGH and strange > _OLD_FONT_SHARE * sum(map(str.isalpha, text)):
        return True
    return len(_MEANINGLESS.findall(text)) > _MEANINGLESS_SHARE * max(len(text), 1)
