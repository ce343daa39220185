### Errors: what could not be done, and one thing to do about it. Clauses.
### Носителю языка: сначала слова «квитанция» (receipt), «крючок» (hook), «дерево» (tree)
### и сообщения remark-hash_*.

error-what = anchorwatch: ошибка: { $what }
error-cause = причина: { $cause }
error-usage = использование: { $usage }
error-hint = совет: { $hint }

## What could not be done

remark-answer_not_written = не удалось записать ответ
remark-cannot_read = не удалось прочитать { $path }
remark-no_targets = в { $path } нет цели, которую можно измерить
remark-names_out_of_range = в { $path } имён серверов: { $count }, а отправить можно от 1 до { $most }
remark-exclusion_unreadable = не удалось прочитать строку { $line } в { $path }, поэтому неясно, кого не трогать
remark-other_run_in_folder = в { $path } уже есть измерение чего-то другого
remark-no_run_in_folder = в { $path } нет измерения
remark-run_damaged = { $path } не такой, каким его записала эта программа
remark-too_few_open_files = этот процесс может открыть файлов: { $most }, а для стольких соединений сразу этого мало
remark-cannot_read_stdin = не удалось прочитать стандартный ввод
remark-certificates_unreadable = не удалось прочитать сертификаты в { $path }
remark-own_program_unreadable = программа не смогла прочитать собственный файл
remark-own_program_too_large = собственный файл программы больше { $max } байт
remark-password_not_utf8 = пароль в { $path } не в UTF-8
remark-evidence_unreadable = не удалось оценить измерение из { $path }
remark-exists_already = по пути { $path } уже что-то есть
remark-cannot_write = не удаётся записать { $path }
remark-too_many_files = файлов с измерениями больше { $max }
remark-no_measurements = в этой папке нет измерений
remark-other_tree_not_asked = программы из другого дерева файлов запустить нельзя
remark-image_unreadable = не удалось прочитать образ контейнера { $path }
remark-image_worker = не удалось прочитать образ контейнера { $path }: { $why }
remark-several_images = в файле { $path } несколько образов: { $images }
remark-no_such_image = в файле { $path } нет образа, который был назван; есть: { $images }
remark-no_temporary_file = не удалось создать временный файл в { $path }
remark-not_an_earlier_answer = { $path } — не ответ более раннего аудита
remark-not_a_baseline = { $path } — не список известного
remark-no_such_id = здесь нет корневого сертификата с идентификатором { $id }
remark-ambiguous_id = идентификатор, который начинается с { $id }, есть здесь у нескольких корневых сертификатов: { $count }
remark-list_unreadable = не удалось прочитать список в { $path }
remark-list_not_verified = список в { $path } никто не подтверждает: { $why }
remark-no_signed_list = эта машина не следует ни одному подписанному списку
remark-list_not_exported = не удалось записать список: { $why }
remark-nothing_to_refuse = в этом дереве нет ничего из названного, поэтому блокировать нечего
remark-nothing_to_remove = в этом дереве нет ничего из названного, поэтому удалять нечего
remark-consent_refused = такое согласие дать нельзя
remark-no_such_consent = согласия на ключ { $key } нет
remark-several_keys = в файле сертификаты с разными ключами: { $count }
remark-no_name_in_line = { $path }: на строку { $line } нельзя дать согласие
remark-consent_not_confirmed = согласие на все имена не подтверждено
remark-confirmation_needed = нужна фраза: { $sentence }
remark-hash_of_certificate = это { $algorithm } сертификата ({ $name }), а не его ключа; ключ: { $key }
remark-hash_is_key_identifier = это идентификатор ключа из сертификата ({ $name }), а не SHA-256 ключа; ключ: { $key }
remark-hash_is_serial_number = это серийный номер сертификата ({ $name }), а не SHA-256 его ключа; ключ: { $key }
remark-hash_without_key = это { $algorithm } известного сертификата ({ $id }), ключ которого не указан ни в одном источнике
remark-digits_of_nothing = это не ключ: не 64 знака SHA-256 и не серийный номер известного здесь сертификата
remark-sha1_of_nothing = SHA-1 не называет ключ, и ничего известного здесь с таким значением нет
remark-network_not_started = не удалось запустить сетевую часть
remark-cannot_listen = не удаётся принимать соединения на { $address }
remark-note_refused = по { $path } не видно, кто подписал эти файлы
remark-private_key_unreadable = в { $path } нет закрытого ключа, который эта программа может использовать
remark-look_key_unreadable = в { $path } не 64 шестнадцатеричные цифры
remark-too_many_control_names = --control указан { $count } раз, а сравнивать можно не больше чем с { $most } именами
remark-too_many_resolvers = --resolver называет серверов имён: { $count }, а спросить можно не больше чем { $most }
remark-too_many_vantages = --notary называет узлов: { $count }, а спросить можно не больше чем { $most }
remark-nothing_to_sign = запись идёт в стандартный вывод, а подписи нужен файл, рядом с которым она лежит
remark-no_system_resolver = { $path } не называет сервера имён с адресом, который можно спросить
remark-key_of_another = ключ в { $key } — не от первого сертификата в { $certificate }
remark-home_io = { $action ->
        [read] не удалось прочитать { $path }
        [list_the_folder] не удалось прочитать содержимое папки { $path }
        [open_the_folder] не удалось открыть папку { $path }
        [make_the_folder] не удалось создать папку { $path }
        [make_the_new_file] не удалось создать файл { $path }
        [lock] не удалось получить блокировку { $path }
       *[other] не удалось обратиться к { $path } или изменить его
    }
remark-home_too_large = { $path } больше { $max } байт
remark-home_too_many_changes = в { $path } изменилось бы более { $max } имён: столько меняется сейчас, для остальных запустите команду снова
remark-home_receipt_too_large = запись об этих изменениях заняла бы более { $max } байт
remark-home_not_a_regular_file = { $path } — не обычный файл
remark-home_not_ours = { $path } мог записать кто-то, кроме владельца системы (владелец { $uid }, права { $mode })
remark-home_format = не удалось разобрать { $path }
remark-home_changes_while_read = { $path } меняется во время чтения
remark-home_changed = { $path } изменился после составления плана: ожидалось: { $expected }, найдено: { $found }
remark-home_busy = другой запуск этой программы держит { $path }
remark-home_original_lost = квитанцию `{ $id }` нельзя отменить: прежнее содержимое { $path }, сохранённое как { $blob }, { $how ->
        [missing] отсутствует
       *[damaged] повреждено
    }
remark-home_foreign_receipt = в квитанции `{ $id }` назван { $path }, который эта программа так никогда не меняет
remark-home_still_needed = квитанция `{ $id }` ещё не отменена
remark-home_no_such_receipt = квитанции `{ $id }` нет, или она уже отменена
remark-plan_no_system_store = нет { $path }
remark-plan_managed_elsewhere = { $path } — не простой файл: им управляет другое средство
remark-plan_still_there = в { $path } заблокированный ключ виден и после удаления
remark-plan_no_list = в { $path } нет ни одного ключа, хотя крючок, которому он нужен, установлен
remark-plan_not_blocked = здесь ничего не заблокировано: нет { $path }, и крючок не установлен
remark-plan_no_records = не удалось узнать, что поставляет дистрибутив: { $why }
remark-plan_conflicts = { $count ->
        [one] { $count } путь уже не такой, каким его оставила программа: { $conflicts }
        [few] { $count } пути уже не такие, какими их оставила программа: { $conflicts }
       *[other] { $count } путей уже не такие, какими их оставила программа: { $conflicts }
    }
remark-apply_as_user = { $path }: с правами пользователя { $uid }: { $why }
remark-apply_database = не удалось изменить { $path }: { $why }
remark-apply_not_all_made = { $count ->
        [one] { $count } изменение не внесено: { $failures }; остальные внесены, см. квитанцию { $receipt }
        [few] { $count } изменения не внесены: { $failures }; остальные внесены, см. квитанцию { $receipt }
       *[other] { $count } изменений не внесены: { $failures }; остальные внесены, см. квитанцию { $receipt }
    }
remark-apply_not_all_taken_back = { $count ->
        [one] { $count } изменение не отменено: { $failures }
        [few] { $count } изменения не отменены: { $failures }
       *[other] { $count } изменений не отменены: { $failures }
    }
remark-apply_not_watched = между обновлениями сертификаты не отслеживаются: { $why }; всё остальное сделано, см. квитанцию { $receipt }
remark-apply_not_refiltered = согласия изменены, но системное хранилище следует им не везде: { $why }
remark-apply_still_watched = до следующего запуска машины сертификаты могут отслеживаться: { $why }
remark-apply_rebuild = update-ca-certificates завершился с ошибкой: { $why }

## What to do

remark-hint_see_help = запустите команду с --help, чтобы узнать её параметры
remark-hint_meant_perhaps = возможно, имелось в виду { $suggested }
remark-hint_takes_values = возможные значения: { $values }
remark-hint_linux_is_audited = в Linux ничего не нужно делать вручную: `anchorwatch audit` показывает корневые сертификаты, `anchorwatch block` блокирует их
remark-hint_only_debian = `block` работает только в Debian и производных; укажите другое дерево через --root или запустите в Debian
remark-hint_refuse_there = узнайте, какое средство управляет файлом, и заблокируйте ключ там
remark-hint_use_own_tool = уберите корневой сертификат средствами самого дистрибутива; `anchorwatch audit` назовёт все места, где он есть
remark-hint_look_at_file = посмотрите файл: один из сертификатов записан в нём необычно
remark-hint_block_or_undo = заблокируйте ключи снова командой `anchorwatch block --apply` или уберите крючок командой `anchorwatch undo --apply`
remark-hint_see_block = чтобы заблокировать ключи, посмотрите, что изменит `anchorwatch block`
remark-hint_repair_records = исправьте записи dpkg о ca-certificates, например командой `apt-get install --reinstall ca-certificates`
remark-hint_undo_later_first = сначала отмените более поздние квитанции или верните названные пути в прежний вид
remark-hint_close_and_repeat = закройте программы, которые используют названные файлы, и повторите команду
remark-hint_close_and_undo = закройте программы, которые используют названные файлы, и повторите отмену
remark-hint_start_watch = посмотрите, что говорит `systemctl status anchorwatch-refilter.path anchorwatch-homes.service`, затем выполните `systemctl start anchorwatch-refilter.path anchorwatch-homes.service`
remark-hint_stop_watch = выполните `systemctl stop anchorwatch-refilter.path anchorwatch-homes.service` и `systemctl daemon-reload`
remark-hint_run_update = запустите update-ca-certificates сами, посмотрите на сообщения и повторите отмену
remark-hint_wait_for_other = дождитесь завершения другого запуска
remark-hint_own_it = узнайте, кто его записал; если всё верно, сделайте владельцем root и оставьте право записи только ему
remark-hint_plan_again = составьте план заново: запустите команду ещё раз
remark-hint_restore_file = восстановите файл из копии; не правьте его вручную
remark-hint_undo_first = сначала отмените её командой `anchorwatch undo --apply`
remark-hint_undo_without_receipt = запустите `undo` без квитанции, чтобы увидеть, что можно отменить
remark-hint_restore_original = верните сохранённое содержимое из резервной копии; если её нет, восстановите изменённый файл вручную и отмените остальные квитанции по имени
remark-hint_move_receipt = узнайте, кто записал квитанцию; чтобы продолжить, уберите её папку из журнала
remark-hint_remove_by_hand = удалите файлы и ссылки, которых не ставил ни один пакет, и запустите команду снова
remark-hint_name_another = укажите другой файл
remark-hint_check_path = проверьте путь
remark-hint_be_root = запустите команду от имени root
remark-hint_check_disk = проверьте, что файловая система доступна для записи и не заполнена
remark-hint_check_stdout = проверьте, есть ли место там, куда направлен вывод, или направьте его в другое место
remark-hint_give_certificates = укажите файл с целыми сертификатами в формате PEM или DER
remark-hint_give_through_pipe = укажите файл или передайте данные через канал
remark-hint_write_password_utf8 = запишите пароль в файл текстом в UTF-8
remark-hint_measure_again = измерьте снова или возьмите файл целиком; по части выводы не делаются
remark-hint_listen_elsewhere = выберите адрес этого компьютера и свободный порт; для портов ниже 1024 нужны права root
remark-hint_ask_the_signer = попросите у подписавшего файлы и открытый ключ ещё раз
remark-hint_give_ed25519_key = создайте ключ командой `openssl genpkey -algorithm ed25519 -out КЛЮЧ`
remark-hint_give_plain_key = дайте закрытый ключ в формате PEM, без пароля
remark-hint_make_look_key = создайте ключ командой `openssl rand -hex 32` и положите копию файла на обоих концах
remark-hint_give_its_key = поставьте сертификат самого сервера первым и дайте его ключ
remark-hint_name_new_file = укажите новый файл; существующий никогда не перезаписывается
remark-hint_give_fewer_files = укажите папки, где файлов меньше, или сделайте несколько отчётов
remark-hint_leave_out_ask = уберите --ask или --root
remark-hint_select_image = выберите один из них: --select и имя, хеш или платформа
remark-hint_save_image_again = сохраните образ ещё раз: docker save или архив OCI
remark-hint_set_tmpdir = укажите в TMPDIR папку, где хватит места для распакованного образа
remark-hint_save_audit = сохраните его командой `anchorwatch audit --format json`
remark-hint_write_baseline = сохраните его командой `anchorwatch audit --format json` или напишите, как показано в docs/manual/audit.md
remark-hint_take_id_from_audit = возьмите идентификатор из ответа `anchorwatch audit` с тем же --root
remark-hint_type_more = наберите больше знаков, например { $examples }
remark-hint_see_audit = посмотрите, что там есть, командой `anchorwatch audit`
remark-hint_see_consents = посмотрите, что есть, командой `anchorwatch consent list`
remark-hint_consent_limits = согласие даётся на имена одного владельца и не дольше чем на 398 дней: см. `anchorwatch consent add --help`
remark-hint_name_one_key = согласие даётся на один ключ: назовите его через --key
remark-hint_confirm_exactly = если вы хотите именно этого, укажите в --confirm точно эту фразу
remark-hint_use_key = если вы имеете в виду этот корневой сертификат: `{ $command }`
remark-hint_use_certificate = укажите файл сертификата: `{ $command }`
remark-hint_use_key_or_certificate = укажите SHA-256 ключа, который показывает `anchorwatch identify ФАЙЛ`, или файл сертификата: `{ $command }`
remark-hint_known_list = укажите CRLSet от Chromium, OneCRL от Mozilla, blocked.certs от Java или то, что пишет `anchorwatch list import`
remark-hint_get_list_elsewhere = не используйте этот файл; возьмите список заново из другого места
remark-hint_get_chain = возьмите цепочку заново по адресу, который список называет x5u
remark-hint_get_signed_list = укажите компонент Chromium или изменения от Mozilla (changeset) с --chain
remark-hint_update_or_name_list = сначала выполните `anchorwatch list update` или укажите список
remark-hint_export_less = записывайте в один файл меньше списков
remark-hint_list_too_long = укажите другой файл; настоящие списки не бывают такими длинными
remark-hint_correct_line = исправьте строку или поставьте перед ней #
remark-hint_new_folder = укажите папку, которой ещё нет
remark-hint_give_run_folder = укажите папку, которую создала `anchorwatch measure --out`
remark-hint_move_segment = переместите этот файл в другую папку и запустите команду снова; то, что в нём есть, будет измерено заново
remark-hint_fewer_at_a_time = укажите меньшее --concurrency или поднимите предел командой `ulimit -n`
remark-hint_write_sha256_list = составьте список из отпечатков SHA-256 и напишите Algorithm=SHA-256
remark-hint_import_again = запишите файл снова командой `anchorwatch list import`; не правьте его вручную
remark-hint_get_list_again = файл обрезан или изменён; получите его заново

## Why a file is not a baseline

remark-baseline_schema = его схема — `{ $got }`, а читаются { $read }
remark-baseline_finding = находка { $number }
remark-baseline_kind = `{ $kind }` здесь не вид находки
remark-baseline_class = `{ $class }` — не класс
remark-baseline_members = у корневого сертификата есть `class` и `spki_sha256`, у настройки — `setting` и `literal`, и ни у чего нет всех сразу
remark-baseline_accepts_other_class = принять можно только тревогу класса `suspected_family`
remark-baseline_accepts_without_reason = тревога принимается только с причиной в `because`

## Signed lists

remark-no_publishers = на этой машине не известен ни один состав издателей
remark-publishers_unusable = состав издателей из { $path } непригоден
remark-publishers_not_taken = состав издателей из { $path } не более поздний и не от того списка, который здесь есть
remark-no_list_source = источник подписанных списков не указан и не задан в настройках
remark-list_state_unreadable = запомненное о подписанных списках, { $path }, не читается
remark-proposal_unusable = предложение в { $path } непригодно
remark-nothing_to_propose = из того, что указано, нечего предложить
remark-mirror_unusable = то, что опубликовано прежде в { $path }, непригодно
remark-list_not_prepared = нельзя составить следующий список
remark-list_not_signed = нельзя подписать список в { $path }
remark-other_list_hash = хеш списка в { $path } равен { $hash }, а вы указали другой
remark-list_not_published = клиенты не взяли бы список в { $path }
remark-no_log_asked = этот состав издателей не требует публичного журнала
remark-unknown_witness = в составе издателей нет свидетеля { $witness }
remark-mirror_log_unusable = копию публичного журнала в { $path } использовать нельзя
remark-log_unusable = нельзя добавить в журнал в { $path }
remark-log_not_read = журнал в { $path } не читается целиком
remark-source_unusable = { $source } нельзя спросить о списках
remark-proxy_unusable = { $proxy } — не прокси, которым можно воспользоваться
remark-hint_give_publishers = дайте состав издателей, которому вы доверяете: --publishers FILE
remark-hint_get_publishers = получите состав заново у того, кому доверяете; он должен быть более поздним и от того же списка
remark-hint_correct_proposal = исправьте строку; текст описан в docs/manual/list-publish.md
remark-hint_give_finding = укажите сертификат или свидетельства, в которых `anchorwatch verdict` видит перехват и есть сертификат удостоверяющего центра
remark-hint_get_mirror = получите файлы зеркала снова, а состав издателей у того, кому вы доверяете
remark-hint_review_first = посмотрите, что `anchorwatch list review` скажет о предложениях рядом с зеркалом
remark-hint_give_own_key = укажите закрытый ключ издателя этого состава, который создаёт `anchorwatch list new-publisher`
remark-hint_new_number = пусть составят список с более поздним номером (`anchorwatch list prepare --number`); подписанное остаётся подписанным
remark-hint_restore_signed = восстановите файл рядом с ключом, имя которого кончается на .signed; без него ключ мог бы подписать два списка с одним номером
remark-hint_name_witness = укажите имя, которое стоит после `witness` в части `anchorwatch.logs/1` состава издателей
remark-hint_give_log = укажите каталог журнала и его закрытый ключ: --log DIR --log-key FILE
remark-hint_give_log_key = укажите ключ журнала из этого состава издателей, который создаёт `anchorwatch list new-log`
remark-hint_get_log = получите файлы журнала снова, из другого места; состав издателей должен быть тем, который называет этот журнал
remark-hint_ask_witnesses_again = выполните команду снова, когда свидетели ответят; журнал продолжится с того же места
remark-hint_restore_log = восстановите каталог журнала и файл рядом с его ключом, имя которого кончается на .signed; если этот файл потерян, его место займёт самая новая контрольная точка, которую показывает свидетель
remark-hint_look_again = посмотрите на изменения ещё раз, без --hash
remark-hint_sign_again = пусть издатели подпишут этот список рядом с тем, что сейчас есть на зеркале
remark-hint_restore_state = восстановите файл из резервной копии; без него эта машина не знает, какие списки старые
remark-hint_update_lists = выполните `anchorwatch list update`: команда запишет файл заново
remark-hint_give_source = дайте адрес с https:// или http://, папку или файл со списками; не больше 16
remark-hint_give_proxy = дайте прокси в виде http://HOST:PORT или socks5h://HOST:PORT
