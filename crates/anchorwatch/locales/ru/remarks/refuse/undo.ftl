### Messages about an undo. Clauses.
### Носителю языка: сначала undo_home_not_mounted.

remark-undo_folder_stays = { $path } остаётся: в ней есть другие файлы
remark-undo_file_gone = { $path } больше нет, а вместе с ним и того, что было изменено
remark-undo_file_rewritten = { $path } с тех пор записал кто-то другой; файл остаётся как есть
remark-undo_home_not_mounted = нет { $path } и вообще ничего в { $home }: подключите её и повторите отмену
remark-undo_path_is_now = { $path } теперь: { $node }
remark-undo_path_not_as_before = { $path } не такой, каким был
remark-undo_journal_gone = блокировка установлена, но квитанции о ней нет: её журнал в { $path } исчез
remark-undo_list_unreadable = профили пользователей не просматриваются, потому что неизвестно, что остаётся заблокированным: { $why }
remark-undo_receipt_without_edit = в записи не сказано, что было изменено
remark-undo_unknown_database = такой вид базы данных неизвестен
remark-undo_edited_in_place = { $format } изменяется на месте
remark-undo_unknown_format = ни один файл не изменяется как { $format }
remark-undo_item_without_before = в записи есть то, чего раньше не было
remark-undo_item_not_a_certificate = в записи есть то, что не является сертификатом: { $why }
