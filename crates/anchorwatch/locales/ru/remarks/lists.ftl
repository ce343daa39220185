### How several texts become one: $head is what is joined so far.
### Носителю языка: перед «и» запятая не ставится.

list-comma = { $head }, { $tail }
list-and = { $head } и { $tail }
list-empty = ничего
