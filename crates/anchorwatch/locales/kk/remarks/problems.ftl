### Errors: what could not be done, and one thing to do about it. Clauses.
### Ана тілінде сөйлейтінге: алдымен «түбіртек» (receipt), «ілмек» (hook), «ағаш» (tree)
### сөздері және remark-hash_*.

error-what = anchorwatch: қате: { $what }
error-cause = себебі: { $cause }
error-usage = қолданылуы: { $usage }
error-hint = кеңес: { $hint }

## What could not be done

remark-answer_not_written = жауапты жазу мүмкін болмады
remark-cannot_read = { $path } файлын оқу мүмкін болмады
remark-no_targets = { $path } ішінде өлшеуге болатын нысана жоқ
remark-names_out_of_range = { $path } ішінде { $count } сервер атауы бар, ал 1 мен { $most } арасындағы санын жіберуге болады
remark-exclusion_unreadable = { $path } файлының { $line }-жолын оқу мүмкін болмады, сондықтан кімге тимеу керегі түсініксіз
remark-other_run_in_folder = { $path } қалтасында басқа нәрсені өлшеу басталған
remark-no_run_in_folder = { $path } қалтасында өлшеу жоқ
remark-run_damaged = { $path } осы бағдарлама жазған күйінде емес
remark-too_few_open_files = бұл процесс { $most } файл аша алады, ал бір уақыттағы мұнша қосылымға бұл аз
remark-cannot_read_stdin = стандартты енгізуді оқу мүмкін болмады
remark-certificates_unreadable = { $path } файлындағы сертификаттарды оқу мүмкін болмады
remark-own_program_unreadable = бұл бағдарлама өз файлын оқи алмады
remark-own_program_too_large = бұл бағдарламаның өз файлы { $max } байттан үлкен
remark-password_not_utf8 = { $path } файлындағы құпиясөз UTF-8 емес
remark-evidence_unreadable = { $path } файлындағы өлшемді бағалау мүмкін болмады
remark-exists_already = { $path } жолында бірдеңе бар
remark-cannot_write = { $path } жазылмады
remark-too_many_files = өлшем файлдары { $max } санынан көп
remark-no_measurements = бұл қалтада өлшем жоқ
remark-other_tree_not_asked = басқа ағаштың бағдарламаларынан сұрау мүмкін емес
remark-image_unreadable = контейнер образын оқу мүмкін болмады: { $path }
remark-image_worker = контейнер образын оқу мүмкін болмады: { $path }: { $why }
remark-several_images = { $path } файлында бірнеше образ бар: { $images }
remark-no_such_image = { $path } файлында аталған образ жоқ; барлары: { $images }
remark-no_temporary_file = { $path } ішінде уақытша файл жасау мүмкін болмады
remark-not_an_earlier_answer = { $path } — бұрынғы аудиттің жауабы емес
remark-not_a_baseline = { $path } — бастапқы тізім емес
remark-no_such_id = мұнда { $id } идентификаторлы түбірлік сертификат жоқ
remark-ambiguous_id = мұнда идентификаторы { $id } деп басталатын { $count } түбірлік сертификат бар
remark-list_unreadable = { $path } файлындағы тізімді оқу мүмкін болмады
remark-list_not_verified = { $path } файлындағы тізімді ешкім растамайды: { $why }
remark-no_signed_list = бұл машина ешбір қол қойылған тізімді ұстанбайды
remark-list_not_exported = тізімді жазу мүмкін болмады: { $why }
remark-nothing_to_refuse = сіз атаған ештеңе бұл ағашта жоқ, сондықтан бұғатталатын кілт жоқ
remark-nothing_to_remove = сіз атаған ештеңе бұл ағашта жоқ, сондықтан жоятын ештеңе жоқ
remark-consent_refused = бұл келісімді беру мүмкін емес
remark-no_such_consent = { $key } кілтіне келісім жоқ
remark-several_keys = файлдағы сертификаттардың кілттері бірнешеу: { $count }
remark-no_name_in_line = { $path }: { $line }-жолға келісім беруге болмайды
remark-consent_not_confirmed = барлық атқа берілетін келісім расталмады
remark-confirmation_needed = мына сөйлем керек: { $sentence }
remark-hash_of_certificate = бұл — кілттің емес, сертификаттың ({ $name }) { $algorithm } мәні; кілті: { $key }
remark-hash_is_key_identifier = бұл — сертификаттағы ({ $name }) кілт идентификаторы, кілттің SHA-256 мәні емес; кілті: { $key }
remark-hash_is_serial_number = бұл — сертификаттың ({ $name }) сериялық нөмірі, кілтінің SHA-256 мәні емес; кілті: { $key }
remark-hash_without_key = бұл — белгілі сертификаттың ({ $id }) { $algorithm } мәні, бірақ оның кілтін ешбір дереккөз бермейді
remark-digits_of_nothing = бұл кілтті білдірмейді: бұл 64 таңбалы SHA-256 мәні де, мұнда белгілі сертификаттың сериялық нөмірі де емес
remark-sha1_of_nothing = SHA-1 мәні кілтті білдірмейді, әрі мұнда белгілі ештеңенің мұндай мәні жоқ
remark-network_not_started = желі бөлігін іске қосу мүмкін болмады
remark-cannot_listen = { $address } мекенжайында қосылымдарды қабылдау мүмкін емес
remark-note_refused = { $path } бұл файлдарға кім қол қойғанын көрсетпейді
remark-private_key_unreadable = { $path } ішінде бұл бағдарлама қолдана алатын жабық кілт жоқ
remark-look_key_unreadable = { $path } ішінде он алтылық жүйедегі 64 цифр жоқ
remark-too_many_control_names = --control { $count } рет берілген, ал ең көбі { $most } атаумен салыстырылады
remark-too_many_resolvers = --resolver { $count } атаулар серверін атайды, ал ең көбі { $most } серверден сұралады
remark-too_many_vantages = --notary { $count } түйінді атайды, ал ең көбі { $most } түйіннен сұралады
remark-nothing_to_sign = жазба стандартты шығысқа кетеді, ал қолтаңбаға жанында тұратын файл керек
remark-no_system_resolver = { $path } сұрауға болатын мекенжайы бар атаулар серверін атамайды
remark-key_of_another = { $key } ішіндегі кілт { $certificate } ішіндегі бірінші сертификаттікі емес
remark-home_io = { $action ->
        [read] { $path } файлын оқу мүмкін болмады
        [list_the_folder] { $path } қалтасының мазмұнын оқу мүмкін болмады
        [open_the_folder] { $path } қалтасын ашу мүмкін болмады
        [make_the_folder] { $path } қалтасын жасау мүмкін болмады
        [make_the_new_file] { $path } файлын жасау мүмкін болмады
        [lock] { $path } құлпын алу мүмкін болмады
       *[other] { $path } жолын пайдалану мүмкін болмады
    }
remark-home_too_large = { $path } { $max } байттан үлкен
remark-home_too_many_changes = { $path } ішінде { $max } атаудан көбі өзгерер еді: қазір осынша өзгереді, қалғаны үшін пәрменді қайта іске қосыңыз
remark-home_receipt_too_large = бұл өзгерістердің жазбасы { $max } байттан үлкен болар еді
remark-home_not_a_regular_file = { $path } — кәдімгі файл емес
remark-home_not_ours = { $path } файлын жүйе иесінен басқа біреу жазуы мүмкін еді (иесі { $uid }, рұқсаттары { $mode })
remark-home_format = { $path } мазмұнын түсіну мүмкін болмады
remark-home_changes_while_read = { $path } оқылып жатқанда өзгере береді
remark-home_changed = { $path } жоспар жасалғаннан кейін өзгерді: күтілгені — { $expected }, табылғаны — { $found }
remark-home_busy = { $path } құлпын осы бағдарламаның басқа іске қосылуы ұстап тұр
remark-home_original_lost = `{ $id }` түбіртегін қайтаруға болмайды: { $path } файлының { $blob } ретінде сақталған бұрынғы мазмұны { $how ->
        [missing] жоқ
       *[damaged] бүлінген
    }
remark-home_foreign_receipt = `{ $id }` түбіртегінде { $path } аталған, ал бұл бағдарлама оны ешқашан бұлай өзгертпейді
remark-home_still_needed = `{ $id }` түбіртегі әлі қайтарылмаған
remark-home_no_such_receipt = `{ $id }` түбіртегі жоқ немесе ол қайтарылып қойған
remark-plan_no_system_store = { $path } жоқ
remark-plan_managed_elsewhere = { $path } — жай файл емес, яғни оны басқа құрал басқарады
remark-plan_still_there = бұғатталған кілт алынғаннан кейін де { $path } ішінде көрініп тұр
remark-plan_no_list = { $path } бірде-бір кілтті атамайды, ал оны қажет ететін ілмек орнатылған
remark-plan_not_blocked = мұнда ештеңе бұғатталмаған: { $path } жоқ, ілмек те орнатылмаған
remark-plan_no_records = дистрибутив нені беретінін анықтау мүмкін болмады: { $why }
remark-plan_conflicts = { $count } жол бұл бағдарлама қалдырған күйінде емес: { $conflicts }
remark-apply_as_user = { $path }: { $uid } пайдаланушысының құқықтарымен: { $why }
remark-apply_database = { $path } дерекқорын өзгерту мүмкін болмады: { $why }
remark-apply_not_all_made = { $count } өзгеріс жасалмады: { $failures }; қалғандары жасалды, { $receipt } түбіртегінде көрсетілген
remark-apply_not_all_taken_back = { $count } өзгеріс қайтарылмады: { $failures }
remark-apply_not_watched = сертификаттар жаңартулар арасында бақыланбайды: { $why }; қалғаны жасалды, { $receipt } түбіртегінде көрсетілген
remark-apply_not_refiltered = келісімдер өзгертілді, бірақ жүйелік қойма оларға барлық жерде сай емес: { $why }
remark-apply_still_watched = сертификаттар компьютер қайта қосылғанша бақылануы мүмкін: { $why }
remark-apply_rebuild = update-ca-certificates сәтсіз аяқталды: { $why }

## What to do

remark-hint_see_help = пәрмен не қабылдайтынын көру үшін оны --help параметрімен іске қосыңыз
remark-hint_meant_perhaps = мүмкін, { $suggested } деп жазбақ болған шығарсыз
remark-hint_takes_values = мүмкін мәндер: { $values }
remark-hint_linux_is_audited = Linux жүйесінде ештеңені қолмен істеудің қажеті жоқ: `anchorwatch audit` түбірлік сертификаттарды көрсетеді, `anchorwatch block` оларды бұғаттайды
remark-hint_only_debian = `block` тек Debian мен оның туындыларында жұмыс істейді; --root арқылы басқа ағашты көрсетіңіз немесе Debian жүйесінде іске қосыңыз
remark-hint_refuse_there = файлды қай құрал басқаратынын анықтап, кілтті сол жерде бұғаттаңыз
remark-hint_use_own_tool = түбірлік сертификатты дистрибутивтің өз құралымен алып тастаңыз; `anchorwatch audit` оның барлық орнын атайды
remark-hint_look_at_file = файлды қараңыз: ондағы бір сертификат әдеттегідей жазылмаған
remark-hint_block_or_undo = кілттерді `anchorwatch block --apply` арқылы қайта бұғаттаңыз немесе ілмекті `anchorwatch undo --apply` арқылы жойыңыз
remark-hint_see_block = кілттерді бұғаттау үшін алдымен `anchorwatch block` нені өзгертетінін қараңыз
remark-hint_repair_records = ca-certificates туралы dpkg жазбаларын түзетіңіз, мысалы `apt-get install --reinstall ca-certificates` арқылы
remark-hint_undo_later_first = алдымен кейінгі түбіртектерді қайтарыңыз немесе аталған жолдарды бұрынғы қалпына келтіріңіз
remark-hint_close_and_repeat = аталған файлдарды пайдаланып тұрған бағдарламаларды жауып, сол пәрменді қайта іске қосыңыз
remark-hint_close_and_undo = аталған файлдарды пайдаланып тұрған бағдарламаларды жауып, `undo` пәрменін қайталаңыз
remark-hint_start_watch = `systemctl status anchorwatch-refilter.path anchorwatch-homes.service` не дейтінін қарап, содан кейін `systemctl start anchorwatch-refilter.path anchorwatch-homes.service` іске қосыңыз
remark-hint_stop_watch = `systemctl stop anchorwatch-refilter.path anchorwatch-homes.service` және `systemctl daemon-reload` іске қосыңыз
remark-hint_run_update = update-ca-certificates пәрменін өзіңіз іске қосып, хабарын қараңыз, содан кейін `undo` қайталаңыз
remark-hint_wait_for_other = басқа іске қосылу аяқталғанша күтіңіз
remark-hint_own_it = оны кім жазғанын анықтаңыз; бәрі дұрыс болса, иесі root болсын және тек root жаза алсын
remark-hint_plan_again = жоспарды қайта жасаңыз: пәрменді тағы бір рет іске қосыңыз
remark-hint_restore_file = файлды көшірмеден қалпына келтіріңіз; қолмен өзгертпеңіз
remark-hint_undo_first = алдымен оны `anchorwatch undo --apply` арқылы қайтарыңыз
remark-hint_undo_without_receipt = қайсысын қайтаруға болатынын көру үшін `undo` пәрменін түбіртексіз іске қосыңыз
remark-hint_restore_original = сақталған мазмұнды сақтық көшірмеден орнына қойыңыз; ол болмаса, өзгертілген файлды қолмен қалпына келтіріп, басқа түбіртектерді аты бойынша қайтарыңыз
remark-hint_move_receipt = түбіртекті кім жазғанын анықтаңыз; жалғастыру үшін оның қалтасын журналдан шығарыңыз
remark-hint_remove_by_hand = ешқандай пакет қоймаған файлдар мен сілтемелерді өшіріп, пәрменді қайта іске қосыңыз
remark-hint_name_another = басқа файлды көрсетіңіз
remark-hint_check_path = жолды тексеріңіз
remark-hint_be_root = пәрменді root ретінде іске қосыңыз
remark-hint_check_disk = файлдық жүйеге жазуға болатынын және орын бар екенін тексеріңіз
remark-hint_check_stdout = жауап бағытталған жерде бос орын бар екенін тексеріңіз немесе оны басқа жерге бағыттаңыз
remark-hint_give_certificates = бүтін сертификаттары бар файлды PEM немесе DER түрінде беріңіз
remark-hint_give_through_pipe = файл беріңіз немесе арна арқылы бірдеңе жіберіңіз
remark-hint_write_password_utf8 = құпиясөзді файлға UTF-8 мәтіні түрінде жазыңыз
remark-hint_measure_again = қайта өлшеңіз немесе файлды толық алыңыз; бөлігі бағаланбайды
remark-hint_listen_elsewhere = осы компьютердің мекенжайын және бос портты таңдаңыз; 1024-тен төмен порттарға root құқығы керек
remark-hint_ask_the_signer = қол қойған адамнан файлдар мен ашық кілтті қайта сұраңыз
remark-hint_give_ed25519_key = `openssl genpkey -algorithm ed25519 -out КІЛТ` командасымен кілт жасаңыз
remark-hint_give_plain_key = жабық кілтті құпиясөзсіз, PEM түрінде беріңіз
remark-hint_make_look_key = кілтті `openssl rand -hex 32` пәрменімен жасап, файлдың көшірмесін екі жаққа да қойыңыз
remark-hint_give_its_key = сервердің өз сертификатын бірінші қойып, соның кілтін беріңіз
remark-hint_name_new_file = жаңа файлды көрсетіңіз; бар файл ешқашан қайта жазылмайды
remark-hint_give_fewer_files = файлы аз қалталарды көрсетіңіз немесе бірнеше есеп жасаңыз
remark-hint_leave_out_ask = --ask немесе --root параметрін алып тастаңыз
remark-hint_select_image = біреуін таңдаңыз: --select және аты, хеші немесе платформасы
remark-hint_save_image_again = образды қайта сақтаңыз: docker save немесе OCI архиві
remark-hint_set_tmpdir = TMPDIR айнымалысында ашылған образға орны жететін папканы көрсетіңіз
remark-hint_save_audit = оны `anchorwatch audit --format json` арқылы сақтаңыз
remark-hint_write_baseline = оны `anchorwatch audit --format json` арқылы сақтаңыз немесе docs/manual/audit.md көрсеткендей жазыңыз
remark-hint_take_id_from_audit = идентификаторды сол --root параметрімен іске қосылған `anchorwatch audit` жауабынан алыңыз
remark-hint_type_more = көбірек таңбасын теріңіз; мысалы: { $examples }
remark-hint_see_audit = не бар екенін `anchorwatch audit` арқылы қараңыз
remark-hint_see_consents = не бар екенін `anchorwatch consent list` арқылы қараңыз
remark-hint_consent_limits = келісім бір иенің аттарына, ең көбі 398 күнге беріледі: `anchorwatch consent add --help` қараңыз
remark-hint_name_one_key = келісім бір кілтке беріледі: оны --key арқылы атаңыз
remark-hint_confirm_exactly = қалағаныңыз осы болса, --confirm параметріне жоғарыдағы сөйлемді дәлме-дәл беріңіз
remark-hint_use_key = айтып тұрғаныңыз сол түбірлік сертификат болса: `{ $command }`
remark-hint_use_certificate = сертификаттың файлын беріңіз: `{ $command }`
remark-hint_use_key_or_certificate = кілттің `anchorwatch identify ФАЙЛ` көрсететін SHA-256 мәнін немесе сертификаттың файлын беріңіз: `{ $command }`
remark-hint_known_list = Chromium CRLSet, Mozilla OneCRL, Java blocked.certs тізімін немесе `anchorwatch list import` жазғанын беріңіз
remark-hint_get_list_elsewhere = бұл файлды пайдаланбаңыз; тізімді басқа жерден қайта алыңыз
remark-hint_get_chain = тізбекті тізім x5u деп атаған мекенжайдан қайта алыңыз
remark-hint_get_signed_list = Chromium құрамдасын немесе Mozilla өзгерістерін (changeset) --chain параметрімен беріңіз
remark-hint_update_or_name_list = алдымен `anchorwatch list update` іске қосыңыз немесе тізімді атаңыз
remark-hint_export_less = бір файлға аз тізім жазыңыз
remark-hint_list_too_long = басқа файлды көрсетіңіз; нақты тізімдер мұншалық ұзын болмайды
remark-hint_correct_line = жолды түзетіңіз немесе алдына # қойыңыз
remark-hint_new_folder = әлі жоқ қалтаны көрсетіңіз
remark-hint_give_run_folder = `anchorwatch measure --out` жасаған қалтаны көрсетіңіз
remark-hint_move_segment = бұл файлды басқа қалтаға көшіріп, команданы қайта іске қосыңыз; ондағы нәрсе қайтадан өлшенеді
remark-hint_fewer_at_a_time = --concurrency мәнін азайтыңыз немесе шекті `ulimit -n` арқылы көтеріңіз
remark-hint_write_sha256_list = тізімді SHA-256 мәндерінен жасап, Algorithm=SHA-256 деп жазыңыз
remark-hint_import_again = файлды `anchorwatch list import` арқылы қайта жазыңыз; қолмен өзгертпеңіз
remark-hint_get_list_again = файл қиылған немесе өзгертілген; оны қайта алыңыз

## Why a file is not a baseline

remark-baseline_schema = оның схемасы `{ $got }`, ал оқылатындары: { $read }
remark-baseline_finding = { $number }-олжа
remark-baseline_kind = `{ $kind }` мұнда олжа түрі емес
remark-baseline_class = `{ $class }` класс емес
remark-baseline_members = түбірлік сертификатта `class` пен `spki_sha256`, баптауда `setting` пен `literal` болады, бәрі бірге болмайды
remark-baseline_accepts_other_class = тек `suspected_family` класының дабылын қабылдауға болады
remark-baseline_accepts_without_reason = дабыл тек `because` ішіндегі себеппен қабылданады

## Signed lists

remark-no_publishers = бұл машинада бірде-бір баспагерлер құрамы белгісіз
remark-publishers_unusable = { $path } файлындағы баспагерлер құрамы жарамайды
remark-publishers_not_taken = { $path } файлындағы баспагерлер құрамы кейінгі емес немесе мұндағы тізімдікі емес
remark-no_list_source = қол қойылған тізімдердің дереккөзі берілмеген және баптауларда жоқ
remark-list_state_unreadable = қол қойылған тізімдер туралы сақталғаны, { $path }, оқылмайды
remark-proposal_unusable = { $path } ішіндегі ұсыныс жарамайды
remark-nothing_to_propose = берілгендердің ішінде ұсынатын ештеңе жоқ
remark-mirror_unusable = { $path } ішінде бұрын жарияланған нәрсе жарамайды
remark-list_not_prepared = келесі тізімді жасау мүмкін емес
remark-list_not_signed = { $path } ішіндегі тізімге қол қою мүмкін емес
remark-other_list_hash = { $path } ішіндегі тізімнің хеші { $hash }, ал сіз басқасын бердіңіз
remark-list_not_published = { $path } ішіндегі тізімді клиенттер алмас еді
remark-no_log_asked = баспагерлердің бұл құрамы ашық журналды талап етпейді
remark-unknown_witness = баспагерлер құрамында { $witness } деген куәгер жоқ
remark-mirror_log_unusable = { $path } ішіндегі ашық журналдың көшірмесін қолдануға болмайды
remark-log_unusable = { $path } ішіндегі журналға қосу мүмкін емес
remark-log_not_read = { $path } ішіндегі журнал тұтас оқылмайды
remark-source_unusable = { $source } дереккөзінен тізім сұрауға болмайды
remark-proxy_unusable = { $proxy } — қолдануға болатын прокси емес
remark-hint_give_publishers = сенетін баспагерлер құрамын беріңіз: --publishers FILE
remark-hint_get_publishers = құрамды сенетін адамнан қайта алыңыз; ол сол тізімнің кейінгі құрамы болуы керек
remark-hint_correct_proposal = жолды түзетіңіз; мәтін docs/manual/list-publish.md ішінде сипатталған
remark-hint_give_finding = сертификатты немесе `anchorwatch verdict` ұстап алуды көретін және куәландырушы орталықтың сертификаты бар айғақты беріңіз
remark-hint_get_mirror = айнаның файлдарын қайта алыңыз, ал баспагерлер құрамын өзіңіз сенетін адамнан алыңыз
remark-hint_review_first = айнамен қатар ұсыныстар туралы `anchorwatch list review` не айтатынын қараңыз
remark-hint_give_own_key = осы құрамдағы баспагердің `anchorwatch list new-publisher` жасаған жабық кілтін беріңіз
remark-hint_new_number = нөмірі кейінірек тізім жасалсын (`anchorwatch list prepare --number`); қол қойылғаны сол күйінде қалады
remark-hint_restore_signed = кілттің жанындағы аты .signed деп аяқталатын файлды қалпына келтіріңіз; онсыз кілт бір нөмірлі екі тізімге қол қоя алар еді
remark-hint_name_witness = баспагерлер құрамының `anchorwatch.logs/1` бөлігінде `witness` сөзінен кейін тұрған атауды көрсетіңіз
remark-hint_give_log = журналдың қалтасын және оның жабық кілтін беріңіз: --log DIR --log-key FILE
remark-hint_give_log_key = баспагерлердің осы құрамындағы журналдың `anchorwatch list new-log` жасаған кілтін беріңіз
remark-hint_get_log = журналдың файлдарын басқа жерден қайта алыңыз; баспагерлер құрамы осы журналды атайтын құрам болуы керек
remark-hint_ask_witnesses_again = куәгерлер жауап бергенде команданы қайта іске қосыңыз; журнал тоқтаған жерінен жалғасады
remark-hint_restore_log = журналдың қалтасын және кілтінің жанындағы аты .signed деп аяқталатын файлды қалпына келтіріңіз; ол файл жоғалса, орнына куәгер көрсететін ең жаңа бақылау нүктесін қоюға болады
remark-hint_look_again = өзгерістерді --hash көрсетпей тағы қараңыз
remark-hint_sign_again = баспагерлер осы тізімге айнада қазір бар нәрсемен қатар қол қойсын
remark-hint_restore_state = файлды сақтық көшірмеден қалпына келтіріңіз; онсыз бұл машина қай тізімдердің ескі екенін білмейді
remark-hint_update_lists = `anchorwatch list update` іске қосыңыз: ол файлды қайта жазады
remark-hint_give_source = https:// не http:// мекенжайын, қалтаны немесе тізімдер файлын беріңіз; 16-дан аспасын
remark-hint_give_proxy = проксиді http://HOST:PORT немесе socks5h://HOST:PORT түрінде беріңіз
