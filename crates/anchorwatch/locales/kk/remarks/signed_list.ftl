### Why a signed distrust list, or a change of it, cannot be used. Clauses.
### Ана тілінде сөйлейтінге: алдымен «өзгеріс» (delta), «жедел тізім» (quick list) және
### «бекітілген тізім» (approved list).

## Why a signed list cannot be read

remark-signed_list_too_large = қол қойылған тізімде { $max } байттан көп
remark-signed_list_other_file = бұл қол қойылған тізім емес немесе оның нұсқасы жаңарақ
remark-signed_list_cut_short = қол қойылған тізім элементтің ішінде үзіледі, { $offset }-байт
remark-signed_list_left_over = қол қойылған тізімде элемент соңынан кейін бірдеңе бар, { $offset }-байт
remark-signed_list_number = қол қойылған тізімдегі сан тым үлкен немесе ең қысқа түрде жазылмаған, { $offset }-байт
remark-signed_list_order = қол қойылған тізімде рет бұзылған немесе бірдеңе қайталанады, { $offset }-байт
remark-signed_list_value = қол қойылған тізімде рұқсат етілмеген мән бар, { $offset }-байт
remark-signed_list_too_many = қол қойылған тізімде { $max } жазбадан көп
remark-signed_list_not_quick = жедел тізімде тек бекітілген тізімде болуы мүмкін жазбалар бар, { $offset }-байт
remark-signed_list_critical = қол қойылған тізімде бағдарламаның тек жаңарақ нұсқасы қолдана алатын { $kind } түріндегі жазбалар бар

## Why a change of a signed list cannot be applied

remark-signed_list_delta_form = қол қойылған тізімнің өзгерісі оқылмайды: { $why }
remark-signed_list_delta_base = өзгеріс мұнда сақталған тізімге емес, басқа тізімге арналған
remark-signed_list_delta_removes = өзгеріс тізімде жоқ жазбаны алып тастайды
remark-signed_list_delta_adds = өзгеріс тізімде бұрыннан бар жазбаны қосады
remark-signed_list_delta_result = өзгеріс өзі атаған тізімге әкелмейді

## Why a signed list counts as signed by nobody

remark-signed_list_note = сенімсіздік тізімінің қолтаңбалары қабылданбады: { $why }
remark-signed_list_statement = қол қойылған мәтінде сенімсіздік тізімі туралы ештеңе айтылмаған
remark-signed_list_origin = қол қойылған мәтін басқа сенімсіздік тізіміне қатысты: { $got }
remark-signed_list_role = қол қойылған мәтін жедел тізімнің орнына бекітілген тізімге қатысты немесе керісінше
remark-signed_list_epoch = қол қойылған мәтін баспагерлердің { $got }-дәуіріне жатады, ал белгілілері — { $expected }-дәуірдің баспагерлері
remark-signed_list_threshold = сенімсіздік тізімінде { $got } баспагердің қолы бар, ал { $needed } керек
remark-signed_list_quorum = сенімсіздік тізіміне жеткілікті баспагер қол қойған, бірақ олар қол қоюға тиіс топтардан емес: «{ $quorum }» жиналмады
remark-signed_list_no_log_proof = қол қойылған мәтіннің ашық журналда бар екенін ештеңе дәлелдемейді, ал баспагерлер мұны талап етеді
remark-signed_list_log_proof = қол қойылған мәтіннің ашық журналда бар екенінің дәлелі қабылданбады: { $why }
remark-signed_list_hash = бұл қол қойылған сенімсіздік тізімі емес немесе ол жолда өзгертілген не кесілген
remark-signed_list_unreadable = баспагерлер сенімсіздік тізімі емес нәрсеге қол қойған: { $why }
remark-signed_list_header = баспагерлер қол қойылған мәтінде айтылған тізімге емес, басқа тізімге қол қойған
remark-signed_list_delta_not_named = қолтаңбалар мұнда сақталған тізімнің мұндай өзгерісіне қатысты емес
remark-signed_list_delta_wrong = баспагерлер өз тізіміне әкелмейтін өзгеріске қол қойған: { $why }

## Why a signed list does not replace the one that is held

remark-signed_list_other_publishers = сенімсіздік тізімі мұнда сақталғаннан басқа баспагерлер құрамы бойынша тексерілген
remark-signed_list_publishers_expired = баспагерлер құрамының мерзімі { $expired } бітті, ал келесі құрам мұнда белгісіз
remark-signed_list_from_the_future = сенімсіздік тізімі { $issued } шығарылған, ал осы машинаның сағаты бойынша оған бір тәуліктен көп уақыт бар
remark-signed_list_expired = сенімсіздік тізімінің мерзімі { $expired } бітті
remark-signed_list_rollback = сенімсіздік тізімінің нөмірі { $got }, ал мұнда { $held } нөмірлісі сақтаулы
remark-signed_list_forked = { $sequence } нөмірлі екі түрлі сенімсіздік тізімі бар: біреуге басқа тізім көрсетіліп отыр
remark-signed_list_issued_earlier = сенімсіздік тізімінің нөмірі үлкенірек, бірақ ол { $issued } шығарылған, сақталғанынан ({ $held }) бұрын
remark-signed_list_no_base = бұл жедел тізім, ал ол толықтыратын бекітілген тізім мұнда жоқ
remark-signed_list_other_base = жедел тізім { $got } нөмірлі бекітілген тізімді толықтырады, ал мұнда { $held } нөмірлісі сақтаулы
remark-signed_list_entries_missing = жедел тізімде күшіндегі { $count } жазба жоқ, ал оларды тек бекітілген тізім кері қайтара алады
remark-signed_list_too_much_retained = сенімсіздік тізімінен алынған жазбалар біраз уақыт күшінде қалады, ал мұнда олар { $max } байттан көп орын алар еді
remark-signed_list_log = бұл мұнда бұрын көрілген ашық журнал екені көрсетілмеген: { $why }

## Why a set of publishers cannot be used

remark-signed_list_publishers_form = { $line }-жол оқылмайды немесе өз орнында емес
remark-signed_list_publishers_too_long = онда { $max } байттан көп
remark-signed_list_publishers_key = { $line }-жолдағы кілтті пайдалануға болмайды: { $why }
remark-signed_list_publishers_unsafe_key = { $name } кілті үшін кез келген адам қол қоя алады немесе оның қолтаңбаларын басқа кілттікінен айыру мүмкін емес
remark-signed_list_publishers_name = { $name } аты екі рет анықталған, қолданылғанға дейін анықталмаған немесе екі топқа кіреді
remark-signed_list_publishers_log = { $line }-жол ашық журналды баспагерлердің арасында атайды; журналдардың орны — «anchorwatch.logs/1» жолынан төмен
remark-signed_list_publishers_no_quorum = онда кім қол қоюы керек екені айтылмаған
remark-signed_list_same_key = { $one } және { $other } — бір кілттің екі аты, бұл бір баспагер
remark-signed_list_too_many_publishers = баспагерлер немесе топтар { $max } дегеннен көп
remark-signed_list_thresholds = жедел тізімге { $quick } қолтаңба керек, ал бекітілген тізімге { $approved } жетуі мүмкін; екінші сан біріншіден үлкен болуы керек, ал бірінші сан нөл болмауы керек
remark-signed_list_delay = { $days } тәулік кідіріс 1 мен 90 аралығында емес
remark-signed_list_publishers_logs = онда ашық журналдар туралы айтылғаны жарамайды: { $why }
remark-signed_list_publishers_no_log = ол ашық журналдан дәлел талап етеді, бірақ бірде-бір журналды атамайды
remark-signed_list_publishers_no_witness = оның ашық журналдарына ешкім кепіл болуға міндетті емес
remark-signed_list_fresh = куәгерлердің сөзі күшінде болатын { $days } тәулік 1 мен 90 аралығында емес

## Why a set of publishers does not follow the one that is held

remark-signed_list_rotation_note = баспагерлердің келесі құрамының қолтаңбалары қабылданбады: { $why }
remark-signed_list_rotation_old_quorum = мұнда белгілі баспагерлер істі келесі құрамға тапсырған жоқ: «{ $quorum }» жиналмады
remark-signed_list_rotation_set = баспагерлер құрамы емес нәрсеге қол қойылған: { $why }
remark-signed_list_rotation_origin = бұл басқа сенімсіздік тізімінің баспагерлер құрамы: { $got }
remark-signed_list_rotation_epoch = бұл — { $got }-дәуірдің баспагерлер құрамы, ол мұнда сақталған { $held }-дәуірден кейін келмейді
remark-signed_list_rotation_new_quorum = жаңа баспагерлердің өз құрамына қол қойғаны тым аз: «{ $quorum }» жиналмады
remark-signed_list_rotation_no_log_proof = келесі баспагерлер құрамының ашық журналда бар екенін ештеңе дәлелдемейді, ал мұнда белгілі баспагерлер мұны талап етеді
remark-signed_list_rotation_log_proof = келесі баспагерлер құрамының ашық журналда бар екенінің дәлелі қабылданбады: { $why }
remark-signed_list_rotation_log = келесі баспагерлер құрамы жазылған ашық журнал мұнда бұрын көрілген журнал екені көрсетілмеген: { $why }

## Why nothing of a bundle of signed lists is taken

remark-signed_list_bundle_publishers = жинақтағы баспагерлер құрамын пайдалануға болмайды: { $why }
remark-signed_list_bundle_signatures = жинақтағы тізімді пайдалануға болмайды: { $why }
remark-signed_list_bundle_update = жинақтағы тізім мұнда сақталған тізімді алмастырмайды: { $why }

## Why what was remembered of signed lists cannot be read

remark-signed_list_state_other_file = бұл басқа түрдегі немесе жаңарақ нұсқадағы файл
remark-signed_list_state_damaged = файл бүлінген
remark-signed_list_state_form = онда қате бар: { $why }
remark-signed_list_state_publishers = ондағы баспагерлер құрамы қате: { $why }
