### Why the operating system did not do something. Clauses, inside other messages.
### Ана тілінде сөйлейтінге: алдымен «қалта» (folder) мен «символдық сілтеме» (symbolic link).

remark-io_not_found = мұндай файл не қалта жоқ
remark-io_permission_denied = сізде бұған рұқсат жоқ
remark-io_read_only = файлдық жүйе тек оқу үшін қосылған
remark-io_no_space = бос орын қалмаған
remark-io_not_a_folder = бұл қалта емес
remark-io_is_a_folder = бұл файл емес, қалта
remark-io_link_loop = символдық сілтемелер тұйық шеңбер құрайды
# $says is the operating system's own message, in English
remark-io_other = операциялық жүйенің хабары: { $says }
