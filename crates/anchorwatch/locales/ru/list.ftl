### What `list` says.
### Носителю языка: сначала «порог» (threshold) и list-matched.

list-summary = Списков: { $lists }, записей: { $entries }.
list-no-match = { $count ->
        [one] Сертификату не соответствует ни одна запись.
       *[other] Сертификатам ({ $count }) не соответствует ни одна запись.
    }
list-match = Заблокировано записями: { $matched } из { $count } сертификатов.
list-needs-issuer = Для некоторых это зависит от сертификата издателя. Добавьте его в тот же файл.
list-stale = Один из списков устарел: отсутствие записи в нём мало что значит.
list-not-checked = Кто издал сертификат: издателем считался каждый сертификат с таким именем в том же файле. Подписи не проверялись.
list-entries-head = Записи
list-known-head = Известные ключи по классам ({ $count }):
list-unusable = { $count ->
        [one] { $path }: { $count } запись использовать нельзя
        [few] { $path }: { $count } записи использовать нельзя
       *[other] { $path }: { $count } записей использовать нельзя
    }
list-written = записано: { $path }
list-more = и ещё { $count }; все перечислит --format json

## What a list says of a certificate

label-refused-by = блокирует
label-certificate = сертификат
label-not-told = неизвестно
label-known = известно
list-no-entry = нет записи
list-matched = { $source } в { $list }: { $what } (порог { $threshold }{ $limited ->
        [yes] , с ограничениями)
       *[no] )
    }
list-publisher = Издатель списка пишет: «{ $says }»
list-issuer-missing = в { $list } есть его серийный номер под ключом издателя, которого нет в файле
list-known-key = { $list } знает его ключ по перехвату; само по себе это ничего не блокирует

## A list

list-built-in = Встроенные записи
list-built-in-name = встроенные записи
list-built-in-from = реестр известных ключей, который поставляется с программой
label-list-from = откуда
label-entries = записи
label-signed = подписан
label-sequence = номер
label-dated = дата
label-stale = устаревает
label-made-from = составлен из
label-limited = ограничено
label-repeated = повторы
label-not-used = не используется
list-refuses-nothing = нет: этот список ничего не блокирует
list-known-keys = ключей, известных по перехвату: { $count }; само по себе это ничего не блокирует
list-unsigned = нет: эти данные никто не подтверждает
list-signed-component = да, как компонент Chromium; все подписи верны:
list-signed-collection = да, как коллекция Mozilla; цепочка и подпись верны:
list-stale-since = с { $time }; то, что в нём есть, всё ещё блокируется
list-stale-after = после { $time }
list-sequence = номер { $sequence }
list-of-date = от { $time }
list-out-of-date = устаревает после { $time }
list-signed = подписан
list-without = без { $count } его записей
list-claimed = { $facts } (так сказано в файле)
list-column-entries = записей
list-column-threshold = порог
list-column-source = источник
list-column-what = чему соответствуют
list-limited = { $count }, некоторыми именами или датами
list-repeated = { $count } из них повторяют другие

list-format-crlset = CRLSet браузера Chromium
list-format-onecrl = OneCRL от Mozilla
list-format-java_blocked = blocked.certs от Java
list-format-entries = нормальная форма Anchorwatch
list-kind-key = ключ в любом сертификате
list-kind-subject_key = ключ под одним именем
list-kind-subject_unless_key = имя с любым ключом, кроме перечисленных
list-kind-issuer_serial = серийный номер под именем издателя
list-kind-issuer_key_serial = серийный номер под ключом издателя
list-kind-certificate = один определённый сертификат
list-threshold-quick = quick (быстрый)
list-threshold-high = high (высокий)

## What `list export` says

list-exported = В { $path } записей: { $written } из { $count }.
label-left-out = пропущено
list-export-not-checked = У файла нет подписи: кто его берёт, доверяет тому, от кого он получен.
