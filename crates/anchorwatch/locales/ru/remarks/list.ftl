### Why a distrust list, or a record of it, cannot be used. Clauses.
### Носителю языка: сначала слова «компонент» (component), «родитель» (parent of a CRLSet)
### и «запись» (record, entry).

## Why a list cannot be read

remark-list_too_large = в списке { $got } байт; читается не больше { $max }
remark-list_too_many_records = в списке больше { $max } записей
remark-list_unknown_format = это не список известного вида
# $part: one of the parts below
remark-list_cut_short = файл обрывается: { $part } (байт { $offset }): нужно { $need } байт, осталось { $left }
# $says: the parser's words, always in English
remark-list_json = ошибка в JSON, строка { $line }, столбец { $column } ({ $part }): { $why }
remark-list_header_field = поле { $field } в заголовке CRLSet { $why }
remark-list_too_many_serials = родитель с байта { $offset } объявляет { $got } серийных номеров; принимается не больше { $max }
remark-list_component_version = у компонента версия { $version }; читается только версия 3
remark-list_component_header = ошибка в заголовке компонента, байт { $offset }: { $why }
remark-list_signature_invalid = подпись { $index } компонента ключом { $key } недействительна
remark-list_other_component = это не компонент со списком CRLSet
remark-list_component_key_missing = компонент не подписан ключом для CRLSet
remark-list_publisher_key_missing = компонент не подписан издателем
remark-list_chain = цепочка того, кто его подписал, ничего не доказывает: { $why }
remark-list_content_signature_invalid = ни одна подпись коллекции не верна
remark-list_other_collection = это другая коллекция Mozilla, а не OneCRL
remark-list_not_canonical = нет отметки времени, или какое-то число можно записать по-разному, поэтому неизвестно, что было подписано
remark-list_archive = не удалось прочитать архив в компоненте: { $why }
remark-list_no_usable_record = ни одна из записей ({ $count }) не похожа на запись OneCRL; первая: { $why }
remark-list_properties_escape = с байта { $offset } должно быть \u и четыре шестнадцатеричные цифры
remark-list_algorithm = отпечатки вида «{ $got }»; сравнить можно только SHA-256
remark-list_entry = ошибка в записи { $index }: { $why }

## Parts of a list's file, a noun each

remark-list_part_crlset_header_length = длина заголовка CRLSet
remark-list_part_crlset_header = заголовок CRLSet
remark-list_part_parent = родитель
remark-list_part_serial_count = число серийных номеров родителя
remark-list_part_serial_length = длина серийного номера
remark-list_part_serial = серийный номер
remark-list_part_component_start = начало компонента
remark-list_part_component_header = заголовок компонента
remark-list_part_component_field = поле заголовка компонента
remark-list_part_archive_directory = оглавление архива
remark-list_part_directory_entry = строка оглавления архива
remark-list_part_archive_entry = файл в архиве
remark-list_part_records = список записей
remark-list_part_entries = список записей Anchorwatch

## What is wrong with a field of a CRLSet's header: goes on after «the field X»

remark-list_field_not_crlset = не равно «CRLSet»
remark-list_field_not_zero = не равно 0
remark-list_field_not_an_integer = отсутствует или не является 32-битным целым
remark-list_field_before_1970 = указывает время до 1970 года
remark-list_field_not_a_list = не является списком
remark-list_field_not_base64 = содержит не base64
remark-list_field_not_an_object = не является объектом
remark-list_field_name_not_base64 = содержит имя не в base64
remark-list_field_value_not_a_list = содержит значение, которое не является списком

## What is wrong with a component's header

remark-list_component_too_long = он слишком длинный
remark-list_component_too_many_fields = в нём слишком много полей
remark-list_component_wire_type = в нём поле неизвестного типа
remark-list_component_long_number = число длиннее 64 бит

## What is wrong with the chain of a collection's signer

remark-list_chain_unreadable = её не удалось прочитать как сертификаты
remark-list_chain_too_long = файл длиннее { $max } байт
remark-list_chain_too_many = в ней больше { $max } сертификатов
remark-list_chain_other_root = в ней нет корня Mozilla
remark-list_chain_out_of_date = один из её сертификатов сейчас не действует
remark-list_chain_purpose = сертификат подписавшего не предназначен для подписи кода
remark-list_chain_other_name = имя подписавшего не относится к этому списку
remark-list_chain_no_path = от подписавшего к корню ничто не ведёт

## Why nobody vouches for a list

remark-list_without_signature = у него нет подписи
remark-list_chain_not_given = у него есть подпись; чтобы её проверить, укажите цепочку подписавшего

## Why entries are not in a list that was written

remark-list_left_out_kind = записей, вида которых нет в этом формате: { $count }
remark-list_left_out_limited = записей, которые действуют только для некоторых имён или дат, а формат таких ограничений не знает: { $count }
remark-list_left_out_local = записей, которые блокируют только под локальными корнями, а файл блокировал бы везде: { $count }
remark-list_left_out_name = записей, имя которых известно только как хеш: { $count }; имена задаёт --names

## Why a list cannot be written

remark-list_export_too_long = в части файла, куда входит { $max } байт, было бы { $got }

## What is wrong with a component's archive

remark-list_archive_repeated = список в нём дважды
remark-list_archive_no_crl_set = списка в нём нет
remark-list_archive_too_large = список в нём слишком большой
remark-list_archive_method = список в нём сжат неизвестным способом
remark-list_archive_damaged = список в нём не распаковывается
remark-list_archive_size = размер списка в нём не такой, как указано
remark-list_archive_too_short = он слишком короткий
remark-list_archive_no_end = у него нет конца или есть комментарий
remark-list_archive_end_record = его конец не такой, как у небольшого архива
remark-list_archive_directory_gap = его оглавление не доходит до конца архива
remark-list_archive_directory_surplus = его оглавление длиннее своих строк
remark-list_archive_directory_foreign = в его оглавлении не только файлы
remark-list_archive_encrypted = файл в нём зашифрован
remark-list_archive_no_entry = оглавление указывает не на файл
remark-list_archive_other_name = имя файла не такое, как в оглавлении

## What is wrong with an entry

remark-list_entry_match = неизвестно, что она сравнивает
remark-list_entry_member_missing = нужного поля нет, или оно неправильное
remark-list_entry_member_surplus = в ней лишние поля, или они записаны не в единственной допустимой форме
remark-list_entry_threshold = её порог неизвестен
remark-list_entry_two_lists = в её ограничениях два списка имён
remark-list_entry_empty_limits = её ограничения пусты
remark-list_entry_suffix_count = в её ограничениях нет суффиксов, или их слишком много
remark-list_entry_suffix = в её ограничениях суффикс, который не является именем DNS в нижнем регистре
remark-list_entry_time = время в ней не в форме RFC 3339, UTC, с целыми секундами
remark-list_entry_not_in_registry = её источника нет в реестре известных ключей
remark-list_entry_source = её источник неизвестен
remark-list_entry_says = у её источника есть описание, которого у него не бывает
remark-list_entry_known_interception = ключ, известный перехватом, — не хеш
remark-list_entry_made_from = неправильно указано, из чего сделан список

## Which record cannot be used, a noun each

remark-list_record = запись { $index }
remark-list_record_with_id = запись { $index }, { $id }
remark-list_record_hash = { $field }, хеш { $index }
remark-list_record_name = { $field }, имя { $index }
remark-list_record_serial = серийный номер с байта { $offset }
remark-list_record_parent_count = число родителей
remark-list_record_fingerprint = отпечаток { $index }, «{ $text }»

## Why a record cannot be used

remark-list_record_hash_length = длина { $octets } байт, а у SHA-256 — 32, поэтому ничего не совпадёт
remark-list_record_serial_form = он пустой или начинается с нулевого байта, поэтому не совпадёт ни с одним сертификатом
remark-list_record_parents_differ = в заголовке указано { $stated }, а есть { $count }
remark-list_record_lower_case = он не в верхнем регистре, поэтому в Java никогда не совпадёт
remark-list_record_not_a_fingerprint = это не 64 шестнадцатеричные цифры без двоеточий
# $says: the parser's words, always in English
remark-list_record_json = ошибка в JSON: { $why }
remark-list_record_serial_length = длина serialNumber — { $octets } байт
remark-list_record_key_length = длина pubKeyHash — { $octets } байт, а не 32
remark-list_record_name_length = { $member } длиннее, чем может быть имя в сертификате: больше { $max } байт
remark-list_record_not_base64 = { $member } с символа { $offset } — не base64
remark-list_record_neither = в ней нет ни издателя с серийным номером, ни владельца с ключом

## Какой подписанный список запрещает сертификат

remark-said_by_approved_list = утверждённый список номер { $sequence } из { $origin }, подписали не менее { $signers_needed } из { $publisher_count } издателей (состав { $epoch })
remark-said_by_quick_list = быстрый список номер { $sequence } из { $origin }, подписали не менее { $signers_needed } из { $publisher_count } издателей (состав { $epoch })
remark-said_by_earlier_list = прежний список из { $origin }; в номере { $sequence }, который подписали не менее { $signers_needed } из { $publisher_count } издателей (состав { $epoch }), записи уже нет, но она действует, пока не истечёт назначенная издателями задержка
