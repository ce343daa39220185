### Why a signed distrust list, or a change of it, cannot be used. Clauses.
### Носителю языка: сначала «изменение» (delta), «быстрый список» (quick list) и
### «утверждённый список» (approved list).

## Why a signed list cannot be read

remark-signed_list_too_large = в подписанном списке больше { $max } байт
remark-signed_list_other_file = это не подписанный список, или его версия новее
remark-signed_list_cut_short = подписанный список обрывается внутри элемента, байт { $offset }
remark-signed_list_left_over = в подписанном списке что-то есть после конца элемента, байт { $offset }
remark-signed_list_number = число в подписанном списке слишком велико или записано не кратчайшим образом, байт { $offset }
remark-signed_list_order = в подписанном списке нарушен порядок, или что-то повторяется, байт { $offset }
remark-signed_list_value = в подписанном списке недопустимое значение, байт { $offset }
remark-signed_list_too_many = в подписанном списке больше { $max } записей
remark-signed_list_not_quick = в быстром списке есть записи, которые могут быть только в утверждённом, байт { $offset }
remark-signed_list_critical = в подписанном списке есть записи вида { $kind }, с которыми работает только более новая версия программы

## Why a change of a signed list cannot be applied

remark-signed_list_delta_form = изменение подписанного списка не читается: { $why }
remark-signed_list_delta_base = изменение относится не к тому списку, который здесь хранится
remark-signed_list_delta_removes = изменение убирает запись, которой нет в списке
remark-signed_list_delta_adds = изменение добавляет запись, которая уже есть в списке
remark-signed_list_delta_result = изменение приводит не к тому списку, который в нём назван

## Why a signed list counts as signed by nobody

remark-signed_list_note = подписи списка недоверия не приняты: { $why }
remark-signed_list_statement = в подписанном тексте ничего не сказано о списке недоверия
remark-signed_list_origin = подписанный текст относится к другому списку недоверия: { $got }
remark-signed_list_role = подписанный текст относится к утверждённому списку вместо быстрого или наоборот
remark-signed_list_epoch = подписанный текст относится к эпохе издателей { $got }, а известны издатели эпохи { $expected }
remark-signed_list_threshold = под списком недоверия подписи { $got } издателей, а нужно { $needed }
remark-signed_list_quorum = под списком недоверия достаточно подписей издателей, но не из тех групп, которые обязаны подписать: «{ $quorum }» не набирается
remark-signed_list_no_log_proof = ничто не доказывает, что подписанный текст есть в публичном журнале, а издатели этого требуют
remark-signed_list_log_proof = доказательство того, что подписанный текст есть в публичном журнале, отвергнуто: { $why }
remark-signed_list_hash = это не тот список недоверия, который подписан, или он изменён либо обрезан по пути
remark-signed_list_unreadable = издатели подписали то, что не является списком недоверия: { $why }
remark-signed_list_header = издатели подписали не тот список недоверия, о котором говорит подписанный текст
remark-signed_list_delta_not_named = подписи не относятся к такому изменению списка, который здесь хранится
remark-signed_list_delta_wrong = издатели подписали изменение, которое не приводит к их списку: { $why }

## Why a signed list does not replace the one that is held

remark-signed_list_other_publishers = список недоверия проверен по другому составу издателей, чем тот, что хранится здесь
remark-signed_list_publishers_expired = срок состава издателей истёк { $expired }, а следующий состав здесь не известен
remark-signed_list_from_the_future = список недоверия выпущен { $issued }, а по часам этой машины до этого больше суток
remark-signed_list_expired = срок списка недоверия истёк { $expired }
remark-signed_list_rollback = у списка недоверия номер { $got }, а здесь уже хранится номер { $held }
remark-signed_list_forked = есть два разных списка недоверия с номером { $sequence }: кому-то показывают другой список
remark-signed_list_issued_earlier = номер списка недоверия больше, а выпущен он { $issued }, раньше хранимого ({ $held })
remark-signed_list_no_base = это быстрый список, а утверждённого списка, который он дополняет, здесь нет
remark-signed_list_other_base = быстрый список дополняет утверждённый список { $got }, а здесь хранится номер { $held }
remark-signed_list_entries_missing = в быстром списке нет действующих записей (их { $count }), а отменить их может только утверждённый список
remark-signed_list_too_much_retained = записи, убранные из списка недоверия, ещё некоторое время остаются в силе, а здесь они заняли бы больше { $max } байт
remark-signed_list_log = не показано, что это тот же публичный журнал, который здесь видели прежде: { $why }

## Why a set of publishers cannot be used

remark-signed_list_publishers_form = строка { $line } не читается или стоит не на своём месте
remark-signed_list_publishers_too_long = в нём больше { $max } байт
remark-signed_list_publishers_key = ключ в строке { $line } нельзя использовать: { $why }
remark-signed_list_publishers_unsafe_key = за ключ { $name } может подписать кто угодно, или его подписи нельзя отличить от подписей другого ключа
remark-signed_list_publishers_name = имя { $name } определено дважды, не определено выше своего места или входит в две группы
remark-signed_list_publishers_log = строка { $line } называет публичный журнал среди издателей; журналам место ниже строки «anchorwatch.logs/1»
remark-signed_list_publishers_no_quorum = в нём не сказано, кто должен подписывать
remark-signed_list_same_key = { $one } и { $other } — два имени одного ключа, это один издатель
remark-signed_list_too_many_publishers = издателей или групп больше { $max }
remark-signed_list_thresholds = для быстрого списка нужно { $quick } подписей, а для утверждённого может хватить { $approved }; второе число должно быть больше первого, а первое не может быть нулём
remark-signed_list_delay = задержка в { $days } суток не лежит в пределах от 1 до 90
remark-signed_list_publishers_logs = сказанное в нём о публичных журналах непригодно: { $why }
remark-signed_list_publishers_no_log = он требует доказательства из публичного журнала, но ни одного журнала не называет
remark-signed_list_publishers_no_witness = за его публичные журналы никто не обязан поручиться
remark-signed_list_fresh = срок в { $days } суток, в течение которого слово свидетелей в силе, не лежит в пределах от 1 до 90

## Why a set of publishers does not follow the one that is held

remark-signed_list_rotation_note = подписи следующего состава издателей не приняты: { $why }
remark-signed_list_rotation_old_quorum = известные здесь издатели не передали дело следующему составу: «{ $quorum }» не набирается
remark-signed_list_rotation_set = издатели подписали то, что не является составом издателей: { $why }
remark-signed_list_rotation_origin = это состав издателей другого списка недоверия: { $got }
remark-signed_list_rotation_epoch = это состав издателей эпохи { $got }, и он не следует за эпохой { $held }, которая хранится здесь
remark-signed_list_rotation_new_quorum = свой состав подписало слишком мало новых издателей: «{ $quorum }» не набирается
remark-signed_list_rotation_no_log_proof = ничто не доказывает, что следующий состав издателей есть в публичном журнале, а известные здесь издатели этого требуют
remark-signed_list_rotation_log_proof = доказательство того, что следующий состав издателей есть в публичном журнале, отвергнуто: { $why }
remark-signed_list_rotation_log = не показано, что публичный журнал со следующим составом издателей — тот же, который здесь видели прежде: { $why }

## Why nothing of a bundle of signed lists is taken

remark-signed_list_bundle_publishers = состав издателей в наборе использовать нельзя: { $why }
remark-signed_list_bundle_signatures = список в наборе использовать нельзя: { $why }
remark-signed_list_bundle_update = список в наборе не заменяет хранимый здесь: { $why }

## Why what was remembered of signed lists cannot be read

remark-signed_list_state_other_file = это файл другого вида или более новой версии
remark-signed_list_state_damaged = файл повреждён
remark-signed_list_state_form = в нём ошибка: { $why }
remark-signed_list_state_publishers = в нём неверный состав издателей: { $why }
