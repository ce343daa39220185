### What `status` says.
### Ана тілінде сөйлейтінге: алдымен status-hook-*, status-watch-*: «сүзгі» мен «бақылау» сөздері.

status-none = Мұнда ештеңе бұғатталмаған.
status-blocked = Мұнда { $count } кілт бұғатталған, біріншісі { $since } бастап.
status-unlisted = Дистрибутивке де, ашық бағдарламаға да жатпайтын және сіз келісім бермеген түбірлік сертификаттар да жіберілмейді.
status-refused-count = Мұндағы қоймаларда кілті бұғатталған { $count } түбірлік сертификат бар, оларға ешбір бағдарлама сенбейді.
status-as-written = Бұғаттың файлдары жазылған күйінде тұр.
status-list-error = Бұғатталған кілттердің тізімін пайдалану мүмкін емес, сондықтан кілттерді ештеңе тоқтатпайды: { $why }
status-list-gone = Бұғатталған кілттердің тізімі жоқ, сондықтан кілттерді ештеңе тоқтатпайды: сертификаттар жаңартылса, бұғатталған түбірлік сертификат қайта келеді.

status-hook-installed = орнатылған; әр жаңартудан кейін жүйелік қойманы сүзеді
status-hook-broken = орнатылған, бірақ жұмыс істей алмайды немесе өзгертілген; сертификаттар жаңартылса, бұғатталған түбірлік сертификат қайта келеді
status-hook-missing = орнатылмаған; сертификаттар жаңартылса, бұғатталған түбірлік сертификат қайта келеді
status-watch-absent = орнатылмаған
status-watch-installed = орнатылған; жұмыс істеп тұрғаны бұл жерден көрінбейді
status-watch-running = жұмыс істеп тұр
status-watch-stopped = орнатылған, бірақ жұмыс істемейді

status-trusted-head = Кілті бұғатталса да, әлі сенімді:
status-trusted = { $name }, { $path }: { $clients }
status-next-update = сертификаттар келесі рет жаңартылғаннан кейін
status-drift-head = Бұғат жазғандай емес:
status-drift-missing = { $path } жоқ
status-drift-changed = { $path } файлын басқа біреу өзгерткен
status-drift-outdated = { $path } ескірген

status-keys-head = Бұғатталған кілттер
status-no-receipt = Бұл бұғаттау туралы жазба қалмаған, сондықтан `undo` оны қайтара алмайды.
status-receipts-head = Кері қайтаруға болатын өзгерістер
status-receipt-applied = орындалған
status-receipt-begun = басталған, бірақ аяқталмаған
status-consents-head = Келісімдер

status-advice-again = Жаңарту үшін `anchorwatch block --apply` пәрменін қайта іске қосыңыз. Өзгерткен сіз болмасаңыз, ол жерге кім жаза алатынын біліңіз.
status-advice-begun = Өзгеріс үзіліп қалған. Сол пәрменді қайта іске қосыңыз немесе кері қайтарыңыз: `anchorwatch undo --apply`.
status-advice-watch = Бақылауды іске қосыңыз: `systemctl start anchorwatch-refilter.path`.
status-advice-list = Тізімді кім жазғанын біліңіз. Бұғатты `anchorwatch undo --apply` арқылы кері қайтарып, қайта бұғаттаңыз.
status-advice-consents = Келісімдер берілген күйінде емес. Оларды `anchorwatch consent list` арқылы қараңыз; өзгерткен сіз болмасаңыз, ол жерге кім жаза алатынын біліп, қайта беріңіз.

label-hook = сүзгі
label-watch = бақылау
