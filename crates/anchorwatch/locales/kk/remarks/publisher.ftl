### Қол қойылған тізімдердің баспагерлері ұсыныстар, тізімдер мен қолтаңбалар туралы не біледі. Сөйлем бөліктері.
### Тіл иесіне: алдымен «ұсыныс» (proposal) және «жылдам тізім» (quick list).

## Ұсынысты неге оқуға болмайды

remark-proposal_other_file = бұл ұсыныс емес немесе жаңарақ нұсқадағы ұсыныс
remark-proposal_too_long = онда { $max } байттан көп
remark-proposal_too_many = онда { $max } жазбадан көп
remark-proposal_line = { $line }-жол: { $why }
remark-proposal_action = жазба `add`, `remove` немесе `withdraw` сөзінен басталады
remark-proposal_kind = сәйкестіктің мұндай түрі жоқ
remark-proposal_values = бұлар сәйкестіктің осы түріне керек хештер немесе сериялық нөмір емес
remark-proposal_condition = мұндай шарт жоқ немесе ол екі рет көрсетілген
remark-proposal_condition_twice = шарт екі рет көрсетілген немесе екі шарт бірін-бірі жоққа шығарады
remark-proposal_time = бұл 2026-01-01T00:00:00Z түріндегі уақыт емес
remark-proposal_names = бұлар DNS атаулары емес немесе 64-тен көп
remark-proposal_characters = жол тым ұзын немесе онда мәтіннің көрінісін өзгертетін таңба бар
remark-proposal_too_many_words = бұл жазба туралы 64 жолдан көп түсіндірме бар немесе бір жолда 1024 байттан көп
remark-proposal_twice = мұндай жазба жоғарыда бар
remark-proposal_no_entry = мұндай жазба бірде-бір тізімде бола алмайды: { $why }

## Ұсынылған жазба туралы не белгілі

remark-review_every_path = ол барлық жолға, ашық сайттарға да тыйым салады
remark-review_local_paths = ол тек жергілікті түбірлік сертификатқа апаратын жолдарға тыйым салады
remark-review_within_limits = ол тек кейбір атаулар немесе күндер үшін тыйым салады
remark-review_registry = кілт тізілімде { $id } деп тұр: { $title }
remark-review_no_log = { $as_of } күні тізімдегі бірде-бір Certificate Transparency журналы ондай сертификаттарды қабылдамаған
remark-review_programs_leaving = бұл түбірлік бағдарламалар оған енді жаңа ештеңені сенбейді: { $programs }
remark-review_programs_removed = бұл түбірлік бағдарламалар оны алып тастаған немесе бұғаттайды: { $programs }
remark-review_programs_never = ол бұл түбірлік бағдарламаларда ешқашан болмаған: { $programs }
remark-review_programs_unknown = ол және түбірлік бағдарламалар туралы бірде-бір дереккөз ештеңе айтпайды
remark-review_public_issuer = ол сәйкес келетін нәрсені { $root } ашық түбірлік сертификаты шығарған

## Ұсынылған жазбаға қарсы не айтылады

remark-against_public_root = ол { $root } ашық түбірлік сертификатына және содан сертификат алған барлық сайтқа тыйым салады
remark-against_public_root_locally = ол { $root } ашық түбірлік сертификатына сәйкес келеді, бірақ бұл түрінде оған күші жүрмейді
remark-against_included = оны мына түбірлік бағдарламалар қамтиды: { $programs }
remark-against_no_reason = себебін ешкім айтпайды
remark-against_already_there = мақұлданған тізімде ол бар
remark-against_covered = мақұлданған тізімде осының бәріне тыйым салатын жазба бар
remark-against_not_there = тізімде ол жоқ
remark-against_lost = ұстап алумен белгілі кілтке енді тыйым салынбайды: { $title }

## Келесі тізімді неге жасауға болмайды

remark-prepare_already_there = тізімде { $entry } жазбасы бар
remark-prepare_not_there = тізімде { $entry } жазбасы жоқ
remark-prepare_both_ways = { $entry } жазбасын қосу да, алып тастау да ұсынылған
remark-prepare_needs_quorum = { $entry } жазбасы туралы ұсынылғанды тек мақұлданған тізім істей алады
remark-prepare_quick_undecided = { $count ->
       *[other] ұсыныстар жылдам тізімнің { $count } жазбасы туралы ештеңе айтпайды, ал --adopt-quick көрсетілмеген
    }
remark-prepare_no_approved = жылдам тізім қосыла алатын мақұлданған тізім жоқ
remark-prepare_set_expired = баспагерлер құрамының мерзімі { $expired } бітті
remark-prepare_clock = алдыңғы тізім { $held } шыққан, ал осы машинаның сағаты одан ертерек уақытты көрсетеді
remark-prepare_number = { $number } нөмірі жарияланғаннан кейін емес; одан кейінгі бірінші нөмір — { $expected }
remark-prepare_list = мұндай тізімді бірде-бір клиент алмас еді: { $why }

## Тізімге неге қол қоюға болмайды

remark-sign_key = жабық кілт жарамайды: { $why }
remark-sign_not_a_publisher = жабық кілт бұл құрамның бірде-бір баспагеріне тиесілі емес
remark-sign_note = қолтаңбаны жазу мүмкін емес: { $why }
remark-sign_memory = кілт бұрын неге қол қойғаны туралы файл жоқ немесе оқылмайды
remark-sign_signed_other = бұл кілт { $number } нөмірімен басқа нәрсеге қол қойған, оның хеші { $signed }
remark-sign_signed_later = бұл кілт { $number } нөмірінен кейінгі { $signed } нөміріне қол қойып қойған

## Тізімді неге жариялауға болмайды

remark-publish_unreadable = айнаның { $file } файлы оқылмайды
remark-publish_missing = айнада { $file } файлы жоқ
remark-publish_latest = айна алдымен көрсететін нәрсе оқылмайды: { $why }
remark-publish_before = айнадағыға баспагерлердің осы құрамы талап еткендей қол қойылмаған: { $why }
remark-publish_before_refused = айнадағыны бірде-бір клиент алмас еді: { $why }
remark-publish_set_before = айнадағы баспагерлер құрамы алдыңғысынан кейін келмейді: { $why }
remark-publish_logs = баспагерлердің бұл құрамы ашық журналды талап етеді, ал журнал көрсетілмеген
remark-publish_log = баспагерлердің журналы жарамайды: { $why }
remark-publish_set = бұл жарамайтын баспагерлер құрамы: { $why }
remark-publish_set_origin = бұл { $got } баспагерлерінің құрамы, яғни басқа тізімдікі
remark-publish_set_expired = баспагерлер құрамының мерзімі { $expired } уақытында өткен
remark-publish_set_refused = клиенттер баспагерлердің алдыңғы құрамынан бұған өтпес еді: { $why }
remark-publish_list = тізім оқылмайды: { $why }
remark-publish_epoch = ол { $got } дәуірінен, ал баспагерлер құрамы { $expected } дәуірінен
remark-publish_not_next = тізімнің нөмірі { $got }, ал келесісі { $expected } болуы керек
remark-publish_note = қолтаңба қабылданбады: { $why }
remark-publish_other_text = қолтаңба басқа тізімге немесе басқа алдыңғы тізімдерден кейін қойылған
remark-publish_unsigned = оған клиенттер талап еткендей қол қойылмаған: { $why }
remark-publish_refused = алдыңғы тізімі бар клиент оны қабылдамас еді: { $why }
remark-publish_bundle = ештеңесі жоқ клиент оны қабылдамас еді: { $why }
remark-publish_quick_undecided = { $count ->
       *[other] мақұлданған тізім жылдам тізімнің { $count } жазбасы туралы ештеңе айтпайды
    }
remark-publish_no_approved = жылдам тізім қосыла алатын мақұлданған тізім жоқ

## Журналға неге қосуға болмайды

remark-own_log_key = оның жабық кілті жарамайды: { $why }
remark-own_log_not_a_log = баспагерлердің бұл құрамында мұндай кілті бар журнал жоқ
remark-own_log_memory = журнал кілті соңғы рет неге қол қойғаны туралы файл жоқ немесе оған басқа кілт қол қойған
remark-own_log_other_checkpoint = қалтада басқа журналдың бақылау нүктесі тұр
remark-own_log_forgotten = басқаларға бұл журналдың { $shown } жазбасы көрсетілген, ал бұл кілт { $signed } жазбасы бар басқа журналды біледі
remark-own_log_missing = журналдың { $file } файлы жоқ
remark-own_log_unreadable = журналдың { $file } файлы оқылмайды
remark-own_log_other_tree = қалтада журнал кілті соңғы рет қол қойған { $size } жазба жоқ
remark-own_log_too_long = журналда { $max } жазбадан көп болмайды
remark-own_log_tile = журналдың бөлігі жарамайды: { $why }
remark-own_log_not_signed = оның бақылау нүктесіне қол қою мүмкін емес: { $why }
remark-own_log_not_there = бұл мәтін журналда жоқ
remark-own_log_proof = дәлелді жасау мүмкін емес: { $why }
remark-own_log_cosignatures = журналға тым аз куәгер қол қойды: { $why }

## Куәгердің жауабы неге жарамайды

remark-witness_no_address = оның қайда екені еш жерде айтылмаған
remark-witness_status = ол { $status } кодымен бас тартады
remark-witness_ahead = ол осындай аты бар, { $size } жазбасы бар журналға қол қойған, ал мұнда { $own } жазба бар
remark-witness_wavers = оның жауаптары бір-біріне қайшы
remark-witness_bad_answer = оның жауабы жарамайды: { $why }

## Журналда не дұрыс емес

remark-log_audit_other_tree = мұндағы { $size } жазба — журнал қол қойып, куәгерлер растаған жазбалар емес
remark-log_audit_other_tile = { $file } файлы жоқ немесе ондағы хештер бұл жазбалардікі емес
remark-log_audit_shrunk = бұрын журналда { $earlier } жазба болған, ал қазір { $size }
remark-log_audit_forked = журналда { $earlier } жазба болғанда, олар басқа еді: біреуге басқа журнал көрсетілген
remark-log_audit_unreadable = { $index }-жазба тізім туралы да, баспагерлер құрамы да емес
remark-log_audit_other_list = { $index }-жазба { $origin } тізіміне қатысты
remark-log_audit_two = { $other }- және { $index }-жазбалардың нөмірі бір, ал тізімдері не баспагерлер құрамдары әртүрлі: біреуге басқасы көрсетілуі мүмкін
remark-log_audit_unclear = { $other }- және { $index }-жазбалар нөмірі бір, бірақ әртүрлі жылдам тізімдер туралы: олардың бір мақұлданған тізімді толықтыратыны журналдан көрінбейді. Егер солай болса, біреуге басқасы көрсетілуі мүмкін
remark-log_audit_out_of_order = { $index }-жазбаның нөмірі { $number }, ал мұнда { $expected } болуы керек
remark-log_audit_not_there = жарияланған нәрсе журналда жоқ: { $what }
