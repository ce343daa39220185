### What `audit` says, and what several answers share.
### Ана тілінде сөйлейтінге: алдымен audit-count-*: «сенеді» мен «сенімді» сөздерінің қолданылуы.

## The headline: how many roots of each class

audit-count-leaked_key = { $count ->
        [one] Мұнда жабық кілті жұртқа белгілі { $count } түбірлік сертификат бар.
       *[other] Мұнда жабық кілттері жұртқа белгілі { $count } түбірлік сертификат бар.
    }
audit-count-known_interception = Мұнда басқа адамдардың трафигін оқуға пайдаланылған немесе соған арнап жасалған { $count } түбірлік сертификат бар.
audit-count-suspected_family = Мұнда трафик оқуға пайдаланылғандардың кезектісіне ұқсайтын { $count } түбірлік сертификат бар.
audit-count-distrusted_by_list = Мұнда осы машина бағынатын қол қойылған тізім тыйым салған { $count } түбірлік сертификат бар.
audit-count-distrusted_by_program = Мұнда түбірлік сертификаттар бағдарламасы салмақты себеппен алып тастаған { $count } түбірлік сертификат бар.
audit-count-state_root = Мұнда браузерлердің бағдарламаларында жоқ, мемлекетке тиесілі { $count } түбірлік сертификат бар.
audit-count-inspection_product_name = Мұнда антивирустікі немесе шлюздікі сияқты аталған { $count } түбірлік сертификат бар; атау ештеңені дәлелдемейді.
audit-count-unknown = Мұнда біреу қосқан { $count } түбірлік сертификат бар; кім қосқанын білмейміз.
audit-count-verification_disabled = { $count } баптау сертификаттарды тексеруді өшіреді.
audit-count-proxy_configured = { $count } баптау трафикті прокси-сервер арқылы жібереді.
audit-count-consented = Мұндағы { $count } түбірлік сертификатқа келісім берілген: атаулары мен мерзімі төменде аталған.
audit-blind = Түбірлік сертификат болуы мүмкін { $count } орын оқылмады. «Тексерілмеген» бөлімін қараңыз.
audit-nothing = Ашық бағдарламаға кіретін немесе кірген сертификаттардан басқа түбірлік сертификат табылмады.

## Findings

audit-no-program = мұнда белгілі ешбір бағдарлама
audit-program-unknown = белгісіз: { $path } оқылмады
audit-trust-waiting = { $path } (келесі жаңартуда қосылады)
audit-trust-unused = { $path } (мұнда белгілі ешбір бағдарлама оған ол жерде сенбейді)
audit-trust-held-out = { $path } (жүйелік қоймаға енгізілмейді: `anchorwatch block`)
audit-trust-none = { $path } (сонда жатыр, сенім жоқ)
audit-trust-distrusted = { $path } (сонда сенімсіз деп белгіленген)
audit-setting = { $path }: { $what } ({ $literal })
audit-retired = Mozilla веб-серверлер үшін бұдан былай пайдаланбайтын { $count } түбірлік сертификат:

## Consents

standing-consent_in_force = { $coverage ->
        [all] Осы кілтке барлық атау үшін { $until } дейін келісім берілген; келісім берген: { $by }. Бәрібір есепте қалады.
       *[some] Осы кілтке мыналар үшін келісім берілген: { $scopes }; { $until } дейін; келісім берген: { $by }.
    }
standing-consent_not_yet = Осы кілтке { $scopes } үшін берілген келісім { $from } бастап қана күшіне енеді; қазір ештеңені қамтымайды. Келісім берген: { $by }.
standing-consent_expired = { $scopes } үшін берілген келісімнің мерзімі { $until } бітті; енді ештеңені қамтымайды. Келісім берген: { $by }.
standing-consent_void = Келісім бар, бірақ мұндай кластағы сертификатты ешқандай келісім қамтымайды. Келісім берген: { $by }.

## Stores

audit-stores-head = Оқылған қоймалар
audit-column-roots = түбірлік
audit-column-kind = түрі
audit-column-path = қайда
audit-public = Жазбалардың { $count } данасы — ашық бағдарламаның түбірлік сертификаттары (Mozilla-ның веб-серверлерге арналған түбірлік сертификаттары).

## What was not looked at, what to do, and on which data that rests

not-checked-head = Тексерілмеген
audit-image = Образ { $name }, { $platform }
audit-advice-image = Образ тек оқылды, ішінде ештеңе өзгертілген жоқ. Түбірлік сертификатты образ жиналатын жерде алып тастаңыз немесе басқа негізгі образ алыңыз.
advice-head = Не істеу керек
audit-advice-known = Кілтті `anchorwatch block` пәрменімен бұғаттаңыз.
audit-advice-family = Оны кім, не үшін орнатқанын біліңіз. Егер сізге мәжбүрлеп орнатылған болса, бұғаттаңыз: `anchorwatch block --class suspected_family`.
audit-advice-state = Өзіңізге керек болса ғана қалдырыңыз: кілті кімде болса, сол кез келген атауға сертификат жасай алады. Бұғаттау: `anchorwatch block --class state_root`.
audit-advice-ask = Бірдеңені жоймас бұрын осы машинаға жауапты адамнан сұраңыз: компанияның немесе антивирустың түбірлік сертификаты да дәл осындай көрінеді.
audit-advice-verification_disabled = Тексеруді өшіретін баптауды өзіңіз жасамаған болсаңыз немесе не үшін керек екенін білмесеңіз, алып тастаңыз.
audit-advice-proxy_configured = Прокси-серверді өзіңіз орнатпаған болсаңыз, кім орнатқанын сұраңыз.
if-read = Осы желіден ажыратылыңыз, содан кейін осында пайдаланған құпиясөздеріңізді өзгертіңіз, ашық сеанстарды аяқтаңыз, токендерді жаңартыңыз: кілтті бұғаттау бұрын оқылғанды қайтармайды. Трафигі ұсталып жатқан сайттар енді ашылмайды; бұл олар қауіпсіз болды дегенді білдірмейді.
audit-data = Деректер: anchorwatch { $version }; белгілі кілттер: { $known }, ашық бағдарламаның түбірлік сертификаттары: { $public }; { $time } (UTC).

## Labels, in a column of their own; the shorter the better

label-class = класы
label-because = себебі
label-also = тағы
label-found-in = қайда
label-key = кілті
label-consent = келісім

## Severity, what is settled, and what needs nothing done

severity-alarm = дабыл: онымен трафикті оқуға болады немесе соған ұқсайды
severity-ask = сұраңыз: дұрыс-бұрысын осы машинаның иесі ғана айта алады
severity-note = ескертпе: ештеңе істеудің қажеті жоқ
audit-count-baseline = Мұнда ашық бағдарламаға кірмейтін, бірақ бұрыннан белгілі деп көрсетілген { $count } түбірлік сертификат бар.
audit-count-refused = Мұнда бұғатталған { $count } түбірлік сертификат бар, оған ешбір бағдарлама сенбейді.
audit-count-confined = Мұнда { $count } түбірлік сертификат жеке атаулармен және сіздің келісімдеріңізбен шектелген.
audit-confined-head = Жеке атаулармен және сіздің келісімдеріңізбен шектелген { $count } түбірлік сертификат:
audit-refused-head = Мұнда бұғатталған { $count } түбірлік сертификат (бұғаттың күйін `anchorwatch status` көрсетеді):
audit-baseline-head = Бұрыннан белгілі деп көрсетілген { $count } түбірлік сертификат:
audit-baseline-settings-head = Бұрыннан белгілі деп көрсетілген { $count } баптау:
audit-removed = Салмақты себеппен алып тасталған, бірақ дистрибутив әлі тарататын { $count } түбірлік сертификат:
audit-trust-refused = { $path } (сонда бұғатталған: `anchorwatch block`)
audit-trust-confined = { $path } (атаулармен шектелген: `anchorwatch block`)
audit-valid = { $from } бастап { $until } дейін
audit-file = { $path } (жазылған күні { $day }, иесі { $owner })
audit-file-packaged = { $path } (жазылған күні { $day }, иесі { $owner }, дестесі { $package })
audit-closed-home = { $path }: { $count } орын бұл пайдаланушыға жабық; көру үшін пәрменді root ретінде іске қосыңыз
audit-no-authority = Ол өзін куәландырушы орталық емес, сервердің өз сертификаты деп атайды: { $names }. Бірақ кейбір бағдарламалар оған түбірлік сертификат ретінде сенеді.
audit-more = және тағы { $count }
audit-advice-again = Бұл кілттер осы машинада бұғатталған, бірақ қайсыбір бағдарлама оларға әлі сенеді. `anchorwatch block --apply` пәрменін қайта іске қосып, «Still trusted» деген жерді оқыңыз:
audit-advice-listed = Бұларға осы машина бағынатын тізімнің баспагерлері тыйым салады. Оларды барлық бағдарламада `anchorwatch block` арқылы бұғаттаңыз.
audit-advice-removed = Дистрибутив бұларды таратпайды, ал браузерлер салмақты себеппен алып тастаған. Бұғаттаңыз: `anchorwatch block --class distrusted_by_program`.

label-severity = маңызы
label-file = файл
