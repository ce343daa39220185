### Messages about an undo. Clauses.

remark-undo_folder_stays = { $path } stays: there are other files in it
remark-undo_file_gone = { $path } is gone, and with it what was changed
remark-undo_file_rewritten = { $path } has been written by someone else since; it stays as it is
remark-undo_home_not_mounted = { $path } is not there, and neither is anything else in { $home }: mount it, and undo again
remark-undo_path_is_now = { $path } is now { $node }
remark-undo_path_not_as_before = { $path } is not as it was
remark-undo_journal_gone = a block is installed and no receipt records it: its journal in { $path } is gone
remark-undo_list_unreadable = users' profiles are not looked at, since it is not known what stays refused: { $why }
remark-undo_receipt_without_edit = the record does not say what was changed
remark-undo_unknown_database = its form of database is not known
remark-undo_edited_in_place = { $format } is edited in place
remark-undo_unknown_format = no file is edited as { $format }
remark-undo_item_without_before = the record has an item that was not there before
remark-undo_item_not_a_certificate = the record has an item that is not a certificate: { $why }
