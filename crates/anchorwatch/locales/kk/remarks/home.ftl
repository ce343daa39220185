### What is at a path, and why a file could not be read or changed. Clauses.
### Ана тілінде сөйлейтінге: алдымен node_file мен home_changed.

remark-home_in_an_image = { $path } бейненің ішінде, ал бейне ешқашан өзгертілмейді
remark-home_other_run = жоспар жасалғаннан кейін басқа іске қосылу өзгеріс енгізді ({ $path })
remark-home_wire = осы бағдарламаның басқа үдерісінен келген деректерді түсіну мүмкін болмады
remark-home_because_of_system = { $what }: { $cause }
remark-home_because_of_content = { $what }: { $says }
remark-node_absent = ештеңе
remark-node_file = файл, { $bytes } байт, рұқсаттары { $mode }, иесі { $owner }
remark-node_link = { $target } жолына сілтеме
remark-node_folder = қалта, рұқсаттары { $mode }, иесі { $owner }
remark-node_other = файл да, сілтеме де, қалта да емес
remark-node_database = дерекқор
