### What `consent` says.
### Носителю языка: сначала «удостоверять имя» (to vouch for) и label-*.

## A plan

consent-nothing = Менять нечего: всё уже так.
consent-give = Разрешить этому ключу удостоверять эти имена и никакие другие:
consent-give-all = Тот, у кого этот ключ, может читать всё, что отправляет это устройство. Каждый аудит будет о нём сообщать.
consent-withdraw = Ключ { $key } снова сможет удостоверять только частные имена.
consent-earlier-head = Вместо прежнего согласия:
consent-confirm = Чтобы подтвердить, наберите: { $sentence }

## `consent list`

consent-none = Согласий нет: добавленные здесь корневые сертификаты удостоверяют только частные имена.
consent-in-force = Действует:
consent-not-yet = Ещё не действует:
consent-over = Срок истёк; ничего не разрешает:

## Labels

label-for = имена
label-starts = начало
label-until = конец
label-by = кто дал
label-purpose = зачем
