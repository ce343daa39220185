### How several texts become one: $head is what is joined so far.

list-comma = { $head }, { $tail }
list-and = { $head } and { $tail }
list-empty = none
