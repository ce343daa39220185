### Почему источник подписанных списков недоверия не дал ничего или дал не всё. Части предложений.
### Носителю языка: сначала «источник» (source) и «одним файлом» (bundle).

remark-carrier_address = это не адрес, который можно спросить
remark-carrier_too_many_sources = источников больше { $max }
remark-carrier_no_host = для имени узла не нашлось адреса
remark-carrier_no_connection = соединение не установилось
remark-carrier_no_tls = соединение было, а TLS по нему — нет
remark-carrier_too_slow = это длилось слишком долго
remark-carrier_broken = ответ оборвался раньше времени, или это не HTTP
remark-carrier_status = сервер ответил с кодом { $status }
remark-carrier_redirect = сервер направил не к тому же файлу на том же узле
remark-carrier_encoded = сервер сжал файл, хотя об этом не просили
remark-carrier_too_large = в файле { $file } больше { $max } байт, которые для него оставались
remark-carrier_missing = файла { $file } нет
remark-carrier_unreadable = файл { $file } не читается или не является обычным файлом
remark-carrier_latest = то, что источник показывает первым, не читается: { $why }
remark-carrier_set_form = состав издателей не читается: { $why }
remark-carrier_set = состав издателей непригоден: { $why }
remark-carrier_signatures = список недоверия непригоден: { $why }
remark-carrier_update = список недоверия не заменяет тот, который здесь хранится: { $why }
remark-carrier_bundle_form = списки одним файлом не читаются: { $why }
remark-carrier_bundle = из списков одним файлом не взято ничего: { $why }
