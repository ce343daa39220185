### What the program anchorwatch-witness says. Remarks are clauses.

witness-error = anchorwatch-witness: error: { $what }
witness-key-made = The private key is in { $key }; keep it secret. Its memory is { $database }: if that is ever lost, make a new key.
witness-listens = listening on { $address }; stop it with Ctrl-C

## What went wrong

remark-witness_exists_already = { $path } is there already
remark-witness_no_key_name = this cannot be the name of a key
remark-witness_no_key_made = no key was made
remark-witness_not_written = { $path } was not written
remark-witness_cannot_read = cannot read { $path }
remark-witness_key_unusable = the private key in { $path } cannot be used
remark-witness_memory_unusable = the database { $path } cannot be used
remark-witness_logs_unusable = the policy { $path } cannot be used
remark-witness_no_log = it names no log
remark-witness_cannot_listen = cannot listen on { $address }
remark-witness_not_said = nobody takes the output

## What is wrong with the database

remark-witness_memory_missing = it is not there
remark-witness_memory_exists = it is there already
remark-witness_memory_io = it cannot be opened, read or written, or the disk is full
remark-witness_memory_locked = another program uses it
remark-witness_memory_other = it is not the database of a witness, or one of a newer version
remark-witness_memory_damaged = it is damaged
remark-witness_memory_not_durable = SQLite cannot write to it so that a power cut loses nothing
remark-witness_memory_unknown_key = it is not the memory of this key
remark-witness_memory_later = it has a larger tree of this log
remark-witness_clock = the clock is far behind the last cosignature of this log ({ $last } seconds after 1970)

## What to do

remark-witness_hint_new_file = name a file that does not exist
remark-witness_hint_name = use something like witness.example/w1, without spaces and plus signs
remark-witness_hint_again = try again
remark-witness_hint_path = check the path, who may use it, and the free space
remark-witness_hint_new_key = a witness that lost its memory needs a new key; make one with `anchorwatch-witness new-key`, and tell the logs
remark-witness_hint_own_key = give a key that `anchorwatch-witness new-key` made with this database
remark-witness_hint_one = stop the other program; each witness needs its own database
remark-witness_hint_logs = write a line `log NAME+ID+KEY` for each log, and at the end `quorum none`
remark-witness_hint_listen = choose an address of this machine and a free port; ports below 1024 need root
