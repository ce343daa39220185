### Messages about a refusal in Chromium and browsers built on it. Clauses.
### Носителю языка: сначала chromium_no_click_through.

remark-chromium_key_only_hash = у ключа { $key } известен только хеш, поэтому заблокировать его в Chromium нельзя; укажите сертификат с этим ключом через --certificate
remark-chromium_decided_elsewhere = { $policy } для { $browser } определяет { $path }, а не наша политика: ключи там могут быть не заблокированы
remark-chromium_overruled = { $path } отменяет { $policy } из нашей политики: узнайте, кто его туда поместил
remark-chromium_no_click_through = пользователи { $browser } больше не смогут пропустить предупреждение о сертификате; чтобы сделать исключение для устройства, укажите его адрес: --allow-override-for https://router.lan
remark-chromium_click_through_only_at = пользователи { $browser } больше не смогут пропустить предупреждение о сертификате, кроме { $origins }; чтобы сделать исключение для устройства, укажите его адрес: --allow-override-for https://router.lan
remark-chromium_untried = { $browser }: не проверено; политика записывается туда, куда указывает её разработчик, но с этим браузером не испытывалась
remark-chromium_uncertain = { $browser }: неизвестно точно, откуда он читает политики, поэтому они не записываются; ключи блокируются для него только в базах NSS, общих с другими браузерами
remark-chromium_folder_writable = { $path } принадлежит пользователю { $uid }, права { $mode }: кто может туда писать, может отменить политику
remark-chromium_every_site = { $browser }: { $policy } = { $pattern } не переносится: это означает все сайты
