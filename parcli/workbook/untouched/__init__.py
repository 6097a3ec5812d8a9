"""How a workbook that came back differs from the one that was sent, outside of what may be entered.

Counted is whatever a reader of the workbook could see or a program could compute with: texts, figures, formulas and what
they last showed, what hides or dresses up a cell, rows, columns and sheets, lists, names, notes, pictures, protection.
Not counted is what leaves all that as it is and what every office program writes anew on saving: widths that still show
the column, fonts and colours that can be read, zoom, the active cell, windows, page set-up, document properties.

Nothing is judged here, and nothing that is found changes what was read.
"""
