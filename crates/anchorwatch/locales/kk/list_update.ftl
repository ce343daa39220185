### `list update` не айтады.
### Тіл иесіне: алдымен «сақталған» (held) және «растаған» (confirmed).

list-update-unchanged = Ештеңе өзгерген жоқ.
list-update-changed = Енді мұнда жаңарақ тізімдер бар.
list-update-would-change = Жаңарақ тізімдер бар. Ештеңе жазылған жоқ.
list-update-obeyed = Енді `verify` және Anchorwatch кітапханасын пайдаланатын бағдарламалар осы тізімдер бойынша бас тартады, оларды қайта іске қосу қажет емес.
list-update-stores-not_asked = Басқа бағдарламалар тізімдерге `anchorwatch block` қолданылған жерде ғана бағынады: бір сағат ішінде, ал --apply берілсе, бірден.
list-update-stores-not_blocked = Мұнда ештеңе бұғатталмаған, сондықтан басқа бағдарламалар тізімдерге бағынбайды. Ол үшін `anchorwatch block --apply` іске қосыңыз.
list-update-stores-refused = Бұл машинаның қоймалары да тізімдердегі кілттерді қабылдамайды.
list-update-stores-refused-but = Бұл машинаның қоймалары да тізімдердегі кілттерді қабылдамайды, мыналардан басқасы:
list-update-stores-failed = Бұл машинаның қоймаларын өзгерту мүмкін болмады. Сағат сайынғы іске қосу қайта әрекет етеді.
list-update-fork = Біреуге басқа тізім көрсетіліп жатыр: екі дереккөзде немесе бұрын осы машинада және қазір дереккөзде бір нөмірлі әртүрлі тізім бар.
list-update-refused = Айнамен байланыс ұстап алынған немесе оның сертификаты қате. Тізімдер бәрібір алынды, өйткені олар өзін-өзі растайды. --evidence FILE сертификаттарды сақтайды; олардың мәнін `anchorwatch verdict FILE` айтады.
list-update-nothing = Мұнда әлі бірде-бір тізім жоқ.
list-update-current = Тізімдер жаңа.
list-update-young = Тізімдер ескірмеген. Баспагерлері ашық журнал жүргізбейді, сондықтан олардың ең жаңа екенін ешкім растай алмайды.
list-update-unconfirmed = { $time } бері бұл ең жаңа тізімдер екенін ешкім растаған жоқ. Біреу жаңарағын ұстап қалған болуы мүмкін.
list-update-ageing = Осы уақытқа дейін жаңарақ тізімдер келуі керек еді. Бұлардың мерзімі { $time } бітеді.
list-update-stale = Тізімдердің мерзімі { $time } бітті. Оларда бар нәрсе әлі күшінде; оларда бірдеңенің жоқтығы ештеңені білдірмейді.
list-update-unseen = { $count ->
       *[other] Ашық журналда бірде-бір дереккөз көрсетпеген { $count } жаңарақ жазба бар.
    }
list-update-added = { $count ->
       *[other] Тізімдерде { $count } жаңа жазба бар:
    }
list-update-removed = { $count ->
       *[other] { $count } жазба енді күшінде емес:
    }
list-update-held = { $origin } тізімдерінен мұнда бары
list-update-none = жоқ
list-update-number = нөмірі { $sequence }, { $issued } шыққан, мерзімі { $expires } бітеді
list-update-in-force = { $entries }; олардың { $waiting } жазбасы ашық сайттарға әлі тыйым салмайды, { $retained } жазба тізімдерден алынған және біраз уақыт қалады, { $unused } жазба бағдарлама қолданбайтын түрден
list-update-epoch = { $epoch } нөмірлі құрам
label-approved-list = мақұлданған тізім
label-quick-list = жылдам тізім
label-in-force = жазбалар
label-publishers = баспагерлер
label-came-over = қалай келді
label-problem = алынбады
list-channel-verified = айнаның өзімен шифрланған байланыс арқылы
list-channel-refused = сертификаты қабылданбаған шифрланған байланыс арқылы
list-channel-plain = шифрланбаған байланыс арқылы
list-channel-local = осы машинаның файлы немесе қалтасы
list-channel-nothing = жауап келмеді
