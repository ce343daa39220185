### What is at a path, and why a file could not be read or changed. Clauses.

remark-home_in_an_image = { $path } is in an image, which is never changed
remark-home_other_run = another run made changes after the plan was made ({ $path })
remark-home_wire = cannot understand the data from another process of this program
remark-home_because_of_system = { $what }: { $cause }
remark-home_because_of_content = { $what }: { $says }
remark-node_absent = nothing
remark-node_file = a file of { $bytes } bytes, mode { $mode }, owner { $owner }
remark-node_link = a link to { $target }
remark-node_folder = a folder, mode { $mode }, owner { $owner }
remark-node_other = neither a file, a link nor a folder
remark-node_database = a database
