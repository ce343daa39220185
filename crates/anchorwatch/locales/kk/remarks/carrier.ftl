### Қол қойылған сенімсіздік тізімдерінің көзі неге ештеңе бермеді немесе бәрін бермеді. Сөйлем бөліктері.
### Тіл иесіне: алдымен «дереккөз» (source) және «бір файлдағы тізімдер» (bundle).

remark-carrier_address = бұл сұрауға болатын мекенжай емес
remark-carrier_too_many_sources = дереккөздер { $max } санынан көп
remark-carrier_no_host = түйіннің атауына мекенжай табылмады
remark-carrier_no_connection = байланыс орнамады
remark-carrier_no_tls = байланыс болды, бірақ онымен TLS болмады
remark-carrier_too_slow = бұл тым ұзаққа созылды
remark-carrier_broken = жауап мерзімінен бұрын үзілді немесе ол HTTP емес
remark-carrier_status = сервер { $status } кодымен жауап берді
remark-carrier_redirect = сервер сол түйіндегі сол файлға емес, басқа жаққа жіберді
remark-carrier_encoded = сервер сұралмаса да файлды сығып жіберді
remark-carrier_too_large = { $file } файлында оған қалған { $max } байттан көп
remark-carrier_missing = { $file } файлы жоқ
remark-carrier_unreadable = { $file } файлы оқылмайды немесе кәдімгі файл емес
remark-carrier_latest = дереккөздің алдымен көрсететіні оқылмайды: { $why }
remark-carrier_set_form = баспагерлер құрамы оқылмайды: { $why }
remark-carrier_set = баспагерлер құрамы жарамайды: { $why }
remark-carrier_signatures = сенімсіздік тізімі жарамайды: { $why }
remark-carrier_update = сенімсіздік тізімі мұнда сақталғанын алмастырмайды: { $why }
remark-carrier_bundle_form = бір файлдағы тізімдер оқылмайды: { $why }
remark-carrier_bundle = бір файлдағы тізімдерден ештеңе алынбады: { $why }
