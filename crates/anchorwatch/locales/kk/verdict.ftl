### `check` пен `verdict` не айтады. Ана тілінде сөйлейтін адам алдымен мынаны тексерсін:
### verdict-plain-* пен verdict-if-*: не істеу керегі сабырлы әрі түсінікті айтылған ба;
### «куәландырады», «тізбек», «жалпыға ортақ атау» сөздері; verdict-plain-misled, verdict-if-misled.

## What was not checked, and why: a noun and a clause each

unchecked-local_roots = өлшеген машинаға қосылған түбірлік сертификаттар
unchecked-local_roots-why = өлшеген бағдарлама оларды жазбайды
unchecked-other_names = басқа атаулар басқа сертификат ала ма
unchecked-other_names-why = басқа атау жіберілмеді; оны `check --deep` жасайды
unchecked-own_server = қосылым өз серверіңізге өзгеріссіз жете ме
unchecked-own_server-why = ондай сервер сұралмады; оны `check --deep --own-server` жасайды
unchecked-own_server_unclear = { $total } қосылымның { $unclear } рет өз серверіңіз не алғаны
unchecked-own_server_unclear-why = оған қосылу мүмкін болмады немесе ол мұны қолтаңбасымен растамады
unchecked-other_networks = басқа желіден қалай көрінетіні
unchecked-other_networks-why = бір жерден ғана өлшенді; басқа жерден көрінгенді `--notary ФАЙЛ` қосады
unchecked-notary_unusable = басқа желіден қалай көрінетіні
unchecked-notary_unusable-why = берілгенді салыстыру мүмкін емес: { $notary }
unchecked-issuer_history = бұл атауға қай куәландырушы орталықтар қол қоя алады және бұрын қайсысы қойған
unchecked-issuer_history-why = CAA жазбасы да, ашық журнал да сұралмады
unchecked-resolver = атаулар сервері шындықты айтты ма
unchecked-resolver-why = біреуінен ғана сұралды; басқаларынан `check --deep --resolver public` сұрайды
unchecked-resolver_unclear = атаулар сервері шындықты айтты ма
unchecked-resolver_unclear-why = атаулар серверлерінен сұралды (сұрақ саны: { $asked }), бірақ атауы расталғандарының ешқайсысы сайтқа апаратын мекенжай бермеді
unchecked-place_on_path = жауап жолдың қай жерінен келгені
unchecked-place_on_path-why = өмір сүру мерзімі шектелген сынама жіберілген жоқ
unchecked-place_comes_and_goes = жауап жолдың қай жерінен келгені
unchecked-place_comes_and_goes-why = басқа қосылымдар түпнұсқа жауап алды, сондықтан жауапсыз қалған сынама ұстап қалушыдан өтіп кеткен болуы мүмкін
unchecked-transparency_no_public_chain = сертификаттардың ашық журналдары (Certificate Transparency)
unchecked-transparency_no_public_chain-why = жалпыға ортақ түбірлік сертификатқа апаратын сенімді тізбек келмеді, ал журналдар басқаны қабылдамайды
unchecked-transparency_list_too_old = сертификаттардың ашық журналдары (Certificate Transparency)
unchecked-transparency_list_too_old-why = журналдар тізіміміз тым ескі, онымен бағалау мүмкін емес
unchecked-transparency_list_too_new = сертификаттардың ашық журналдары (Certificate Transparency)
unchecked-transparency_list_too_new-why = журналдар тізіміміз сертификаттың мерзімі өткеннен кейін жасалған, оның журналдары тізімде қалмаған болуы мүмкін
unchecked-transparency_off = сертификаттардың ашық журналдары (Certificate Transparency)
unchecked-transparency_off-why = иесінің таңдауы бойынша журналдар қаралмайды
unchecked-revocation = сертификат кері қайтарылған ба
unchecked-revocation-why = бұл нұсқа оны сұрамайды
verdict-more-stores = және осы машинада тағы { $count } орын; барлығын `anchorwatch audit` көрсетеді
unchecked-machine_store_unread = { $what }
unchecked-machine_store_unread-why = { $why }
unchecked-roots_untried = { $count } түбірлік сертификат
unchecked-roots_untried-why = олар тым көп, сондықтан әрқайсысының тізбекке басқа атпен қол қойғаны тексерілмеді
unchecked-machine_store = осы машинаның бір қоймасы
unchecked-machine_store-why = оқылмады ({ $why })
unchecked-proxy = { $variable } атаған прокси-сервер арқылы өтетін жол
unchecked-proxy-why = бұл бағдарлама тікелей байланысады және оны пайдаланбайды

## The page

verdict-none = Жазбада бірде-бір өлшеу жоқ, сондықтан айтатын ештеңе жоқ.
verdict-word-intercepted = байланыс ұсталған
verdict-word-suspected = ұсталған деген күдік бар
verdict-word-censored_or_down = қосылым үзіледі
verdict-word-inspected_with_consent = байланыс иесінің келісімімен тексеріледі
verdict-word-site_fault = сайттың қатесі
verdict-word-stale_roots = ескірген түбірлік сертификаттар
verdict-word-not_seen = ұстау байқалмады
verdict-word-inconclusive = анық емес
verdict-confidence = { $verdict } (сенімділігі { $confidence })
verdict-plain-intercepted = Бұл байланысқа жолда қайта қол қойылған; қол қойған: { $signer }. Сол кілт кімде болса, жіберген деректеріңізді оқи алады. Мұнда құпиясөз енгізбеңіз.
verdict-plain-intercepted-elsewhere = Өз серверіңізге қосылымдарға жолда қайта қол қойылады; қол қойған: { $signer }; осы сайтқа қосылымда бұл көрінбеді. Мұны істейтін адам сол жерден өтетін нәрсені оқи алады. Бұл желіде құпиясөз енгізбеңіз.
verdict-plain-intercepted-answered = Осы сайттың орнына басқа біреу жауап береді: келген сертификат жария түбірлік сертификатқа апармайды, ал басқа жерден сайт апаратын сертификат көрсетеді. Жауап беретін адам мұнда жіберген деректеріңізді оқи алады. Мұнда құпиясөз енгізбеңіз.
verdict-plain-suspected = Осы сайтпен байланыстарға жолда қайта қол қойылатынын бірдеңе көрсетеді, бірақ дәлелдемейді. Көбірек білмейінше құпиясөз енгізбеңіз.
verdict-plain-censored_or_down = Осы атаудың қосылымдары үзіледі, ал басқа атаулардікі үзілмейді. Жетпегенді ешкім оқымайды; қалғанын біреу оқи ма, ол көрінбеді.
verdict-plain-inspected_with_consent = Бұл байланысқа жолда қайта қол қойылған; қол қойған: { $signer }. Осы машинаның иесі бұл атау үшін соған келісім берген. Сол кілт кімде болса, жіберген деректеріңізді оқи алады.
verdict-plain-site_fault = Сертификат сайттың өзінікі, бірақ осы күйінде оны қабылдауға болмайды. Мұнда ұстап қалуды ештеңе көрсетпейді; оны сайтқа жауапты адам түзетуі керек.
verdict-plain-stale_roots = Өлшеген бағдарлама жария түбірлік сертификат куәландыратын сертификаттан бас тартты. Бұл — оның түбірлік сертификаттар тізімінің не сағатының қатесі, араласудың белгісі емес.
verdict-plain-misled = Осы атаудың мекенжайын іздеу сайттан басқа жаққа апарады немесе мұндай атау жоқ дейді: қосылымдар оған жетпейді. Жетпегенді ешкім оқымайды; сайттың өзіне шифрланған сұрау берген мекенжаймен қосылуға болады.
verdict-plain-not_seen = Ұстап қалу байқалмады: осы атау үшін, осы жолда, осы уақытта, { $tries } әрекетте.
verdict-plain-inconclusive = Бұл өлшеу байланысты біреу оқи ма, жоқ па, соны айта алмайды.
verdict-no-try = Бірде-бір әрекет жоқ: бұл тораппен байланыс орнату сервер кілтін растайтын жерге бір рет те жетпеді, сондықтан мұнда ұстап қалуға қарсы ештеңе жоқ.
# $word: a node and a state, such as `tls.mitm.ca_signed, blocked`
verdict-ooni = OONI сөздігінде: { $word }.
verdict-signer-unknown = белгісіз біреу
verdict-why = Неліктен
verdict-against = Бұған не қарсы
verdict-explains = Мұны тағы не түсіндіре алады
verdict-not-checked = Тексерілмеген
verdict-to-do = Не істеу керек
verdict-proxy = { $variable } айнымалысы берілген, бірақ бұл бағдарлама прокси-серверді пайдаланбайды: ол тікелей байланысады. Бұл желіден тек сол арқылы шығуға болса, ештеңенің келмегені содан.
verdict-if-read = Бұл байланыс арқылы құпиясөз енгізбеңіз. Осы желіден шығыңыз, содан кейін мұнда пайдаланған құпиясөздерді өзгертіп, ашық сеанстарды аяқтап, токендерді жаңартыңыз: кілтті бұғаттау бұрын оқылғанды қайтармайды. Ұсталып жатқан сайттар қауіпсіз болып қалмайды, ашылмай қояды.
verdict-if-consented = Мұнда құпиясөзді осы байланысты тексеретін адам оны оқи берсе ғана енгізіңіз. Бұған келіспесеңіз, осы машинаның иесінен сұраңыз: `anchorwatch consent list` келісімді көрсетеді, ал `anchorwatch consent withdraw` оны кері алады.
verdict-if-untrusted = Мұнда құпиясөз енгізбеңіз. Браузердің осы беттегі ескертуін айналып өтпеңіз және ескерту жоғалсын деп сертификат орнатпаңыз: сол сертификаттың кілті кімде болса, жіберген деректеріңізді оқи алады. Басқа желіден байқап көріп, келгенді салыстырыңыз.
verdict-if-cut-off = Басқа желіден байқап көріңіз. Атау сол жерде ашылса, оны осы желі бұғаттайды, бұл компьютерде ештеңе өзгертудің қажеті жоқ. Біреу шешім ретінде ұсынған сертификатты орнатпаңыз.
verdict-if-misled = Осы желіден тыс сервермен шифрланған DNS-ті қосыңыз (браузерде: қауіпсіз DNS немесе HTTPS арқылы DNS), сосын қайта байқап көріңіз. Апарған мекенжайдағы браузер ескертуін айналып өтпеңіз және біреу шешім ретінде ұсынған сертификатты орнатпаңыз.
verdict-from = Негізі: { $connections } байланыс, { $time }; { $roots }; ережелер нұсқасы: { $rules }; { $evidence }.
verdict-evidence = жазба { $evidence }
verdict-signed = Қол қойған: { $keys }. Қол қойылғаннан бері файлдар өзгермеген.
verdict-no-evidence = жазба сақталмады; оны --evidence ФАЙЛ сақтайды
verdict-imported = { $format } файлынан; өлшеген машинаның түбірлік сертификаттары белгісіз
verdict-not-read = Оқылмады:
verdict-not-read-record = { $file }, { $record }-жазба: { $why }
verdict-not-read-more = және тағы { $count } жазба
roots-machine = осы машинаның қоймаларынан жалпыға ортақ емес { $count } түбірлік сертификат
roots-given = { $count } жергілікті түбірлік сертификат, көзі: { $source }

## The certificates that came

chain-head = Не келді
chain-own = Сервердің сертификаты:
chain-sent = { $count } сертификаттың { $number }-сі, онымен бірге жіберілген:
chain-again = { $count } сертификаттың { $number }-сі: { $first }-сертификаттың өзі.
chain-more = Және тағы { $count } сертификат.
chain-more-names = және тағы { $count }
chain-self-signed = { $issuer } (өзі қол қойған)
chain-validity = { $from } бастап { $to } дейін

label-subject = субъектісі
label-chain-names = атаулары
label-chain-issuer = шығарушысы
label-chain-valid = жарамды
label-sha256 = SHA-256
label-not-read = оқылмады

## Before there is an answer

check-sending = жіберіледі: { $hosts } әрқайсысына бір TLS қол алысуы, { $to }. Келгенге жария түбірлік сертификат кепіл болмаса немесе қосылым үзілсе ғана: тағы бір рет, және { $controls } атауларының әрқайсысымен бір рет. Бақылаушы мекенжай мен атауларды көреді
check-sending-deep = { $hosts } әрқайсысына жіберіледі: бір TLS қол алысуы { $to }, содан кейін { $rounds } айналым: оның атауымен және { $controls } атауларымен, кездейсоқ ретпен. Жауаптар таза болмаса, одан кейін маршрутизаторлардың тек шектеулі санынан өте алатын пакеттер жіберіледі. Бақылаушы мекенжай мен атауларды көреді және олар бойынша осы бағдарламаны тани алады.
check-sending-page = Бірінші беті шифрсыз да сұралады (HTTP, { $port } порты): ең көбі бес сұрау, ол апаратын жерге, cookie-сіз.
check-sending-variants = Әр айналымда оған басқа қол алысулар да жіберіледі: бірнеше жазбаға бөлінген ClientHello-мен, тек TLS 1.2-мен, тек TLS 1.3-пен, шифрланған атаудың орнына кездейсоқ байттармен (ECH) және атаусыз.
check-sending-variants-ech = Әр айналымда оған басқа қол алысулар да жіберіледі: бірнеше жазбаға бөлінген ClientHello-мен, тек TLS 1.2-мен, тек TLS 1.3-пен, шифрланған атаудың орнына кездейсоқ байттармен (ECH), атаусыз және атауы берілген конфигурациямен шифрланып.
check-sending-own = Сол атаулар { $server } мекенжайындағы өз серверіңізге де жіберіледі.
check-sending-resolvers = Мына атаулар серверлерінен әр атаудың мекенжайлары мен HTTPS жазбасы және { $canary } сұралады: { $resolvers }. Содан кейін олар берген мекенжайларға ең көбі { $connections } қосылым жасалады. Бұл серверлер атауларды біледі, ал udp және tcp арқылы жіберілген сұрақтарды жолда оқуға болады.
check-to-address = { $address } мекенжайына
check-to-resolved = осы машинаның атаулар сервері берген мекенжайға
check-look-up = { $host } мекенжайы ізделуде (ең көбі { $seconds } с)
check-connect = { $host } үшін { $address } мекенжайымен байланысуда (ең көбі { $seconds } с)
check-ask = { $address } атаулар серверінен { $host } сұралуда (ең көбі { $seconds } с)
check-handshake = { $address } мекенжайынан { $host } сертификаты күтілуде (ең көбі { $seconds } с)
check-page = { $address } мекенжайынан { $host } бірінші беті сұралуда (ең көбі { $seconds } с)
check-evidence = жазба: { $path }
check-signed = қолтаңба: { $path }. Тексеру: `anchorwatch verdict ФАЙЛ --note { $path } --signed-by { $key }`
probe-server-listens = { $address } мекенжайында қосылымдарды қабылдап тұрмын; тоқтату — Ctrl-C
probe-server-address = ADDRESS орнына осы машинаның мекенжайын қойыңыз.
probe-server-next = Тексергіңіз келетін желіде тексерілетін атауды қойып, мынаны іске қосыңыз:
verdict-path-nameless = ?
verdict-path-first = сіз ── ✗ { $hop }-түйін жауап береді ···· { $target }
verdict-path-first-any = сіз ── { $hop }-түйін жауап береді
verdict-path-one = сіз ── { $before } ── ✗ { $hop }-түйін жауап береді ···· { $target }
verdict-path-one-any = сіз ── { $before } ── { $hop }-түйін жауап береді
verdict-path = сіз ── … тағы { $routers } … ── { $before } ── ✗ { $hop }-түйін жауап береді ···· { $target }
verdict-path-any = сіз ── … тағы { $routers } … ── { $before } ── { $hop }-түйін жауап береді
verdict-place = Жауап { $hop }-түйіннен келеді. Басқа атауларға да сол жерден жауап беріледі: бұл сервердің өзі немесе сол жерде әр қосылымды аяқтайтын біреу. Қайсысы екенін түйіндер емес, сертификаттар айтады.
verdict-place-for-name = Бұл атауға жауап { $hop }-түйіннен, ал басқа атауға жауап { $control }-түйіннен келеді: бұл атауға жауап беретін серверден жақынырақ.
check-trace = { $address } ({ $host }) жолында { $hops } түйін қашықтықта не жауап беретінін іздеудемін
verdict-believed = Осы компьютерде бұл сертификатқа сенетін бағдарламалар: { $programs }. Қалғандары қате көрсетеді.
verdict-believed-by-none = Осы компьютерде қаралған бағдарламалардың ешқайсысы бұл сертификатқа сенбейді: олар қате көрсетеді.
