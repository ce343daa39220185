# Runs the program $2… with its output in the file $1, until it ends or the input of this script
# does, which then ends the program.
#
# It first prints its network namespace, and starts nothing until the answer "start" says that
# this is the right one.
set -u
log=$1
shift
readlink /proc/self/ns/net
read -r answer || exit 1
[ "$answer" = start ] || exit 1
exec 3<&0
"$@" < /dev/null > "$log" 2>&1 3<&- &
program=$!
{
    cat
    kill "$program"
} <&3 > /dev/null 2>&1 &
exec 3<&-
wait "$program"
