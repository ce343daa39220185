### Что издатели подписанных списков узнают о предложениях, списках и подписях. Части предложений.
### Носителю языка: сначала «предложение» (proposal) и «быстрый список» (quick list).

## Почему нельзя прочитать предложение

remark-proposal_other_file = это не предложение или предложение более новой версии
remark-proposal_too_long = в нём больше { $max } байт
remark-proposal_too_many = в нём больше { $max } записей
remark-proposal_line = строка { $line }: { $why }
remark-proposal_action = запись начинается с `add`, `remove` или `withdraw`
remark-proposal_kind = такого вида совпадения нет
remark-proposal_values = это не хеши или не серийный номер для этого вида совпадения
remark-proposal_condition = такого условия нет, или оно указано дважды
remark-proposal_condition_twice = условие указано дважды, или два условия исключают друг друга
remark-proposal_time = это не время вида 2026-01-01T00:00:00Z
remark-proposal_names = это не имена DNS, или их больше 64
remark-proposal_characters = строка слишком длинная, или в ней есть знак, который меняет вид текста
remark-proposal_too_many_words = об этой записи больше 64 строк пояснений, или в одной больше 1024 байт
remark-proposal_twice = такая запись уже есть выше
remark-proposal_no_entry = такой записи не может быть ни в одном списке: { $why }

## Что известно о предложенной записи

remark-review_every_path = она запрещает все пути, в том числе публичные сайты
remark-review_local_paths = она запрещает только пути к местному корневому сертификату
remark-review_within_limits = она запрещает только для некоторых имён или дат
remark-review_registry = ключ есть в реестре как { $id }: { $title }
remark-review_no_log = ни один журнал Certificate Transparency из списка не принимал таких сертификатов на { $as_of }
remark-review_programs_leaving = эти программы корневых сертификатов больше не доверяют ему ничего нового: { $programs }
remark-review_programs_removed = эти программы корневых сертификатов удалили или блокируют его: { $programs }
remark-review_programs_never = его никогда не было в этих программах корневых сертификатов: { $programs }
remark-review_programs_unknown = ни один источник не говорит о нём и программах корневых сертификатов
remark-review_public_issuer = то, с чем она совпадает, издал публичный корневой сертификат { $root }

## Что говорит против предложенной записи

remark-against_public_root = она запрещает публичный корневой сертификат { $root } и все сайты с сертификатами от него
remark-against_public_root_locally = она совпадает с публичным корневым сертификатом { $root } и в таком виде не имеет над ним силы
remark-against_included = его включают программы корневых сертификатов: { $programs }
remark-against_no_reason = никто не говорит почему
remark-against_already_there = в утверждённом списке она уже есть
remark-against_covered = в утверждённом списке есть запись, которая запрещает всё это
remark-against_not_there = в списке её нет
remark-against_lost = ключ, известный перехватом, больше не будет запрещён: { $title }

## Почему нельзя составить следующий список

remark-prepare_already_there = запись { $entry } уже есть в списке
remark-prepare_not_there = записи { $entry } нет в списке
remark-prepare_both_ways = запись { $entry } предложено и добавить, и убрать
remark-prepare_needs_quorum = то, что предложено о записи { $entry }, может сделать только утверждённый список
remark-prepare_quick_undecided = { $count ->
        [one] предложения ничего не говорят о { $count } записи быстрого списка, а --adopt-quick не указан
       *[many] предложения ничего не говорят о { $count } записях быстрого списка, а --adopt-quick не указан
    }
remark-prepare_no_approved = нет утверждённого списка, к которому мог бы добавить быстрый
remark-prepare_set_expired = срок состава издателей истёк { $expired }
remark-prepare_clock = предыдущий список издан { $held }, а часы этой машины показывают более раннее время
remark-prepare_number = номер { $number } не позже опубликованного; первый более поздний — { $expected }
remark-prepare_list = такой список не взял бы ни один клиент: { $why }

## Почему список нельзя подписать

remark-sign_key = закрытый ключ непригоден: { $why }
remark-sign_not_a_publisher = закрытый ключ не принадлежит ни одному издателю этого состава
remark-sign_note = подпись нельзя записать: { $why }
remark-sign_memory = файла о том, что этот ключ уже подписал, нет, или он не читается
remark-sign_signed_other = этот ключ уже подписал под номером { $number } другое, с хешем { $signed }
remark-sign_signed_later = этот ключ уже подписал номер { $signed }, а он позже номера { $number }

## Почему список нельзя опубликовать

remark-publish_unreadable = файл { $file } зеркала не читается
remark-publish_missing = файла { $file } на зеркале нет
remark-publish_latest = не читается то, что зеркало показывает первым: { $why }
remark-publish_before = то, что есть на зеркале, подписано не так, как требует этот состав издателей: { $why }
remark-publish_before_refused = того, что есть на зеркале, не взял бы ни один клиент: { $why }
remark-publish_set_before = состав издателей на зеркале не следует за предыдущим: { $why }
remark-publish_logs = этот состав издателей требует публичного журнала, а он не указан
remark-publish_log = журнал издателей непригоден: { $why }
remark-publish_set = это непригодный состав издателей: { $why }
remark-publish_set_origin = это состав издателей { $got }, то есть другого списка
remark-publish_set_expired = состав издателей действовал до { $expired }
remark-publish_set_refused = клиенты не перешли бы от предыдущего состава издателей к этому: { $why }
remark-publish_list = список не читается: { $why }
remark-publish_epoch = он относится к эпохе { $got }, а состав издателей к эпохе { $expected }
remark-publish_not_next = номер списка { $got }, а следующим должен быть { $expected }
remark-publish_note = подпись отвергнута: { $why }
remark-publish_other_text = подпись поставлена под другим списком или после других прежних списков
remark-publish_unsigned = он подписан не так, как требуют клиенты: { $why }
remark-publish_refused = клиент с предыдущим списком отверг бы его: { $why }
remark-publish_bundle = клиент, у которого ничего нет, отверг бы его: { $why }
remark-publish_quick_undecided = { $count ->
        [one] утверждённый список ничего не говорит о { $count } записи быстрого списка
       *[many] утверждённый список ничего не говорит о { $count } записях быстрого списка
    }
remark-publish_no_approved = нет утверждённого списка, к которому мог бы добавить быстрый

## Почему в журнал нельзя добавить

remark-own_log_key = его закрытый ключ непригоден: { $why }
remark-own_log_not_a_log = в этом составе издателей нет журнала с таким ключом
remark-own_log_memory = файла о том, что ключ журнала подписал последним, нет, или он подписан другим ключом
remark-own_log_other_checkpoint = в каталоге контрольная точка другого журнала
remark-own_log_forgotten = другим показано записей этого журнала: { $shown }, а этот ключ помнит другой журнал, записей в нём { $signed }
remark-own_log_missing = файла журнала { $file } нет
remark-own_log_unreadable = файл журнала { $file } не читается
remark-own_log_other_tree = в каталоге нет тех { $size } записей, которые ключ журнала подписал последними
remark-own_log_too_long = в журнале бывает не больше { $max } записей
remark-own_log_tile = часть журнала непригодна: { $why }
remark-own_log_not_signed = его контрольную точку нельзя подписать: { $why }
remark-own_log_not_there = этого текста в журнале нет
remark-own_log_proof = доказательство нельзя составить: { $why }
remark-own_log_cosignatures = журнал подписало слишком мало свидетелей: { $why }

## Почему ответ свидетеля непригоден

remark-witness_no_address = нигде не сказано, где он
remark-witness_status = он отказывает с кодом { $status }
remark-witness_ahead = он подписал журнал с этим именем, в котором записей { $size }, а в этом их { $own }
remark-witness_wavers = его ответы противоречат друг другу
remark-witness_bad_answer = его ответ непригоден: { $why }

## Что не так с журналом

remark-log_audit_other_tree = записей здесь { $size }, но журнал подписал, а свидетели подтвердили не их
remark-log_audit_other_tile = файла { $file } нет, или в нём хеши не этих записей
remark-log_audit_shrunk = раньше записей в журнале было { $earlier }, а теперь { $size }
remark-log_audit_forked = когда записей в журнале было { $earlier }, они были другими: кому-то показали другой журнал
remark-log_audit_unreadable = запись { $index } — не о списке и не состав издателей
remark-log_audit_other_list = запись { $index } относится к списку { $origin }
remark-log_audit_two = у записей { $other } и { $index } один номер, а списки или составы издателей разные: кому-то могут показывать другой
remark-log_audit_unclear = записи { $other } и { $index } — о разных быстрых списках с одним номером: из журнала не видно, дополняют ли они один и тот же утверждённый список. Если да, кому-то могут показывать другой
remark-log_audit_out_of_order = номер записи { $index } — { $number }, а здесь должен быть { $expected }
remark-log_audit_not_there = того, что опубликовано, нет в журнале: { $what }
