### Messages about a refusal in an NSS database, and why one cannot be changed. Clauses.
### Носителю языка: сначала nss_primary_password.

remark-nss_not_changed = доверие в { $path } нельзя изменить: { $why }
remark-nss_finished_first = { $path }: прошлый запуск был остановлен, когда менял эту базу данных; сначала это изменение будет завершено
remark-nss_in_use = похоже, с { $path } работает программа: она подчинится после перезапуска
remark-nss_old_form = { $path } — база старого формата NSS (до 2018 года), такие не просматриваются; программа при запуске переносит её содержимое в новую
remark-nss_primary_password = { $path } защищена основным паролем: доверие к заблокированному ключу снимается, но подписать недоверие нельзя, поэтому модуль или политика могут всё же принести сертификат
remark-nss_rows_without_number = { $count ->
        [one] у { $count } строки нет номера, по которому её находит NSS
       *[other] у { $count } строк нет номеров, по которым их находит NSS
    }
remark-nss_certificate_unreadable = строка с сертификатом: { $why }
remark-nss_row_changed_since = { $name } уже не такой, каким был оставлен: { $now }
remark-nss_link = { $path } — ссылка, по ней переход не выполняется
remark-nss_not_seen = не удалось обратиться к { $path }: { $why }
remark-nss_locked = её держит заблокированной другая программа; закройте браузер и попробуйте снова
remark-nss_read_only = в неё, в её папку или файловую систему нельзя писать
remark-nss_disk_full = файловая система заполнена
remark-nss_damaged = она повреждена
remark-nss_table_not_plain = { $name } в ней — не простая таблица
remark-nss_foreign_object = { $name } ({ $kind }) в ней создал не NSS
remark-nss_foreign_column = в её таблице есть столбец { $column }, которого NSS не создаёт
remark-nss_column_missing = в её таблице нет столбца { $column }
remark-nss_number_twice = у двух объектов один номер: { $number }
remark-nss_foreign_journal = журнал рядом с ней называет другой файл: «{ $name }»
remark-nss_unreadable = её не удаётся прочитать: { $why }
remark-nss_unclear = { $why }; запустите программу, которая её использует, закройте и попробуйте снова
remark-nss_sqlite_failed = ошибка SQLite: { $why }
remark-nss_bad_item = «{ $name }» — не запись об изменении
remark-nss_row_changed = { $name } уже не такой, как был: { $now }
remark-nss_password_changed = её пароль с тех пор изменён, поэтому программа не может подписать доверие { $name }; задайте его в браузере или через certutil
