### How several texts become one: $head is what is joined so far.
### Ана тілінде сөйлейтінге: «және» алдында үтір қойылмайды.

list-comma = { $head }, { $tail }
list-and = { $head } және { $tail }
list-empty = ешқайсысы
