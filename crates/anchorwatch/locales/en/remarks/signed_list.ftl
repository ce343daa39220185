### Why a signed distrust list, or a change of it, cannot be used. Clauses.

## Why a signed list cannot be read

remark-signed_list_too_large = the signed list has more than { $max } bytes
remark-signed_list_other_file = this is no signed list, or one of a newer version
remark-signed_list_cut_short = the signed list ends inside an element, at byte { $offset }
remark-signed_list_left_over = the signed list has something after the end of an element, at byte { $offset }
remark-signed_list_number = the signed list has a number at byte { $offset } that is too large or not in its shortest form
remark-signed_list_order = the signed list has elements out of order, or one twice, at byte { $offset }
remark-signed_list_value = the signed list has a value at byte { $offset } that no list may have
remark-signed_list_too_many = the signed list has more than { $max } entries
remark-signed_list_not_quick = the quick list has entries at byte { $offset } that only an approved list may have
remark-signed_list_critical = the signed list has entries of kind { $kind } that only a newer version of this program can use

## Why a change of a signed list cannot be applied

remark-signed_list_delta_form = the change of the signed list cannot be read: { $why }
remark-signed_list_delta_base = the change is for another list than the one that is held here
remark-signed_list_delta_removes = the change removes an entry that is not on the list
remark-signed_list_delta_adds = the change adds an entry that is on the list already
remark-signed_list_delta_result = the change leads to another list than it says
