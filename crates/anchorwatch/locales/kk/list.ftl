### What `list` says.
### Ана тілінде сөйлейтінге: алдымен «шегі» (threshold) сөзі мен list-matched.

list-summary = Тізім саны: { $lists }, жазба саны: { $entries }.
list-no-match = { $count } сертификатқа сәйкес жазба жоқ.
list-match = { $count } сертификаттың { $matched } жазба бойынша бұғатталады.
list-needs-issuer = Кейбіреуі үшін мұны оны шығарған сертификатсыз анықтау мүмкін емес. Оны сол файлға салыңыз.
list-stale = Мұндағы бір тізім ескірген: онда жазба жоқтығы көп нәрсені білдірмейді.
list-not-checked = Сертификатты кім шығарғаны: сол файлдағы шығарушы аты бар әр сертификат шығарушы деп алынды. Ешбір қолтаңба тексерілген жоқ.
list-entries-head = Жазбалар
list-known-head = Белгілі { $count } кілт, сыныптары бойынша:
list-unusable = { $path }: { $count } жазба пайдалануға жарамсыз
list-written = жазылды: { $path }
list-more = тағы { $count }; бәрін --format json тізеді

## What a list says of a certificate

label-refused-by = бұғаттайды
label-certificate = сертификат
label-not-told = белгісіз
label-known = белгілі
list-no-entry = жазба жоқ
list-matched = { $list } ішіндегі { $source }: { $what } (шегі { $threshold }{ $limited ->
        [yes] , шектеулермен)
       *[no] )
    }
list-publisher = Шығарушысының сөзі: «{ $says }»
list-issuer-missing = { $list } ішінде оның сериялық нөмірі бар, бірақ файлда жоқ шығарушының кілтімен
list-known-key = { $list } оның кілтін трафикті ұстауымен біледі; мұның өзі ештеңені бұғаттамайды

## A list

list-built-in = Кіріктірілген жазбалар
list-built-in-name = кіріктірілген жазбалар
list-built-in-from = бағдарламамен бірге келетін белгілі кілттер тізілімі
label-list-from = көзі
label-entries = жазбалар
label-signed = қол қойылған
label-sequence = нөмірі
label-dated = күні
label-stale = ескіреді
label-made-from = негізі
label-limited = шектелген
label-repeated = қайталанған
label-not-used = пайдаланылмады
list-refuses-nothing = жоқ: бұл тізім ештеңені бұғаттамайды
list-known-keys = трафикті ұстаумен белгілі { $count } кілт; мұның өзі ештеңені бұғаттамайды
list-unsigned = жоқ: бұл байттарды ешкім растамайды
list-signed-component = иә, Chromium компоненті ретінде; барлық қолтаңба жарамды:
list-signed-collection = иә, Mozilla жинағы ретінде; тізбек пен қолтаңба жарамды:
list-stale-since = { $time } бастап; ондағысы әлі де бұғатталады
list-stale-after = { $time } кейін
list-sequence = нөмірі { $sequence }
list-of-date = күні { $time }
list-out-of-date = { $time } кейін ескіреді
list-signed = қол қойылған
list-without = { $count } жазбасынсыз
list-claimed = { $facts } (файлда солай жазылған)
list-column-entries = жазба
list-column-threshold = шегі
list-column-source = көзі
list-column-what = неге сәйкес
list-limited = { $count }, кейбір аттар не күндермен
list-repeated = олардың { $count } басқасын қайталайды

list-format-crlset = Chromium браузерінің CRLSet тізімі
list-format-onecrl = Mozilla-ның OneCRL тізімі
list-format-java_blocked = Java-ның blocked.certs тізімі
list-format-entries = Anchorwatch қалыпты пішімі
list-kind-key = кез келген сертификаттағы кілт
list-kind-subject_key = бір атаудағы кілт
list-kind-subject_unless_key = аталғандардан басқа кез келген кілті бар атау
list-kind-issuer_serial = шығарушы атауындағы сериялық нөмір
list-kind-issuer_key_serial = шығарушы кілтіндегі сериялық нөмір
list-kind-certificate = белгілі бір сертификат
list-threshold-quick = quick (жедел)
list-threshold-high = high (жоғары)

## What `list export` says

list-exported = { $path } файлындағы жазбалар: { $count } ішінен { $written }.
label-left-out = қалдырылды
list-export-not-checked = Файлдың қолтаңбасы жоқ: оны алған адам берген адамға сенеді.
