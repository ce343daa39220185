### Ошибки в командной строке. Части предложений.

## Что не так в командной строке

remark-unknown_argument = здесь нет параметра { $argument }
remark-unknown_command = нет команды { $command }
remark-invalid_value = { $argument } не принимает «{ $value }»
remark-value_not_taken = { $argument } не принимает значения, а указано «{ $value }»
remark-value_missing = для { $argument } нужно значение
remark-arguments_missing = не хватает: { $arguments }
remark-command_missing = после { $command } нужна ещё одна команда
remark-argument_conflict = { $argument } нельзя указывать вместе с { $others }
remark-argument_repeated = { $argument } можно указать только один раз
remark-argument_not_utf8 = введённый текст не в кодировке UTF-8

## Почему значение не подходит

remark-host_has_a_space = в имени узла нет пробелов: указывайте каждый узел отдельно
remark-host_has_a_control_character = в имени узла есть невидимый или управляющий символ ({ $character }): наберите его заново
remark-host_has_a_user = перед @ стоит имя пользователя: укажите только узел
remark-not_a_port = «{ $port }» не порт; порт — это число от 1 до 65535
remark-host_alone = укажите только узел: { $host }
remark-no_host = нет имени узла; укажите, например, www.example.org
remark-not_a_host = «{ $host }» не имя узла и не адрес; укажите, например, www.example.org
remark-host_has_a_path = у узла нет пути: укажите { $host }
remark-not_https = { $scheme }:// не опрашивается: проверяется только TLS; укажите узел или адрес с https://
remark-origin_is_everywhere = «{ $origin }» означает все сайты, и блокировка потеряла бы смысл: укажите, например, https://router.lan или [*.]corp.example.org
remark-origin_is_shared = имена внутри { $suffix } принадлежат многим владельцам: укажите один сайт, например https://router.lan
remark-origin_without_scheme = перед узлом с портом нужна схема: { $origin }
remark-origin_has_a_path = у адреса источника нет пути: укажите { $origin }
remark-md5_names_nothing = это хеш MD5, он ничего не называет: укажите SHA-256
remark-not_a_hash = хеш SHA-256 — это 64 шестнадцатеричные цифры, с двоеточиями и пробелами или без них, а здесь символов { $count } или есть не цифры; `anchorwatch identify ФАЙЛ` покажет ключ сертификата из файла
remark-not_ech_configs = это не список конфигураций ECH в base64 и не файл с ним, или все конфигурации в нём неизвестного этой программе вида; `dig +short HOST HTTPS` показывает его после `ech=`
remark-not_an_id = идентификатор — это от { $fewest } до 64 шестнадцатеричных цифр, как его печатает `anchorwatch audit`
remark-not_a_day = «{ $day }» не день вида 2027-06-30
remark-not_a_time = время пишется так: 2019-07-18T00:00:00Z
remark-not_a_key_name = в имени ключа нет пробелов и знаков плюс; например: example.org/kz-watch
remark-not_a_verifier_key = это не открытый ключ подписавшего: { $why }
remark-weak_verifier_key = за этот ключ может подписать кто угодно: у него нет секрета
remark-not_an_address = адрес с портом пишется так: 192.0.2.7:443 или [2001:db8::7]:443
remark-not_a_duration = это число с единицей, не больше 31 дня: 90s, 10m, 6h, 1d
remark-not_a_label = это одна строка, не длиннее { $most } знаков
remark-not_a_network_number = это номер сети, например AS9198
remark-not_a_country = это код страны из двух букв, например KZ
remark-not_a_resolver = сервер имён пишется так: `system`, `public` или способ (udp, tcp, dot, doh) с адресом, а для dot и doh — с именем: dot:192.0.2.53#dns.example
remark-not_a_witness = свидетель пишется как NAME=URL: его имя в составе издателей и адрес, который начинается с https:// или http://
remark-not_an_ssh_host = узел пишется как ssh:УЗЕЛ, ssh:ПОЛЬЗОВАТЕЛЬ@УЗЕЛ или ssh://ПОЛЬЗОВАТЕЛЬ@УЗЕЛ:ПОРТ: латинские буквы, цифры, точки и дефисы; остальное задаётся в настройках самого ssh
remark-not_asked_here = `verdict` ничего не отправляет и потому узлов не спрашивает; это делает `anchorwatch check УЗЕЛ --notary ssh:УЗЕЛ`. Файл с таким именем задаётся как ./ssh:ИМЯ
remark-not_in_range = это целое число от { $least } до { $most }
