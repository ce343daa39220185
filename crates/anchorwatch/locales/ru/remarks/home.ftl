### What is at a path, and why a file could not be read or changed. Clauses.
### Носителю языка: сначала node_file и home_changed.

remark-home_in_an_image = { $path } находится в образе, а образ никогда не изменяется
remark-home_other_run = после составления плана изменения внёс другой запуск ({ $path })
remark-home_wire = не удалось разобрать данные другого процесса этой программы
remark-home_because_of_system = { $what }: { $cause }
remark-home_because_of_content = { $what }: { $why }
remark-node_absent = ничего
remark-node_file = файл, { $bytes } байт, права { $mode }, владелец { $owner }
remark-node_link = ссылка на { $target }
remark-node_folder = папка, права { $mode }, владелец { $owner }
remark-node_other = не файл, не ссылка и не папка
remark-node_database = база данных

## Why a text of keys and values, such as JSON or TOML, cannot be read

remark-text_syntax = в строке { $line } синтаксическая ошибка
remark-text_ends_early = текст кончается слишком рано, в строке { $line }
remark-text_unknown_key = в строке { $line } неизвестный ключ `{ $key }`
remark-text_missing_key = нет ключа `{ $key }` в части, которая начинается или кончается в строке { $line }
remark-text_key_twice = ключ `{ $key }` повторяется в строке { $line }
remark-text_value = в строке { $line } значение не того вида, который нужен
remark-text_not_utf8 = текст с байта { $offset } — не UTF-8

## Why one of this program's files cannot be parsed

remark-content_text = { $why }
remark-content_nested = таблицы и ключи вложены глубже { $most } уровней
remark-content_schema = его схема — `{ $got }`, а не `{ $read }`
remark-content_not_absolute = `{ $path }` — не абсолютный путь
remark-content_not_a_path = `{ $text }` — не путь
remark-content_not_a_hash = хеш в нём — не 64 шестнадцатеричные цифры
remark-content_not_a_time = время в нём записано не так, как 2026-12-31T00:00:00Z
remark-content_not_encoded = значение в нём с символа { $offset } — не base64 и не шестнадцатеричное
remark-content_edit_format = `{ $format }` — не формат общего файла
remark-content_set_without = `{ $set }` задано, а `{ $missing }` нет
remark-content_not_a_word = `{ $setting }` не может быть `{ $got }`
remark-content_too_many = в `{ $setting }` больше { $most } значений
remark-content_consent_count = в нём объявлено согласий: { $declared }, а есть: { $found }
remark-content_consent_coverage = согласие даётся на суффиксы и сети или содержит all-names = "{ $word }"
remark-content_consent = { $why }
remark-content_other_hash = содержимое не соответствует хешу в имени файла
remark-content_receipt_missing = его нет, а сделанные изменения были записаны только в нём
remark-content_status = это не `begun`, не `applied` и не `undone`
remark-content_other = он не в том виде, в котором его пишет эта программа
remark-content_missing = в нём нет содержимого { $hash }

## Why a consent is refused

remark-consent_no_scope = в согласии должен быть хотя бы один суффикс или сеть
remark-consent_too_many_scopes = в согласии может быть не больше { $most } суффиксов и сетей, а здесь их { $count }
remark-consent_unparsable_scope = «{ $text }» — не суффикс DNS и не сеть вида 192.168.0.0/16
remark-consent_for_everything = «{ $text }» содержит подстановочный знак; имя и так охватывает имена под ним (bank.example), а всех имён не охватывает ничто
remark-consent_for_top_level_domain = «{ $suffix }» — одно слово и не частный суффикс: так кончаются или могут кончаться имена многих владельцев
remark-consent_for_public_suffix = «{ $suffix }» — публичный суффикс: так кончаются имена многих владельцев
remark-consent_network_too_wide = { $network } — больше интернета, чем бывает у одного владельца: нужен префикс /{ $least } или длиннее
remark-consent_bits_after_prefix = в { $network } есть биты после префикса, поэтому неясно, какая сеть имеется в виду
remark-consent_ends_before_it_begins = оно кончилось бы { $until }, раньше, чем начнётся: { $not_before }
remark-consent_too_long = оно кончилось бы { $until }, а согласие с таким началом действует не дольше { $most_days } дней, до { $latest }
remark-consent_empty = не сказано, { $field }
remark-consent_not_one_line = { $field }: это не одна строка длиной до { $most } байт
remark-consent_for_accused_key = на ключ класса { $class } согласие не даётся
remark-consent_no_private_key = в нём нет закрытого ключа, который можно прочитать: RSA, ECDSA или Ed25519, без пароля
remark-consent_other_private_key = закрытый ключ — от другого сертификата: хеш его открытой половины { $got }
remark-consent_key_twice = ключ { $key } повторяется
remark-consent_field_by = кто его даёт (`by`)
remark-consent_field_why = почему оно дано (`why`)
