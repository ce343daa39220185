### What `consent` says.
### Ана тілінде сөйлейтінге: алдымен «куәландыру» (to vouch for) мен label-* белгілері.

## A plan

consent-nothing = Өзгертетін ештеңе жоқ: бәрі онсыз да солай.
consent-give = Осы кілтке тек мына атауларды куәландыруға рұқсат беріледі:
consent-give-all = Осы кілт кімде болса, сол бұл құрылғы жіберетіннің бәрін оқи алады. Оны әр аудит көрсетіп тұрады.
consent-withdraw = { $key } кілтіне қайтадан тек жеке атауларды куәландыруға рұқсат қалады.
consent-earlier-head = Бұрынғы келісімнің орнына:
consent-confirm = Растау үшін мынаны теріңіз: { $sentence }

## `consent list`

consent-none = Келісім жоқ: жергілікті қосылған түбірлік сертификаттар тек жеке атауларды куәландыра алады.
consent-in-force = Күшінде:
consent-not-yet = Әлі күшіне енбеген:
consent-over = Мерзімі біткен; ештеңені қамтымайды:

## Labels

label-for = аттар
label-starts = басы
label-until = соңы
label-by = кім берді
label-purpose = не үшін
