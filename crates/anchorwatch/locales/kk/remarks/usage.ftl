### Пәрмен жолындағы қателер. Сөйлем бөліктері.

## Пәрмен жолында не дұрыс емес

remark-unknown_argument = мұнда { $argument } параметрі жоқ
remark-unknown_command = { $command } деген пәрмен жоқ
remark-invalid_value = { $argument } параметрі «{ $value }» мәнін қабылдамайды
remark-value_not_taken = { $argument } параметрі мән қабылдамайды, ал «{ $value }» берілген
remark-value_missing = { $argument } параметріне мән керек
remark-arguments_missing = мыналар жетіспейді: { $arguments }
remark-command_missing = { $command } пәрменінен кейін тағы бір пәрмен керек
remark-argument_conflict = { $argument } параметрін { $others } параметрімен бірге беруге болмайды
remark-argument_repeated = { $argument } параметрін тек бір рет беруге болады
remark-argument_not_utf8 = терілген мәтін UTF-8 кодтауында емес

## Мән неге жарамайды

remark-host_has_a_space = түйін атауында бос орын болмайды: әр түйінді бөлек беріңіз
remark-host_has_a_control_character = түйін атауында көрінбейтін немесе басқару таңбасы бар ({ $character }): оны қайта теріңіз
remark-host_has_a_user = @ белгісінің алдында пайдаланушы аты тұр: тек түйінді беріңіз
remark-not_a_port = «{ $port }» порт емес; порт — 1 мен 65535 арасындағы сан
remark-host_alone = тек түйінді беріңіз: { $host }
remark-no_host = түйін атауы жоқ; мысалы, www.example.org деп беріңіз
remark-not_a_host = «{ $host }» түйін атауы да, мекенжай да емес; мысалы, www.example.org деп беріңіз
remark-host_has_a_path = түйіннің жолы болмайды: { $host } деп беріңіз
remark-not_https = { $scheme }:// сұралмайды: тек TLS тексеріледі; түйінді немесе https:// бар мекенжайды беріңіз
remark-origin_is_everywhere = «{ $origin }» барлық сайтты білдіреді, бұғаттаудың мәні қалмас еді: мысалы, https://router.lan немесе [*.]corp.example.org деп беріңіз
remark-origin_is_shared = { $suffix } ішіндегі атаулар көп иеге тиесілі: бір сайтты беріңіз, мысалы https://router.lan
remark-origin_without_scheme = порты бар түйіннің алдында схема керек: { $origin }
remark-origin_has_a_path = бастапқы мекенжайдың жолы болмайды: { $origin } деп беріңіз
remark-md5_names_nothing = бұл MD5 хеші, ол ештеңені атамайды: SHA-256 хешін беріңіз
remark-not_a_hash = SHA-256 хеші — 64 он алтылық сан, қос нүктелермен және бос орындармен немесе оларсыз, ал мұнда { $count } таңба немесе цифр емес таңбалар бар; файлдағы сертификаттың кілтін `anchorwatch identify ФАЙЛ` көрсетеді
remark-not_ech_configs = бұл base64 түріндегі ECH конфигурацияларының тізімі де, ондай тізімі бар файл да емес, немесе ондағы конфигурациялардың түрін бұл бағдарлама білмейді; `dig +short HOST HTTPS` оны `ech=` сөзінен кейін көрсетеді
remark-not_an_id = идентификатор — `anchorwatch audit` басып шығаратын { $fewest } мен 64 арасындағы он алтылық сан
remark-not_a_day = «{ $day }» 2027-06-30 тәрізді күн емес
remark-not_a_time = уақыт былай жазылады: 2019-07-18T00:00:00Z
remark-not_a_key_name = кілт атауында бос орын мен плюс таңбасы болмайды; мысалы: example.org/kz-watch
remark-not_a_verifier_key = бұл қол қоюшының ашық кілті емес: { $why }
remark-weak_verifier_key = бұл кілт үшін кез келген адам қол қоя алады: оның құпиясы жоқ
remark-not_an_address = порты бар мекенжай былай жазылады: 192.0.2.7:443 немесе [2001:db8::7]:443
remark-not_a_duration = бұл бірлігі бар сан, 31 күннен аспайды: 90s, 10m, 6h, 1d
remark-not_a_label = бұл ең көбі { $most } таңбадан тұратын бір жол
remark-not_a_network_number = бұл желінің нөмірі, мысалы AS9198
remark-not_a_country = бұл елдің екі әріптен тұратын коды, мысалы KZ
remark-not_a_resolver = атаулар сервері былай жазылады: `system`, `public` немесе мекенжайы бар тәсіл (udp, tcp, dot, doh), ал dot пен doh үшін атауы да: dot:192.0.2.53#dns.example
remark-not_a_witness = куәгер NAME=URL түрінде жазылады: оның баспагерлер құрамындағы аты және https:// не http:// деп басталатын мекенжай
remark-not_an_ssh_host = түйін былай жазылады: ssh:ТҮЙІН, ssh:ПАЙДАЛАНУШЫ@ТҮЙІН немесе ssh://ПАЙДАЛАНУШЫ@ТҮЙІН:ПОРТ, латын әріптерімен, цифрлармен, нүктелермен және дефистермен; қалғаны ssh-тың өз баптауларында беріледі
remark-not_asked_here = `verdict` ештеңе жібермейді, сондықтан ешқандай түйіннен сұрамайды; оны `anchorwatch check ТҮЙІН --notary ssh:ТҮЙІН` жасайды. Мұндай атауы бар файл ./ssh:АТАУ деп беріледі
remark-not_in_range = бұл { $least } мен { $most } арасындағы бүтін сан
