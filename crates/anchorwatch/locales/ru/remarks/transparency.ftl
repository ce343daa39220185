### Why something of a public log is refused: a key, a checkpoint, a policy, a proof, a request. Clauses.
### Носителю языка: сначала слова «контрольная точка» (checkpoint), «соподпись» (cosignature),
### «свидетель» (witness) и «кворум» (quorum).

## Keys of logs and cosigners

remark-checkpoint_key_name = имя пусто, слишком длинно или содержит пробел, плюс или управляющий символ
remark-checkpoint_key_form = ключ записан не как NAME+ID+KEY, или его длина не подходит к его виду
remark-checkpoint_key_kind = это ключ вида { $kind }, а известны только виды 1, 4 и 6
remark-checkpoint_key_id = его идентификатор не подходит к имени и ключу
remark-checkpoint_key_weak = за этот ключ может подписать кто угодно
remark-checkpoint_key_private = это не закрытый ключ такого вида в PKCS #8
remark-checkpoint_key_not_made = создать ключ не удалось

## Checkpoints

remark-checkpoint_note = это не подписанная контрольная точка: { $why }
remark-checkpoint_form = это не имя, размер и корень журнала
remark-checkpoint_unknown_log = журнал { $origin } неизвестен
remark-checkpoint_unsigned = журнал { $origin } её не подписал
remark-checkpoint_signature = подпись ключом { $key } неверна: изменена контрольная точка или подпись
remark-checkpoint_extension = в ней есть ещё строки, которых журнал не подписал
remark-checkpoint_empty_tree = её дерево пусто, а корень принадлежит другому дереву
remark-checkpoint_quorum = соподписей слишком мало: { $cosigners }
remark-checkpoint_time = время подписи равно 0 или больше наибольшего
remark-checkpoint_not_signed = библиотека не подписывает этим ключом

## Policies

remark-log_policy_too_long = в политике больше { $max } байт
remark-log_policy_octet = в строке { $line } есть символ, которого в политике быть не может
remark-log_policy_unterminated = строка { $line } не завершена
remark-log_policy_keyword = строка { $line } начинается с { $keyword }, а не с log, witness, group или quorum
remark-log_policy_items = в строке { $line } слишком мало или слишком много частей
remark-log_policy_key = ключ в строке { $line } непригоден: { $why }
remark-log_policy_key_role = ключ в строке { $line } не годится для журнала или для свидетеля
remark-log_policy_key_twice = ключ из строки { $line } уже есть под этим или под другим именем
remark-log_policy_name_taken = имя { $name } в строке { $line } уже занято
remark-log_policy_unknown_name = имя { $name } в строке { $line } раньше не определено
remark-log_policy_member_twice = { $name } в строке { $line } уже состоит в группе и считался бы дважды
remark-log_policy_threshold = группа в строке { $line } не требует никого или требует больше, чем в ней есть
remark-log_policy_quorum_twice = строка { $line } задаёт второй кворум
remark-log_policy_no_quorum = политика кончается на строке { $line } без кворума
remark-log_policy_too_many = строка { $line } лишняя: читается не больше { $max } журналов, свидетелей или групп

## Proofs

remark-log_proof_too_long = в доказательстве больше { $max } байт
remark-log_proof_form = это не доказательство того, что запись есть в журнале
remark-log_proof_checkpoint = его контрольная точка отвергнута: { $why }
remark-log_proof_index = записей в журнале { $size }, и ни у одной нет номера { $index }
remark-log_proof_inclusion = хеши не ведут от этой записи к корню журнала
remark-log_proof_other_log = { $origin } — не тот журнал, что прежде
remark-log_proof_shrunk = записей в журнале было { $old }, а потом стало только { $new }
remark-log_proof_forked = журнал показывает два разных дерева, в каждом записей: { $size }
remark-log_proof_consistency = хеши не показывают, что журнал только рос
remark-log_proof_no_fork = оба дерева начинаются с одних и тех же записей, и разветвления это не показывает
remark-log_proof_tile = часть журнала непригодна: { $why }

## Parts of a log

remark-log_tile_path = этот путь не ведёт к части журнала
remark-log_tile_missing = её нет
remark-log_tile_length = её длина не подходит к её хешам
remark-log_tile_bundle = записей в ней больше или меньше, чем нужно
remark-log_tile_entry = запись слишком длинна, или журнал полон
remark-log_tile_other_tree = она из другого дерева

## Witnesses

remark-witness_too_long = в запросе больше { $max } байт
remark-witness_form = это не запрос соподписи
remark-witness_checkpoint = его контрольная точка отвергнута: { $why }
remark-witness_extension = в его контрольной точке есть ещё строки, а их свидетель не подписывает
remark-witness_old_size = записей в журнале было { $old }, а теперь только { $new }
remark-witness_conflict = свидетель подписал этот журнал, когда записей в нём было { $size }
remark-witness_proof = журнал не вырос из того, что подписал свидетель: { $why }
remark-witness_record = то, что свидетель хранит об этом журнале, подписано не им или относится к другому журналу
remark-witness_key = ключ { $key } не того вида или дан дважды
remark-witness_no_key = у свидетеля нет ключа
remark-witness_answer = в ответе нет пригодной подписи

## What a witness shows, beside a mirror

remark-witness_view_same = те же записи, числом { $size }
remark-witness_view_earlier = записи числом { $size }: с них начинаются записи зеркала, числом { $shown }
remark-witness_view_later = записей { $size }, а у зеркала только { $shown }: оно отстаёт или часть утаивает
remark-witness_view_forked = записи числом { $size }, с которых не начинаются { $shown }, показанные в другом месте: журнал подписал два разных дерева
remark-witness_view_unproven = записи числом { $size }, и файлы зеркала не доказывают, что его записи начинаются с них: { $why }
remark-witness_view_refused = то, чего журнал и этот свидетель не подписывали: { $why }
remark-witness_view_nothing = ничего: он говорит, что никогда не подписывал этот журнал
