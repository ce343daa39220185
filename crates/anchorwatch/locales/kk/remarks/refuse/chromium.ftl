### Messages about a refusal in Chromium and browsers built on it. Clauses.
### Ана тілінде сөйлейтінге: алдымен chromium_no_click_through.

remark-chromium_key_only_hash = { $key } кілтінің тек хеші белгілі, сондықтан оны Chromium ішінде бұғаттау мүмкін емес; осы кілті бар сертификатты --certificate арқылы көрсетіңіз
remark-chromium_decided_elsewhere = { $browser } үшін { $policy } мәнін біздің саясат емес, { $path } анықтайды: кілттер онда бұғатталмауы мүмкін
remark-chromium_overruled = { $path } біздің саясаттағы { $policy } мәнін жояды: оны кім қойғанын анықтаңыз
remark-chromium_no_click_through = { $browser } пайдаланушылары енді сертификат туралы ескертуден өтіп кете алмайды; құрылғыға рұқсат беру үшін оның мекенжайын көрсетіңіз: --allow-override-for https://router.lan
remark-chromium_click_through_only_at = { $browser } пайдаланушылары енді мына мекенжайлардан басқа жерде сертификат туралы ескертуден өтіп кете алмайды: { $origins }; құрылғыға рұқсат беру үшін оның мекенжайын көрсетіңіз: --allow-override-for https://router.lan
remark-chromium_untried = { $browser }: тексерілмеген; саясат өндірушісі айтқан жерге жазылады, бірақ онымен сыналған жоқ
remark-chromium_uncertain = { $browser }: саясаттарды қайдан оқитыны нақты белгісіз, сондықтан олар жазылмайды; ол үшін кілттер тек басқа браузерлермен ортақ NSS дерекқорларында бұғатталады
remark-chromium_folder_writable = { $path } иесі { $uid } нөмірлі пайдаланушы, рұқсаттары { $mode }: оған жаза алатын адам саясатты жоя алады
remark-chromium_every_site = { $browser }: { $policy } = { $pattern } ескерілмейді: бұл барлық сайтты білдіреді
