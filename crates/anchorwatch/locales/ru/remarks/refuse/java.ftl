### Messages about a refusal in Java's keystores and lists. Clauses.
### Носителю языка: сначала слово «запись» (entry) в сообщениях keystore_*.

remark-blocked_certs_writable = в { $path } может писать не только root, поэтому сертификаты туда не добавляются
remark-blocked_certs_missing = в { $path } нет списка заблокированных сертификатов
remark-blocked_certs_of_package = { $path } — файл настроек пакета: при обновлении пакета dpkg может о нём спросить; оставьте установленную версию
remark-blocked_certs_replaced_by_upgrade = обновление Java может заменить { $path } на файл без добавленных сертификатов
remark-blocked_certs_unreadable = Java его не прочитает: { $why }
remark-blocked_certs_open_end = после его последней строки ничего нельзя добавить
remark-blocked_certs_would_change = без добавленных строк изменился бы и остальной его смысл
remark-blocked_certs_bad_item = одна из записей квитанции — не добавленный отпечаток
remark-keystore_read_at_start = работающие сейчас программы на Java уже прочитали своё хранилище: они заблокируют ключи только после перезапуска
remark-keystore_not_read = { $path } ({ $node }) не просмотрен
remark-keystore_entry_unreadable = запись "{ $entry }" не удаётся прочитать: { $why }
remark-keystore_nameless_entry_unreadable = запись без имени не удаётся прочитать: { $why }
remark-keystore_private_key_stays = у закрытого ключа "{ $entry }" собственный сертификат заблокирован, но остаётся
remark-keystore_some_private_key_stays = у одного из закрытых ключей собственный сертификат заблокирован, но остаётся
remark-keystore_password_unknown = пароль хранилища не из числа известных, поэтому заново скрепить его было бы нельзя, и оно не изменяется
remark-keystore_left = оно не изменяется: { $why }
remark-keystore_still_shows_refused = заблокированный сертификат виден в нём и после удаления
remark-keystore_bad_item = сведения об удалённой записи не удаётся прочитать
remark-keystore_item_not_trusted = сведения об удалённой записи — не доверенный сертификат
remark-keystore_other_format = формат хранилища уже не тот, что был, когда удаляли запись формата { $format }
remark-keystore_name_taken = имя "{ $entry }" в хранилище теперь у другого сертификата
remark-keystore_nameless_taken = на месте записи без имени другой сертификат
