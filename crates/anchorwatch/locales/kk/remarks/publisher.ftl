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
remark-prepare_list = мұндай тізімді бірде-бір клиент алмас еді: { $why }

## Тізімге неге қол қоюға болмайды

remark-sign_key = жабық кілт жарамайды: { $why }
remark-sign_not_a_publisher = жабық кілт бұл құрамның бірде-бір баспагеріне тиесілі емес
remark-sign_note = қолтаңбаны жазу мүмкін емес: { $why }

## Тізімді неге жариялауға болмайды

remark-publish_unreadable = айнаның { $file } файлы оқылмайды
remark-publish_missing = айнада { $file } файлы жоқ
remark-publish_latest = айна алдымен көрсететін нәрсе оқылмайды: { $why }
remark-publish_before = айнадағыға баспагерлердің осы құрамы талап еткендей қол қойылмаған: { $why }
remark-publish_before_refused = айнадағыны бірде-бір клиент алмас еді: { $why }
remark-publish_logs = баспагерлердің бұл құрамы ашық журналды талап етеді, ал бұл бағдарлама оған қоса алмайды
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
