### `measure` не айтады. Ана тілінде сөйлейтін адам алдымен мынаны тексерсін: measure-sending-*:
### не және кімге жіберілетіні түсінікті ме; «нысана» сөзі.

## What will be sent

# $first: some of the targets
measure-sending = { $targets } нысанаға жіберіледі: мекенжайын осы машинаның атаулар сервері беретін { $hosts } торап және { $addresses } мекенжай. Тізімнің басы: { $first }.
measure-sending-own = Әрқайсысына өз атауымен бір TLS қол алысуы жіберіледі. Келгенге жария түбірлік сертификат кепіл болмаса немесе қосылым үзілсе ғана басқалары жіберіледі, соның ішінде { $controls } атауларымен: бір айналымда бір нысанаға ең көбі { $most } қосылым.
measure-sending-names = Әрқайсысына { $names } атауларының әрқайсысымен бір TLS қол алысуы және салыстыру үшін { $controls } атауымен бір қол алысу жіберіледі, кездейсоқ ретпен: бір айналымда бір нысанаға ең көбі { $most } қосылым.
measure-pace = Секундына ең көбі { $rate } қосылым басталады, ал бір мекенжаймен бір уақытта бір ғана қосылым болады, алдыңғысы басталғаннан кейін { $pause } мс өткенде. Бір айналым { $least } немесе одан ұзақ созылады.
measure-back-off = Мекенжайдың әрбір сәтсіздігі бұл үзілісті екі еселейді, бірақ бір минуттан асырмайды. Қатарынан { $failures } сәтсіздіктен кейін сол айналымда бұл мекенжайға ештеңе жіберілмейді.
measure-rounds = Айналым саны: { $rounds }; әрқайсысы алдыңғысы басталғаннан кейін { $every } өткенде басталады.
measure-seen-by = Қол алысудан кейін ештеңе жіберілмейді. Нысаналар мен бақылаушылар мекенжайлар мен атауларды көреді және олар бойынша осы бағдарламаны тани алады.
measure-left-out = Қалдырылған жазбалар: қайталанған { $repeated }, алып тасталған { $excluded }, бас тартқан { $opted_out }, оқылмаған { $unreadable }; сипаттаманың басқа тексерулері: { $tests }.
measure-left-out-first = Мыналарға ештеңе жіберілмейді: { $first }.
measure-bad-line = { $file }, { $line }-жазба: { $why }
measure-bad-lines-more = және оқылмаған тағы { $count } жазба

## While it runs

# $bar: # and . characters; $left: hours:minutes:seconds
measure-progress = [{ $bar }] { $done } / { $total }, секундына { $rate }, қалғаны { $left }; ұсталған { $intercepted }, күдікті { $suspected }, үзілген { $cut }

## The answer

measure-measured = { $targets } нысананың { $measured } өлшемі, { $rules }-нұсқадағы ережелер бойынша:
measure-recorded = { $targets } нысананың { $measured } өлшемі бағаланбай жазылды.
measure-excluded = { $count } нысанаға бармадық, өйткені барлық мекенжайы алып тасталған.
measure-opted-out = { $count } нысанаға бармадық, өйткені олар бас тартқандар тізімінде.
measure-backed-off = { $count } өлшем үшін ештеңе жіберілмеді, өйткені мекенжай сол айналымда тым жиі жауап бермеді.
measure-missing = { $count } нысана жазылмады.
measure-unreadable = Тізімдердің { $count } жолы оқылмады, онда көрсетілгені өлшенген жоқ.
measure-found = Табылғаны: { $count } ішінен алғашқы { $named }
measure-found-one = { $name }, мекенжайы { $address }: { $verdict }, қол қойған { $signer }, { $time }
measure-next = Әрі қарай
measure-next-resume = Жетіспейтінін өлшеу: anchorwatch measure --resume { $folder }
measure-next-found = Себебін және оған қарсы не айтылатынын көру: anchorwatch verdict { $folder }/*.jsonl
measure-next-unclear = { $measured } өлшемнің { $count } өлшемі қосылымды біреу оқи ма, жоқ па, оны көрсетпейді. Қалғандарында осы жерден, осы уақытта, осы әрекеттерде ұсталған да, үзілген де байланыс көрінбеді. Себебін көру: anchorwatch verdict { $folder }/*.jsonl
measure-next-none = Осы жерден, осы уақытта, осы әрекеттерде ұсталған да, үзілген де байланыс көрінбеді. Жазбаны қайта бағалауға болады: anchorwatch verdict { $folder }/*.jsonl
measure-next-all-unclear = Қосылымды біреу оқи ма, жоқ па, оны ешбір өлшем көрсетпейді. Себебін көру: anchorwatch verdict { $folder }/*.jsonl
measure-next-not-judged = Оларды бағалау: anchorwatch report { $folder } немесе anchorwatch verdict { $folder }/*.jsonl
measure-next-nothing = Ештеңе өлшенген жоқ, сондықтан бұл нысандар туралы ештеңе белгісіз.
measure-signed = Қолтаңба: { $folder }/run.note. Тексеру: anchorwatch report { $folder } --signed-by { $key }
measure-signed-before = { $folder }/run.note қолтаңбасы бұрынырақ қойылған: одан кейін өлшенгенге қол қойылмаған. Оған да қол қою: anchorwatch measure --resume { $folder } --sign КІЛТ --sign-as АТАУ
measure-not-signed = { $count } файлды бұл өлшем жазған жоқ, сондықтан оларға қол қойылмады, біріншісі: { $first }.
