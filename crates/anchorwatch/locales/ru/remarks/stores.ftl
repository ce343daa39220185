### Remarks on stores and the files of programs. Clauses.
### Носителю языка: сначала NSS («объект доверия», «модуль») и Java («хранилище ключей»).

## Files of certificates

remark-store_named_pipe = { $path } — именованный канал: то, что из него читают, пишет другая программа, поэтому он не проверен
remark-store_openssl_loads_nothing = OpenSSL не загружает из { $name } ни одного сертификата, как и curl, Python и всё, что на нём основано: { $why }
remark-store_openssl_stops = для OpenSSL файл { $name } кончается на байте { $offset }, на строке, которая начинается с нулевого байта; OpenSSL, curl, Python и всё, что на нём основано, загружают только то, что стоит перед ней
remark-store_gnutls_loads_nothing = GnuTLS не загружает из { $name } ни одного сертификата: { $why }
remark-store_neither_pem_nor_der = { $name } — не PEM и не сертификат в DER
remark-store_part = { $name }: { $why }
remark-store_without_certificate = в { $name } нет сертификата, который можно прочитать
remark-store_more_parts = { $count ->
        [one] ещё { $count } часть, которую не удалось прочитать
        [few] ещё { $count } части, которые не удалось прочитать
       *[other] ещё { $count } частей, которые не удалось прочитать
    }
remark-store_nested_too_deep = вложенность { $path } слишком глубока
remark-store_names_limit = просмотрено имён: { $max }, остальные нет

## Debian's package

remark-shipped_unread = { $why }
remark-shipped_changed = { $path } не такой, каким его поставил пакет, и не допускается
remark-shipped_nothing = в { $path } не назван ни один сертификат, который остался таким, каким его поставили
remark-shipped_not_text = { $path } — не текст
remark-shipped_not_a_sum = в { $path } есть строка, которая не контрольная сумма

## Databases

remark-database_not_sqlite = базу нельзя прочитать как SQLite: { $why }
remark-database_rows_limit = в базе больше { $max } строк
remark-database_without_table = в базе нет таблицы { $name }
remark-database_not_a_table = { $name } — не таблица ({ $kind })
remark-database_is_a_link = это ссылка; ещё не внесённые изменения лежат рядом с тем, на что она указывает
remark-database_is_written = программа пишет в неё во время чтения
remark-database_beside_unread = в { $path } могут быть изменения, которых ещё нет в базе: { $why }
remark-database_beside_not_understood = в { $path } могут быть изменения, которых ещё нет в базе: { $why }
remark-database_changes_not_understood = рядом с базой могут быть изменения, которых в ней ещё нет: { $why }
remark-recovery_not_sqlite = это не файл SQLite
remark-recovery_odd_name = в его конце не назван главный журнал этой базы
remark-recovery_page_size = размер страниц не такой, как в базе
remark-recovery_damaged = страница в нём повреждена
remark-recovery_too_large = база стала бы больше { $max } байт
remark-recovery_version = его версия: { $version }

## NSS

remark-nss_certificate_row = строка с сертификатом: { $why }
remark-nss_unsigned_trust = доверие к { $subject } не подписано ключом базы: его записала не NSS, и NSS не учитывает его, пока key4.db остаётся прежним
remark-nss_trust_without_certificate = { $count ->
        [one] { $count } объект доверия относится к сертификату, которого в базе нет: NSS доверяет ему, как только его пришлёт сервер
        [few] { $count } объекта доверия относятся к сертификатам, которых в базе нет: NSS доверяет каждому, как только его пришлёт сервер
       *[other] { $count } объектов доверия относятся к сертификатам, которых в базе нет: NSS доверяет каждому, как только его пришлёт сервер
    }
remark-nss_old_format_beside = { $name } рядом с ней — база NSS в формате до 2018 года, которая не читается; сегодняшние программы тоже не читают её, пока есть эта база
remark-nss_old_format = это база NSS в формате до 2018 года, которая не читается; программа при запуске переносит её содержимое в новую
remark-nss_list_is_p11_kit_trust = здесь модуль p11-kit вместо собственного списка корневых сертификатов NSS: { $clients } доверяют тому, что есть в системном наборе
remark-nss_list_is_p11_kit_proxy = здесь прокси-модуль p11-kit вместо собственного списка корневых сертификатов NSS
remark-nss_list_is_another = это заменяет список корневых сертификатов NSS, но само не этот список или не такое, каким его поставил пакет; чему ещё из-за этого доверяют { $clients }, не проверено
remark-nss_p11_kit_argument = параметр «{ $argument }» модуля p11-kit не понят
remark-nss_p11_kit_setting = в модуле { $file } p11-kit есть настройка «{ $setting }», которая не понята
remark-nss_p11_kit_remote = модуль { $file } p11-kit — другая программа, которая может добавить любой корневой сертификат; он не проверен
remark-p11_kit_trust_module = p11-kit берёт доверие из { $library }; это не его собственный модуль доверия, он может добавить любой корневой сертификат: здесь им пользуются GnuTLS (wget, git) и `trust extract`; он не проверялся
remark-p11_kit_trust_module_unused = p11-kit берёт доверие из { $library }; это не его собственный модуль доверия, он может добавить любой корневой сертификат для `trust extract` и программ, которые спрашивают p11-kit; GnuTLS в этой системе читает общий файл сертификатов; он не проверялся
remark-nss_p11_kit_place = место «{ $place }» модуля p11-kit зависит от того, откуда запущена программа
remark-nss_unknown_module = модуль { $library } — программа, которая может добавить любой корневой сертификат; он не проверен
remark-nss_too_many_modules = названо больше { $max } модулей; остальные не просмотрены
remark-nss_prefixed_database = у базы модуля перед именем стоит приставка, поэтому база не прочитана
remark-nss_relative_database = папка базы «{ $folder }» зависит от того, откуда запущена программа

## p11-kit

remark-p11_kit_refused_twin = у { $subject } ключ, который список запретов отвергает в другом сертификате: в извлечённых файлах его нет, но GnuTLS и NSS ему доверяют
remark-p11_kit_files_limit = в { $path } больше { $max } файлов; остальные не прочитаны
remark-p11_kit_unknown_class = { $name }: объект { $number }: его класс неизвестен
remark-p11_kit_object_certificate = { $name }: объект { $number }: его сертификат нельзя прочитать
remark-p11_kit_doubtful_object = { $name }: из-за объекта { $number } p11-kit может не прочитать файл, поэтому то, что файл отвергает, не считается отвергнутым
remark-p11_kit_unknown_line = { $name }: строка { $line } не похожа ни на что известное из формата p11-kit

## Firefox and Thunderbird

remark-mozilla_overrides_limit = исключений здесь { $count }, показано только { $max }
remark-mozilla_script_not_judged = это программа, которая не только задаёт настройки; что она делает, не проверено
remark-mozilla_script_strings = строк больше { $max }; сертификаты искали не во всех
remark-mozilla_script_fetches = при каждом запуске загружается ещё одна программа (autoadmin.global_config_url); что она делает, не проверено
remark-mozilla_script_marks = строки вокруг нашей части не встречаются в нём по одному разу
remark-mozilla_policy_file_not_json = это не JSON, который можно прочитать ({ $why })
remark-mozilla_policy_file_without_policies = в нём нет объекта «policies»
remark-mozilla_policy_file_limit = в нём названо больше { $max } сертификатов или модулей

## Chromium

remark-chromium_policy_unreadable = это не файл политик, который можно прочитать: { $why }
remark-chromium_policy_entry = { $key }: { $why }
remark-chromium_policy_entries_limit = { $key }: прочитаны только первые записи, их { $max }
remark-chromium_certificate_row = строка с сертификатом: { $why }
remark-chromium_row_trust_cut = доверие в строке: сообщение обрывается на байте { $offset }
remark-chromium_row_trust_kind = доверие в строке: у сообщения нет поля вида { $kind }
remark-chromium_unknown_browser = читается так, как его читал бы браузер на основе Chromium, но какой браузер использует { $folder }, неизвестно: block не может ничего заблокировать там

## Java

remark-java_entry = запись «{ $alias }»: { $why }
remark-java_part = часть { $place }: { $why }
remark-java_unknown_password = контрольная сумма не подходит ни к одному обычному паролю: пароль другой, или файл изменили, не зная его; сертификаты прочитаны так, как их читает Java без пароля
remark-java_keystore_unreadable = { $why }
remark-java_not_a_keystore = { $format ->
        [der] это сертификат (DER), а не хранилище ключей, которое читает Java
        [pem] это текст PEM, а не хранилище ключей, которое читает Java
        [pkcs7] это файл PKCS #7, а не хранилище ключей, которое читает Java
       *[other] это другой файл ({ $format }), а не хранилище ключей, которое читает Java
    }
remark-java_no_password_tried = ни один пароль не испробован
remark-java_keystore_ends = хранилище ключей обрывается на байте { $at } посреди записи
remark-java_keystore_version = версия хранилища ключей: { $version }, а известны только 1 и 2
remark-java_keystore_tag = в хранилище ключей есть запись неизвестного вида { $tag } на байте { $at }
remark-java_keystore_secret_key = на байте { $at } стоит секретный ключ; что идёт за ним, не прочитано
remark-java_keystore_entries_limit = прочитаны только первые сертификаты хранилища ключей, их { $max }
remark-java_blocked_list_private = { $path } не удалось прочитать, поэтому по нему ничего не считается отвергнутым: читать его может не каждый пользователь
remark-java_blocked_list_unread = { $path } не удалось прочитать, поэтому по нему ничего не считается отвергнутым: { $why }
remark-java_blocked_list_not_understood = { $path } не удалось прочитать, поэтому по нему ничего не считается отвергнутым: { $why }

## What SQLite refuses

remark-sqlite_not_a_database = это не база данных SQLite, или она зашифрована
remark-sqlite_damaged = база данных повреждена
remark-sqlite_value = значение не того вида, который нужен
remark-sqlite_code = SQLite сообщает об ошибке { $code }

## Why a finding is in the answer, beside the reasons of its class

remark-held_out = обработчик `anchorwatch block` не допускает его в системное хранилище
remark-confined = `anchorwatch block` ограничивает его частными именами и вашими согласиями
remark-not_self_issued = его издатель — другой
remark-not_an_authority = в нём не сказано, что это центр сертификации
remark-has_name_constraints = у него есть собственные ограничения имён
remark-not_as_rfc_5280 = он закодирован не по RFC 5280
remark-refused_here = `anchorwatch block` блокирует его ключ на этой машине
remark-not_limited_here = `anchorwatch block --unlisted` ограничивает его на этой машине, но не здесь
remark-same_key_twice = сертификаты с этим ключом: { $certificates }
