### `report` пәрменінің беті. Оны алдымен қорыққан адам оқиды: сөйлем қысқа, жауап себептен бұрын.
### Тіл иелері алдымен мыналарға қарасын: report-answer-read, report-began-between, report-lane-read, report-privacy.

report-reading = өлшемдер оқылып, бағаланып жатыр
report-written = бет: { $path }
report-written-tables = кестелер: { $path }
report-signed = Қол қойған: { $keys }. Қол қойылғаннан бері мұнда пайдаланылған файлдардың ешқайсысы өзгермеген.
report-maker = Anchorwatch · өлшемдер туралы есеп
report-vantage-unnamed = аты аталмаған жер
report-and-more = және тағы { $count }
report-count-of = { $count } / { $total }

## Жауап

report-badge-read = Оқылады
report-badge-suspected = Күдік бар
report-badge-misled = Басқа жаққа
report-badge-cut = Үзіледі
report-badge-slow = Баяулатылады
report-badge-portal = Желіге кіру
report-badge-consent = Келісіммен тексеріледі
report-badge-fault = Сайт қатесі
report-badge-roots = Ескірген тізім
report-badge-clean = Байқалмады
report-badge-open = Жауап жоқ
report-answer-read = Жолдағы біреу { $total } сайттың { $count } сайтын оқи алған.
report-answer-suspected = Жолдағы біреу { $total } сайттың { $count } сайтын оқыған деген белгі бар. Бұл дәлелденген жоқ.
report-answer-misled = { $total } сайттың { $count } сайтында мекенжай іздеу басқа жаққа апарған. Оқу байқалмады.
report-answer-cut = { $total } сайттың { $count } сайтында қосылым үзілген. Оқу байқалмады.
report-answer-slow = { $total } сайттың { $count } сайтында қосылым баяулатылған. Оқу байқалмады.
report-answer-portal = { $total } сайттың { $count } сайты үшін желі алдымен кіруді талап еткен. Оқу байқалмады.
report-answer-consent = { $total } сайттың { $count } сайтымен байланыс жолда тексеріледі, компьютердің иесі бұған келіскен. Тексеретін адам оны оқи алады. Басқа біреудің оқығаны байқалмады.
report-answer-fault = { $total } сайттың { $count } сайтының өз сертификаты жарамсыз. Оқу байқалмады.
report-answer-roots = { $total } сайттың { $count } сайты үшін өлшеген бағдарламаның түбірлік сертификаттар тізімі ескірген немесе сағаты қате. Оқу байқалмады.
report-answer-clean = Оқу байқалмады: { $total } сайттың { $count } сайты дұрыс көрінді.
report-answer-open = Бұл өлшемдер біреу оқи ма, жоқ па, соны айта алмайды.
report-answer-none = Берілгеннің ішінде оқуға болатын бірде-бір өлшем жоқ.
report-sites-open = Кемінде бір жерден жауап бермеген сайттар: { $count }; олар сол жерде оқыла ма, белгісіз.
report-since = Алғаш байқалғаны: { $from }, соңғы рет: { $to } (UTC).
report-span = Өлшенген уақыты: { $from } бастап { $to } дейін (UTC).
report-part-missing = Берілгеннің бәрі оқылған жоқ. Не жетіспейтіні төменде, «Біз білмейтін нәрсе» бөлімінде.
report-label-sure = Қаншалықты сенімді
report-number-sure = 1-ден { $confidence }, ең айқын өлшем үшін
report-label-measurements = Мұны көрсететін өлшемдер
report-number-measurements = { $total } өлшемнің { $count } өлшемі
report-label-vantages = Мұны көрген өлшеу нүктелері
report-number-vantages = { $total } нүктенің { $count } нүктесі
report-label-tries = Бір сайтқа ең аз әрекет саны
report-number-tries = { $tries }. Осынша әрекеті бар 100 өлшемнің { $missed } өлшемі 100 қосылымның { $acts } қосылымын оқитын адамды, ал { $missed_seldom } өлшемі 100 қосылымның { $acts_seldom } қосылымын оқитын адамды байқамайды.

## Не істеу керек

report-do-whom = Бұл осы байқалған желілерді пайдаланатын адамдарға арналған.
report-do-log-in = Бұл сайттарға кірмеңіз, оларға жеке ештеңе жібермеңіз. Қолданбалар да браузерлер ашатын сайттарды пайдаланады.
report-do-leave = Маңызды іс жасамас бұрын осы желіден шығыңыз. Басқа жол: мобильді желі, өзіңіз сенетін VPN немесе Tor; оларды да тексеріңіз.
report-do-renew = Содан кейін оқылмайтын желіден пайдаланған құпиясөздеріңізді өзгертіп, ашық сеанстарды аяқтап, токендерді жаңартыңыз. Бұрын оқылған нәрсе оқылған күйі қалады.
report-do-refuse = Кілтті компьютердің барлық бағдарламаларында бұғаттаңыз: пәрмен «Кім қол қойды» бөлімінде. Сонда сайттар ашылмай қояды, бірақ оқылмайды.
report-do-no-install = Қате жоғалсын деп біреу ұсынған сертификатты орнатпаңыз.
report-do-compare = Тағы өлшеңіз, басқа желіден де, содан кейін салыстырыңыз.
report-do-elsewhere = Басқа желіні байқап көріңіз. Сайт сол жерде ашылса, оны бірінші желі бұғаттайды, компьютерде ештеңе өзгертудің қажеті жоқ.
report-do-consent = Бұл сайттарға тек байланысты тексеретін адам жазғаныңызды оқи берсе ғана кіріңіз. Жұмыс берушінің немесе мектептің компьютерінде бұл үйреншікті жағдай.
report-do-withdraw = Бұл туралы білмеген болсаңыз, компьютердің иесінен сұраңыз. «anchorwatch consent list» келісімді көрсетеді, ал «anchorwatch consent withdraw» оны кері алады.
report-do-fault = Сайт жөнделгенше күтіңіз: оны сайтқа жауапты адам жөндеуі керек. Браузердің ескертуін айналып өтпеңіз.
report-do-roots = Өлшеген құрылғының сағатын дұрыстап, түбірлік сертификаттар тізімін жаңартыңыз да, қайта өлшеңіз.
report-do-nothing = Бұл өлшемдерге бола ештеңе істеудің қажеті жоқ.
report-do-repeat = Желі өзгерсе, тағы өлшеңіз: бұл бет тек осы сайттар, жерлер және уақыттар туралы айтады.
report-do-measure = Тағы өлшеңіз. Себептері төменде, «Біз білмейтін нәрсе» бөлімінде.

## Атаулар

report-names = Сайттар
report-names-caption = Алдымен ең нашары. «Алғашқы» мен «соңғы» осы жауапты беретін өлшемдерге қатысты. Барлық уақыт UTC бойынша.
report-names-more = Және тағы { $count } сайт. Бәрі names.csv кестесінде.
report-column-name = Сайт
report-column-answer = Жауап
report-column-first = Алғашқы
report-column-last = Соңғы
report-column-vantages = Өлшеу нүктелері
report-column-measurements = Өлшемдер

## Бір атау

report-details = Әр сайт бойынша
report-details-more = { $count } сайттың мұнда өз бөлімі жоқ. Олар кестелерде бар.
report-witness = Ең айқын өлшем: { $place }, уақыты { $time }.
report-times-caption = Бұл қашан байқалды. Бағана неғұрлым биік болса, соғұрлым жаман; бос жер — өлшем жоқ уақыт.
report-times-title = { $vantage } нүктесінен не көрінді
report-lanes-more = { $count } өлшеу нүктесінің мұнда жолағы жоқ. Олар кестеде бар.
report-lane-read = Оқылған: { $total } өлшемнің { $count } өлшемінде.
report-lane-suspected = Күдік: { $total } өлшемнің { $count } өлшемінде.
report-lane-misled = Мекенжай іздеу басқа жаққа апарған: { $total } өлшемнің { $count } өлшемінде.
report-lane-cut = Үзілген: { $total } өлшемнің { $count } өлшемінде.
report-lane-slow = Баяулатылған: { $total } өлшемнің { $count } өлшемінде.
report-lane-portal = Желі алдымен кіруді талап еткен: { $total } өлшемнің { $count } өлшемінде.
report-lane-consent = { $total } өлшемнің { $count } өлшемінде иесінің келісімімен тексерілген.
report-lane-fault = { $total } өлшемнің { $count } өлшемінде сайттың өз қатесі.
report-lane-roots = { $total } өлшемнің { $count } өлшемінде ескірген тізім немесе қате сағат.
report-lane-open = { $total } өлшемнің { $count } өлшемі жауап береді.
report-lane-few = Ештеңе байқалмады: { $total } өлшемнің { $count } өлшемінде; бұдан артық айтуға аз.
report-lane-clean = Ештеңе байқалмады: { $total } өлшемнің { $count } өлшемінде.
report-lane-alone = Олардың арасында қашаннан қашанға дейін екенін айтуға болатындай бір-біріне жақын екеуі жоқ.
report-began-between = Басталған уақыты: { $before } мен { $first } арасында.
report-began-before = Мұны көрсететін бірінші өлшемнің өзінде солай болған: { $first }.
report-ended-between = Аяқталған уақыты: { $last } мен { $after } арасында.
report-still-read = Соңғы рет байқалғаны: { $last }; аяқталғаны көрінбейді.
report-episodes-more = Және тағы { $count } кезең. Бәрі episodes.csv кестесінде.

## Жол

report-path-caption = Жауап жолдың қай жерінен келеді
report-path-hop = { $hop }-түйін
report-path-you = Өлшеген құрылғы
report-path-routers = { $count } маршрутизатор
report-path-nameless = Аты жоқ маршрутизатор
report-path-private = Ішкі желінің маршрутизаторы
report-path-reader = Мұнда басқа біреу жауап береді
report-path-answer = Жауап осы жерден келеді
report-path-server = Нағыз сервер

## Сертификаттар

report-pair-caption = Сайттың өз сертификаты және оның орнына келгені
report-pair-caption-other = Сервер басқа атауларға не көрсетеді және осы атауға не келді
report-pair-field = Өріс
report-pair-genuine = Нағызы
report-pair-forged = Не келді
report-pair-compared = Салыстыру
report-pair-serial = сериялық нөмірі
report-pair-key = кілті (SHA-256)
report-pair-exponent = экспонентасы (RSA)
report-pair-no-exponent = кілт RSA емес
report-pair-extensions = атаулардан басқа кеңейтімдер
report-as-in-2019 = 2019 жылғы көшірмелердегідей
report-all-lost = бәрі қалдырылған
report-same = бірдей
report-different = басқа
report-shifted = екі күн де жылжыған, сағат саны: { $hours }
report-same-bits = алғашқы { $bits } бит бірдей

## Кім қол қойды

report-signers = Кім қол қойды
report-signers-more = Және тағы { $count }.
report-signer-names = { $count } сайтқа қол қойған; домендер саны: { $domains }.
report-signer-known = Трафикті ұстаудың белгілі кілті ({ $id }): { $operator }.
report-signer-unknown = Бұл кілт ешбір тізімде жоқ. Сертификаттағы атауды оны жасаған адам жазады: ол кім екенін дәлелдемейді.
report-signer-refuse = Бұл кілтті компьютердің барлық бағдарламаларында бұғаттау үшін:
report-signer-no-key = Кілттің кімдікі екенін ешбір қолтаңба көрсетпейді, сондықтан оны кілті бойынша бұғаттауға болмайды.

## Біз білмейтін нәрсе

report-unknown = Біз білмейтін нәрсе
report-nothing-unknown = .jsonl және .json файлдарының бәрі оқылды, әр өлшемнің жауабы бар.
report-unread-files = Оқылмаған файлдар
report-unfinished = Аяқталмаған өлшемнің файлдары; олар оқылған жоқ
report-skipped = Тым терең қалталар; олардың ішінен ештеңе оқылған жоқ. Оларды аргумент етіп беріңіз
report-unread-records = Пайдалануға болмайтын жазбалар
report-left-out = Кірмегені
report-left-out-count = { $count } өлшем кірмеді: бір бетке сайт немесе өлшем тым көп
report-unanswered = Жауабы жоқ өлшемдер және себептері
report-unanswered-why = { $count } ×: { $why } (алғашқысы: { $place })
report-not-checked-in = { $what }: { $why } ({ $count } ×)

## Бұл бет қалай жасалды

report-method = Бұл бет қалай жасалды және оның шегі
report-method-judged = Әр өлшем жеке бағаланды: осы бағдарламаның түбірлік сертификаттарымен және «verdict» пәрменінің ережелерімен. Өлшемдер кімде болса, ол да сол жауапты алады.
report-method-counted = Бір өлшем дәлелдесе де, сайт оқылған деп саналады; оның қаншалықты салмақты екенін өлшемдер мен нүктелердің саны айтады.
report-method-dated = Мұны қатарынан екі өлшем көрсетсе, кезең басталады; қатарынан сегіз өлшем көрсетпесе, аяқталады. Уақыт алдындағы және кейінгі өлшемдермен берілген.
report-method-confidence = Сенімділік — ережелердің бағасы, өлшенген қателер үлесі емес.
report-method-limits = «Байқалмады» дегеніміз: осы сайттар үшін, осы жолдарда, осы уақытта. Өлшемді жасаған адам оны қолдан жасауы, ал сағат қате жүруі мүмкін.
report-method-rules = Ережелер нұсқасы: { $rules }.
report-privacy = Бұл файлда сайттардың атаулары, уақыт, өлшеу нүктелері мен файлдардың аттары, сертификаттардың мазмұны, жалпыға ортақ маршрутизаторлардың мекенжайлары бар, өлшемдерден басқа ештеңе жоқ: өлшеген құрылғының мекенжайы жоқ. Ол ешқайдан ештеңе жүктемейді және бағдарлама іске қоспайды. Оны құрылғыңыздан тапқан адам оның сізде бар екенін біледі.
report-data = Сандар кестелерде
report-data-intro = Сол сандар электрондық кестелер мен бағдарламаларға арналған (CSV).
report-table-save = { $file } сақтау
report-table-too-long = Кесте бұл бетке тым ұзын. Оны «report --csv ҚАЛТА» жазады.
