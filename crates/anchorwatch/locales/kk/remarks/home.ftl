### What is at a path, and why a file could not be read or changed. Clauses.
### Ана тілінде сөйлейтінге: алдымен node_file мен home_changed.

remark-home_in_an_image = { $path } бейненің ішінде, ал бейне ешқашан өзгертілмейді
remark-home_other_run = жоспар жасалғаннан кейін басқа іске қосылу өзгеріс енгізді ({ $path })
remark-home_wire = осы бағдарламаның басқа үдерісінен келген деректерді түсіну мүмкін болмады
remark-home_because_of_system = { $what }: { $cause }
remark-home_because_of_content = { $what }: { $why }
remark-node_absent = ештеңе
remark-node_file = файл, { $bytes } байт, рұқсаттары { $mode }, иесі { $owner }
remark-node_link = { $target } жолына сілтеме
remark-node_folder = қалта, рұқсаттары { $mode }, иесі { $owner }
remark-node_other = файл да, сілтеме де, қалта да емес
remark-node_database = дерекқор

## Why a text of keys and values, such as JSON or TOML, cannot be read

remark-text_syntax = { $line }-жолда синтаксистік қате бар
remark-text_ends_early = мәтін тым ерте, { $line }-жолда аяқталады
remark-text_unknown_key = { $line }-жолда белгісіз `{ $key }` кілті бар
remark-text_missing_key = { $line }-жолда басталатын не аяқталатын бөлікте `{ $key }` кілті жоқ
remark-text_key_twice = `{ $key }` кілті { $line }-жолда қайталанады
remark-text_value = { $line }-жолдағы мән күтілген түрде емес
remark-text_not_utf8 = мәтін { $offset }-байттан бастап UTF-8 емес

## Why one of this program's files cannot be parsed

remark-content_text = { $why }
remark-content_nested = кестелер мен кілттер { $most } деңгейден терең кірістірілген
remark-content_schema = оның схемасы `{ $read }` емес, `{ $got }`
remark-content_not_absolute = `{ $path }` абсолют жол емес
remark-content_not_a_path = `{ $text }` жол емес
remark-content_not_a_hash = ондағы хеш 64 он алтылық цифр емес
remark-content_not_a_time = ондағы уақыт 2026-12-31T00:00:00Z үлгісімен жазылмаған
remark-content_not_encoded = ондағы мән { $offset }-таңбадан бастап base64 те, он алтылық та емес
remark-content_edit_format = `{ $format }` ортақ файлдың форматы емес
remark-content_set_without = `{ $set }` берілген, бірақ `{ $missing }` жоқ
remark-content_not_a_word = `{ $setting }` мәні `{ $got }` бола алмайды
remark-content_too_many = `{ $setting }` ішінде { $most } мәннен көп
remark-content_consent_count = онда { $declared } келісім жарияланған, ал бары { $found }
remark-content_consent_coverage = келісім жұрнақтар мен желілерге беріледі немесе all-names = "{ $word }" деп жазылады
remark-content_consent = { $why }
remark-content_other_hash = мазмұны файл атауындағы хешке сәйкес емес
remark-content_receipt_missing = ол жоқ, ал жасалған өзгерістер тек сонда жазылған еді
remark-content_status = бұл `begun`, `applied`, `undone` сөздерінің бірі емес
remark-content_other = ол осы бағдарлама жазатын түрде емес
remark-content_missing = онда { $hash } мазмұны жоқ

## Why a consent is refused

remark-consent_no_scope = келісімде кемінде бір жұрнақ не желі болуы керек
remark-consent_too_many_scopes = келісімде ең көбі { $most } жұрнақ пен желі болады, ал мұнда { $count }
remark-consent_unparsable_scope = «{ $text }» DNS жұрнағы да, 192.168.0.0/16 сияқты желі де емес
remark-consent_for_everything = «{ $text }» ішінде ауыстырма таңбасы бар; атау өзінің астындағы атауларды онсыз да қамтиды (bank.example), ал барлық атауды ештеңе қамтымайды
remark-consent_for_top_level_domain = «{ $suffix }» — бір ғана сөз және жеке жұрнақ емес: көп иенің атаулары солай аяқталады не аяқталуы мүмкін
remark-consent_for_public_suffix = «{ $suffix }» — жалпыға ортақ жұрнақ: көп иенің атаулары солай аяқталады
remark-consent_network_too_wide = { $network } — бір иеде болатыннан кең желі: /{ $least } не одан ұзын префикс керек
remark-consent_bits_after_prefix = { $network } ішінде префикстен кейінгі биттер бар, сондықтан қай желі екені белгісіз
remark-consent_ends_before_it_begins = ол { $not_before } басталмай тұрып, { $until } аяқталар еді
remark-consent_too_long = ол { $until } аяқталар еді, ал солай басталған келісім ең көбі { $most_days } күн, { $latest } дейін күшінде
remark-consent_empty = { $field } айтылмаған
remark-consent_not_one_line = { $field }: бұл ұзындығы { $most } байттан аспайтын бір жол емес
remark-consent_for_accused_key = { $class } класындағы кілтке келісім берілмейді
remark-consent_no_private_key = онда оқуға болатын жабық кілт жоқ: құпиясөзсіз RSA, ECDSA не Ed25519
remark-consent_other_private_key = жабық кілт басқа сертификаттікі: оның ашық жартысының хеші { $got }
remark-consent_key_twice = { $key } кілті екі рет кездеседі
remark-consent_field_by = кім беретіні (`by`)
remark-consent_field_why = неге берілгені (`why`)
