### Why a file or folder was not read, or not as a whole, and what was not looked at. Clauses.
### Ана тілінде сөйлейтінге: алдымен read_failed пен limit_*: олардың алдында жол мен қос нүкте тұрады.

## A file or folder

remark-read_failed = { $action ->
        [read] { $path } файлын оқу мүмкін болмады: { $why }
        [list_the_folder] { $path } қалтасының мазмұнын оқу мүмкін болмады: { $why }
        [open_the_folder] { $path } қалтасын ашу мүмкін болмады: { $why }
        [read_the_link] { $path } сілтемесін оқу мүмкін болмады: { $why }
        [find] { $path } табылмады: { $why }
       *[other] { $path } жолын пайдалану мүмкін болмады: { $why }
    }
remark-read_too_large = { $path } { $max } байттан үлкен
remark-read_not_a_regular_file = { $path } — кәдімгі файл емес
remark-read_not_owned = { $path } файлын жүйе иесінен басқа біреу жазуы мүмкін еді (иесі { $uid }, рұқсаттары { $mode })
remark-read_while_it_changes = { $path } оқылып жатқанда өзгере береді
remark-read_otherwise_failed = { $why }

## More than is looked at

remark-limit_names = { $count } атаудың { $max } ғана қаралды
remark-limit_first_files = мұндағы { $count } файл оқылмады
remark-limit_files = мұнда { $max } файлдан көп; қалғандары оқылмады
remark-limit_files_or_folders = мұнда қаралатыннан көп файл не қалта бар
remark-limit_profiles = мұнда { $max } профильден көп; қалғандары оқылмады
remark-limit_sandboxes = snap пен Flatpak қалталарының { $max } ғана қаралды
remark-limit_mozilla_copies = осында және басқа жерлерде Mozilla негізіндегі { $max } бағдарламадан көп; қалғандары оқылмады
remark-limit_homes = { $max } қалтадан көбі үй бумасы деп аталған
remark-limit_users = { $max } пайдаланушыдан көп; қалғандарының бағдарламалары сұралмады
remark-limit_installations = { $names } атаудан не { $places } орыннан көп; олардың артындағы Java, Python және браузер орнатымдары табылмады
remark-limit_closed_folders = { $why }; тағы { $count } қалта бар
remark-limit_running_programs = { $uid } пайдаланушысының ішін қарау мүмкін болмаған іске қосулы бағдарламалары: { $count }
remark-limit_java_option = мұнда орны бағдарлама іске қосылғанда ғана белгілі болатын кілт қоймасы не параметрлер файлы аталған: { $value }
remark-seen_differently = образдарды ашатын бағдарламалар мұны әртүрлі көреді: қабат оны төменгі қабаттың сілтемесі арқылы немесе overlayfs белгілерімен ауыстырады

## What was not looked at

remark-unseen_place = { $path }
remark-unseen_part = { $path } бір бөлігі
remark-unseen_installations = алты бумадан терең, сілтемелердің артындағы, басқа томдардағы, кештердегі немесе zip мұрағаттардағы Java, Python және браузер орнатымдары мен профильдер
remark-unseen_computed_settings = іске қосу сценарийі есептейтін нәрсе және алты бумадан терең жобалардағы баптаулар
remark-unseen_bundles = басқа бағдарламалардың ішіндегі жиындар
remark-unseen_chromium_policies = Chromium саясаттары snap пен Flatpak ішінде нені алып тастайтыны және түбірлік сертификатты қандай атаулармен шектейтіні
remark-unseen_dconf = GNOME баптаулар базасы (dconf)
remark-unseen_nss_signatures = негізгі құпиясөзі бар NSS базаларындағы сенім мәндерінің қолтаңбалары

## Why it was not looked at

remark-not_read_outside_the_search = олар /usr/lib, /usr/local, /opt, /srv ішінен және үй бумаларынан ізделеді
remark-not_read_to_its_end = сценарийді соңына дейін оқу мүмкін емес; ондағы маңызды болуы мүмкін, бірақ түсініксіз нәрсе аталады
remark-not_read_by_this_version = бұл нұсқа оларды оқымайды
remark-not_read_beyond_the_store = әр түбірлік сертификат сол күйінде аталған
remark-not_read_without_password = онсыз тексеру мүмкін емес; мәндер сол күйінде қабылданады
remark-not_read_since_empty = ішінде ештеңе жоқ; диск қосылған ба?

## A process with a user's rights, and a program that was asked

remark-worker_failed = { $user } пайдаланушысының құқықтарымен оқу сәтсіз аяқталды: { $why }
remark-worker_without_root = ағаштың түбірлік қалтасын беру мүмкін болмады: { $why }
remark-worker_not_started = процесті іске қосу мүмкін болмады: { $why }
remark-worker_ended = процесс қатемен аяқталды ({ $status })
remark-worker_without_output = процестің жауабын оқу мүмкін емес
remark-worker_late = { $seconds } секунд ішінде жауап болмады
remark-worker_answer_unread = процестің жауабын оқу мүмкін болмады: { $why }
remark-worker_answer_too_large = процестің жауабы { $max } байттан үлкен
remark-worker_answer_not_understood = процестің жауабы түсініксіз: { $why }
remark-ask_other_roots = түбірлік сертификаттар { $path } орнынан алынады, ал оқылған баптауларда ол аталмаған
remark-ask_other_setting = { $literal }: оқылған баптауларда мұндай жоқ
remark-ask_system_roots = бағдарлама жүйенің түбірлік сертификаттарына сенеді, ал оқылған баптауларда ол туралы ештеңе жоқ
remark-ask_failed = сұралғанда бағдарлама қатемен аяқталды
remark-ask_no_environment = сұралғанда бағдарлама өз ортасын шығармады
remark-ask_tool_missing = оны желісіз сұрау үшін { $program } керек, ал ол жоқ
remark-ask_not_started = оны іске қосу мүмкін болмады: { $why }
remark-ask_late = ол { $seconds } секунд ішінде жауап бермеді
remark-ask_answer_too_large = жауабы { $max } байттан үлкен
remark-ask_not_isolated = оны желісіз сұрау мүмкін болмады: { $says }
remark-ask_no_socket = сұраққа арналған сокет жоқ: { $why }

## Why what another process of this program says is not understood

remark-answer_text = { $why }
remark-answer_changes = { $why }
remark-answer_list = { $why }
remark-answer_unknown_word = онда белгісіз { $word } сөзі бар
remark-answer_unknown_remark = онда белгісіз { $remark } ескертпесі бар
remark-answer_not_base64 = онда base64 емес бірдеңе бар
remark-answer_certificate = онда оқуға болмайтын сертификат бар: { $why }
