### `audit` пәрменінің алғашқы экраны және `--explain`. Ана тілінде сөйлейтін адам алдымен
### мынаны тексерсін: ДАБЫЛ, ШЕШІҢІЗ, МӘЛІМЕТ сөздері; screen-why-* себептері.
### Бір жолда 80 таңба: қысқа жазыңыз.

## The verdict, in one line

screen-alarms = Мұнда трафикті оқуға болатын немесе соған ұқсайтын { $count } түбірлік сертификат бар.
screen-asks = { $count } табылған нәрсе сіздің шешіміңізді күтеді.
screen-blind = { $count } орынды оқу мүмкін болмады.
screen-unknown = Әрекетті қажет ететін ештеңе табылмады, бірақ { $count } орынды оқу мүмкін болмады.
screen-nothing = Мұндағы түбірлік сертификаттар мен баптаулардың ешқайсысы әрекетті қажет етпейді.
screen-nothing-open = Мұнда сіз оқи алатындардың ешқайсысы әрекетті қажет етпейді; сізге жабық үй қалталары: { $count }.

## What a group of findings asks of the reader; the word is coloured

screen-word-alarm = ДАБЫЛ
screen-word-ask = ШЕШІҢІЗ
screen-word-note = МӘЛІМЕТ
screen-head-alarm = Қазір әрекет етіңіз. Пәрмен жоспарды көрсетеді; орындайтын — --apply.
screen-head-ask = Дұрыс-бұрысын осы машинаның иесі ғана айта алады.
screen-head-note = Бұларға ештеңе істеудің қажеті жоқ:

## Why: one reason, which fits beside its label

screen-why-leaked_key = жабық кілті жұртқа белгілі: трафикті кез келген адам оқи алады
screen-why-known_interception = онымен басқалардың трафигі оқылған немесе сол үшін жасалған
screen-why-suspected_family = трафик оқуға пайдаланылған сертификаттарға ұқсайды
screen-why-distrusted_by_list = осы машина бағынатын қол қойылған тізім тыйым салады
screen-why-distrusted_by_program = бұзушылықтан не бұзып кіруден кейін браузерлер алып тастаған
screen-why-state_root = мемлекетке тиесілі, браузерлердің ешқайсысында жоқ
screen-why-public_program = Mozilla-ның веб-серверлерге арналған сертификаттарының бірі
screen-why-retired_from_program = Mozilla қазір веб-серверлер үшін оған сенбейді
screen-why-inspection_product_name = аты антивирустың немесе шлюздің сертификатына ұқсайды
screen-why-unknown = ол жалпыға ортақ емес, кім қосқаны белгісіз
screen-why-again = кілті бұғатталған, бірақ оған әлі сенетін бағдарлама бар
screen-why-unlisted = `block --unlisted` оны шектейді, бірақ мұнда оған кеңірек сенетін бірдеңе бар
screen-why-deceives = аты жалпыға ортақ сертификаттыкі, бірақ кілті басқа

# For roots with which traffic is read
screen-if-read = Осы желіден ажыратылыңыз, содан кейін мұнда пайдаланған құпиясөздеріңізді өзгертіп, ашық сеанстарды аяқтаңыз: бұғаттау бұрын оқылғанды қайтармайды.

## What is settled, counted or not read

screen-new = жаңа
screen-new-head = Алдыңғы жауаптан бері пайда болған, әрекетті қажет етпейтін { $count } түбірлік сертификат:
screen-accepted-head = Бұрыннан белгілі деп көрсетілген { $count } дабыл:
# $root is the option --root with its folder, or nothing
screen-refused-head = { $count } түбірлік сертификат бұғатталған (`anchorwatch status{ $root }`):
screen-confined-head = { $count } түбірлік сертификат жеке атаулармен және келісімдермен шектелген:
screen-consented-head = { $count } түбірлік сертификатқа рұқсат бар (`anchorwatch consent list{ $root }`):
screen-removed = браузерлер салмақты себеппен алып тастаған, дистрибутив әлі тарататыны: { $count }
screen-retired = Mozilla веб-серверлер үшін сенімді тізімнен шығарғаны: { $count }
screen-baseline = бұрыннан белгілі деп көрсетілгені: { $count }
screen-unread-head = ОҚЫЛМАДЫ: түбірлік сертификат болуы мүмкін { $count } орын:
screen-left-out = … және тағы { $count }; --all бәрін көрсетеді

## Where the rest is

screen-closed = Сізге жабық, басқа пайдаланушылардың үй қалталары: { $count }. Оларды да оқу үшін root ретінде іске қосыңыз.
screen-read = Оқылған қоймалар: { $stores }. Бұл нұсқа оқымайтын орын түрлері: { $kinds } (тізімі: --all).
screen-more = Бәрі: `anchorwatch audit{ $root } --all`. Бір сертификат: --explain ID. Бағдарламалар үшін: --format json.
screen-data = anchorwatch { $version }; белгілі кілттер: { $known }, ашық: { $public }; { $time }
# $url is an address, $read the day on which it was read
screen-source = { $url } ({ $read } күні оқылған)
screen-explain-to-do = Сізге мәжбүрлеп орнатылған болса, бұғаттау нені өзгертетінін мына пәрмен көрсетеді:

label-why = себебі
label-trusted-by = сенетіндер
label-to-do = пәрмен
label-source = дереккөз

## Without a command, and while stores are read

intro-what = Anchorwatch трафикті оқитын түбірлік сертификаттарды тауып, бұғаттайды.
intro-audit = ОСЫДАН БАСТАҢЫЗ: мұнда неге сенеді?
intro-identify = орнатуды сұраған файл не?
intro-check = байланысымды біреу оқып жатыр ма?
intro-guide = телефоннан қадамдап жою
intro-block = бұғаттау; алдымен жоспарын көрсетеді
intro-fleet = көп машинаға жауаптыларға
intro-more = Тек block, remove, consent және undo өзгертеді. Барлық пәрмен: --help
progress-reading = Сертификат қоймалары оқылып жатыр …
