### What `status` says.
### Носителю языка: сначала status-hook-* и status-watch-*: «фильтр» и «наблюдение».

status-none = Здесь ничего не заблокировано.
status-blocked = { $count ->
        [one] Здесь заблокирован { $count } ключ, с { $since }.
        [few] Здесь заблокированы { $count } ключа, первый с { $since }.
       *[other] Здесь заблокировано { $count } ключей, первый с { $since }.
    }
status-unlisted = Не допускаются и корневые сертификаты, которых нет ни в дистрибутиве, ни в публичной программе и на которые вы не дали согласия.
status-refused-count = { $count ->
        [one] В хранилищах здесь { $count } корневой сертификат с таким ключом, и ни одна программа ему не доверяет.
        [few] В хранилищах здесь { $count } корневых сертификата с такими ключами, и ни одна программа им не доверяет.
       *[other] В хранилищах здесь { $count } корневых сертификатов с такими ключами, и ни одна программа им не доверяет.
    }
status-as-written = Файлы блокировки такие, какими были записаны.
status-list-error = Список заблокированных ключей нельзя использовать, поэтому ничто их не задерживает: { $why }
status-list-gone = Списка заблокированных ключей больше нет, поэтому ничто их не задерживает: обновление сертификатов вернёт заблокированный корневой сертификат.

status-hook-installed = установлен; фильтрует системное хранилище после каждого обновления
status-hook-broken = установлен, но не может работать или изменён; обновление сертификатов вернёт заблокированный корневой сертификат
status-hook-missing = не установлен; обновление сертификатов вернёт заблокированный корневой сертификат
status-watch-absent = не установлено
status-watch-installed = установлено; работает ли оно, отсюда не видно
status-watch-running = работает
status-watch-stopped = установлено, но не работает

status-trusted-head = Ключ заблокирован, но ему ещё доверяют:
status-trusted = { $name } в { $path }: { $clients }
status-next-update = после следующего обновления сертификатов
status-drift-head = Не так, как записала блокировка:
status-drift-missing = нет файла { $path }
status-drift-changed = файл { $path } изменён кем-то другим
status-drift-outdated = файл { $path } устарел

status-keys-head = Заблокированные ключи
status-receipts-head = Изменения, которые можно отменить
status-receipt-applied = выполнено
status-receipt-begun = начато и не закончено
status-consents-head = Согласия

status-advice-again = Запустите `anchorwatch block --apply` ещё раз, чтобы обновить блокировку. Если изменили не вы, узнайте, кто может туда писать.
status-advice-begun = Изменение было прервано. Запустите ту же команду ещё раз или отмените его: `anchorwatch undo --apply`.
status-advice-watch = Запустите наблюдение: `systemctl start anchorwatch-refilter.path`.
status-advice-list = Узнайте, кто записал список. Отмените блокировку командой `anchorwatch undo --apply` и заблокируйте заново.
status-advice-consents = Согласия не такие, какими были даны. Посмотрите их: `anchorwatch consent list`. Если изменили не вы, узнайте, кто может туда писать, и дайте их заново.

label-hook = фильтр
label-watch = наблюдение
