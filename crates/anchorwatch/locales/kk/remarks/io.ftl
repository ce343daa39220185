### Why the operating system did not do something. Clauses, inside other messages.
### Ана тілінде сөйлейтінге: алдымен «қалта» (folder) мен «символдық сілтеме» (symbolic link).

remark-io_not_found = мұндай файл не қалта жоқ
remark-io_permission_denied = сізде бұған рұқсат жоқ
remark-io_read_only = файлдық жүйе тек оқу үшін қосылған
remark-io_no_space = бос орын қалмаған
remark-io_not_a_folder = бұл қалта емес
remark-io_is_a_folder = бұл файл емес, қалта
remark-io_link_loop = символдық сілтемелер тұйық шеңбер құрайды
# $says is a number or a code of the operating system
remark-io_other = операциялық жүйенің хабары: { $says }
remark-io_device = диск не құрылғы ақау туралы хабарлады
remark-io_busy = оны басқа бағдарлама пайдаланып тұр
remark-io_name_too_long = атау не жол тым ұзын
remark-io_too_many_open = тым көп файл ашылған
