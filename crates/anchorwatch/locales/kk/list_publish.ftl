### `list` ішіндегі баспагер командалары не айтады.
### Тіл иесіне: алдымен «ұсыныс» (proposal), «баспагерлер кворумы» (quorum of publishers) және «қайтарып алу» (take back).

list-key-made = Жабық кілт { $path } файлында. Бұл файл кімде болса, сол сіздің атыңыздан қол қояды. Оның соңғы рет неге қол қойғаны жанындағы аты .signed деп аяқталатын файлда: онсыз кілт ештеңеге қол қоймайды. Екеуін де желіден тыс сақтаңыз және көшірмесін жасаңыз.
list-log-key-made = Журналдың жабық кілті { $path } файлында. Оның соңғы рет неге қол қойғаны жанындағы аты .signed деп аяқталатын файлда. Екеуін бірге сақтаңыз: екіншісінің ескі көшірмесімен екі журнал жасауға болар еді.
list-proposed = { $count ->
       *[other] { $path } ішінде { $count } жазба бар
    }, жаңасы: { $new }. Ұсынысты оқып шығып, тексеруге беріңіз.
list-verified-component = Chromium құрамдасы ретінде қол қойылған
list-verified-collection = Mozilla жинағы ретінде қол қойылған
list-reviewed = { $count ->
       *[other] { $count } жазба ұсынылды.
    } { $against ->
        [0] Қарсы дәлел белгісіз.
       *[other] { $against } жазбаға қарсы дәлел бар.
    }
list-prepared = Тізім { $path } файлында. Оған әлі ешкім қол қойған жоқ.
list-not-signed-yet = Ештеңеге қол қойылған жоқ. Төмендегімен келіссеңіз, қол қойыңыз: --key FILE --out FILE --hash { $hash }
list-sign-done = Қолтаңбаңыз { $path } файлында. Оны тізімді жариялайтын адамға жіберіңіз.
list-published = Тізім { $path } қалтасында жарияланды.
list-set-published = Баспагерлердің келесі құрамы { $path } ішінде. Клиенттер оған ол қол қойған алғашқы тізіммен бірге өтеді.
list-renewed = { $path } ішіндегі дәлелдер жаңартылды.
list-about-set = { $origin } баспагерлерінің { $epoch }-құрамы
list-set-publishers = { $publishers }: мақұлданған тізімге { $count } баспагердің { $approved } қол қояды, жылдам тізімге { $quick } қол қояды
list-set-delay = { $days ->
       *[other] { $days } күн
    }
list-set-added = Жаңа кілттер ({ $count })
list-set-removed = Кететін кілттер ({ $count })
list-set-read-it = Мәтінді түгел оқыңыз: онда қандай баспагерлер бірге қол қоюы керек екені және клиенттер қандай журналдар мен куәгерлерді талап ететіні айтылған.
list-about-log = { $origin }: { $size } жазба бар, жаңасы { $added }
list-witness-cosigned = { $witness } қол қойды
list-witness-fault = { $witness } қол қоймады: { $why }
list-audit-right = { $origin } журналы — оның куәгерлері растаған журнал, жазбалары реті бойынша келеді.
list-audit-wrong = { $count ->
       *[other] { $origin } журналында немесе оның осы көшірмесінде { $count } нәрсе дұрыс емес:
    }
list-audit-unclear = { $origin } журналы — оның куәгерлері растаған журнал. Ондағы барлық жазбаның дұрыстығын журналдың өзінен білу мүмкін емес:
list-audit-log = { $origin } журналы
list-audit-entries = мақұлданған тізімдер: { $approved }; жылдам тізімдер: { $quick }; баспагерлер құрамдары: { $sets }
list-audit-cosigned = { $witness }, { $time }
list-audit-not-checked = Тізімдерге кім қол қойғаны: журналда қолтаңбалар жоқ. --mirror арқылы аталмаған айналардың не көрсететіні. Жылдам тізім қай мақұлданған тізімді толықтыратыны: ол туралы жазбада бұл жоқ.
list-monitored = { $count ->
        [0] Бірде-бір тізімде олар туралы жазба жоқ.
       *[other] Тізімдерде олар туралы { $count } жазба бар.
    }
list-since-approved = Мақұлданған тізімде, кемінде { $sequence } нөмірінен бері
list-since-quick = Нөмірі { $sequence } жылдам тізімде
list-review-not-checked = Түсіндірмелердің рас-өтірігі және тізілімде жоқ кілтке жария түбірлік сертификат қол қойған-қоймағаны. Түбірлік сертификатты қай Certificate Transparency журналдары қабылдайтыны тек тізілімдегі кілттер туралы белгілі.
list-needs-quorum = баспагерлер кворумы
list-quick-suffices = жылдам тізімге жететін сан
list-about-approved = { $origin } мақұлданған тізімі
list-about-quick = { $origin } жылдам тізімі
list-about-number = { $sequence }, { $issued } шыққан, мерзімі { $expires } бітеді; { $entries ->
       *[other] { $entries } жазба
    }
list-about-signers = { $signed ->
        [0] ешкім
       *[other] { $signers }
    } (кемінде { $needed } керек)
list-entry-reach = { $what }; { $public ->
        [yes] барлық жолға тыйым салады
       *[no] тек жергілікті түбірлік сертификатқа апаратын жолдарға тыйым салады
    }{ $limited ->
        [yes] , шектеулермен
       *[no] { "" }
    }
list-changed-from = { $now }. Бұрын: { $before }
list-no-change = Бірде-бір жазба қосылмайды және алынбайды.
list-other-changes = { $count ->
       *[other] Бұл бағдарлама көрсете алмайтын { $count } жазба қосылады немесе алынады. Оларды білсеңіз ғана қол қойыңыз.
    }
list-published-deltas = { $count ->
       *[other] Клиенттер оны бұрынғы тізімдерден { $count } өзгерістің бірімен немесе тұтас алады.
    }
list-action-add = Қосу
list-action-remove = Алып тастау
list-action-withdraw = Жылдам тізімнен қайтарып алу
list-change-added = Қосылды ({ $count })
list-change-widened = Бұрынғыдан көбіне тыйым салады ({ $count })
list-change-narrowed = Бұрынғыдан азына тыйым салады ({ $count })
list-change-altered = Бұрынғыдан басқа жолдарға тыйым салады ({ $count })
list-change-removed = Алынды ({ $count })
list-change-withdrawn = Жылдам тізімнен қайтарып алынды ({ $count })
label-set-line = құрам үшін
label-set-publishers = баспагерлер
label-set-delay = кідіріс
label-set-logs = ашық журналдар
label-set-expires = мерзімі
label-log-size = көлемі
label-log-entries = жазбалар
label-log-cosigned = растаған
label-list-number = нөмірі
label-list-hash = хеші
label-list-signed-by = қол қояды
label-known-about = белгілі
label-against = қарсы

## What witnesses saw

list-seen-log = { $origin } журналы: айнада { $size } жазба
list-witness-shows = { $witness } көрсетеді: { $view }
list-witness-silent = { $witness } жауап бермейді: { $why }
