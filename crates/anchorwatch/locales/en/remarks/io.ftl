### Why the operating system did not do something. Clauses, inside other messages.

remark-io_not_found = no such file or folder
remark-io_permission_denied = permission denied
remark-io_read_only = the file system is mounted read-only
remark-io_no_space = there is no space left
remark-io_not_a_folder = it is not a folder
remark-io_is_a_folder = it is a folder and not a file
remark-io_link_loop = its symbolic links form a loop
# $says is a number or a code of the operating system
remark-io_other = the operating system says: { $says }
remark-io_device = the disk or device reports a failure
remark-io_busy = another program is using it
remark-io_name_too_long = a name or path is too long
remark-io_too_many_open = too many files are open
