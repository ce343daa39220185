# Process 1 of new user, mount, process and network namespaces: makes one more network namespace
# for each node, links them, prints "ready", and waits.
#
# $1 says which addresses the nodes have, `v4` or `both`. $2 is a batch for `ip` that makes the
# links; then come, for each node, its name and the batch that gives it addresses and routes.
#
# It ends when its input ends: when the owner drops it, and also when the program that started it
# is killed. The kernel then kills everything that still runs in a node, because this is process 1,
# and removes namespaces, links and files with it.
set -eu
# Programs see the processes of this network only. Where a container hides parts of /proc, the
# kernel refuses, and they see the machine's.
mount -t proc lab /proc 2> /dev/null || true
mount -t tmpfs -o mode=0755,size=64m lab /run
mkdir -m 0700 /run/lab /run/lab/home
echo '127.0.0.1 localhost' > /run/lab/hosts
mount --bind /run/lab/hosts /etc/hosts

# Runs inside a node. Without the first setting a router stays silent about most probes, because
# it sends one destination at most one ICMP error a second. The others may have any value, which
# new namespaces take from the machine.
settings='
set -eu
cd /proc/sys/net
echo 0 > ipv4/icmp_ratelimit
echo 0 > ipv4/conf/all/rp_filter
echo 0 > ipv4/conf/default/rp_filter
echo 64 > ipv4/ip_default_ttl
case $1 in router*) echo 1 > ipv4/ip_forward ;; esac
if [ "$2" = v4 ]; then
    for setting in ipv6/conf/all/disable_ipv6 ipv6/conf/default/disable_ipv6; do
        if [ -e "$setting" ]; then echo 1 > "$setting"; fi
    done
    exit
fi
echo 0 > ipv6/icmp/ratelimit
for kind in all default; do
    echo 0 > ipv6/conf/$kind/disable_ipv6
    echo 0 > ipv6/conf/$kind/accept_dad
    echo 0 > ipv6/conf/$kind/accept_ra
    echo 64 > ipv6/conf/$kind/hop_limit
    case $1 in router*) echo 1 > ipv6/conf/$kind/forwarding ;; esac
done
'
make_nodes() {
    while [ $# -gt 0 ]; do
        ip netns add "$1"
        nsenter --net="/run/netns/$1" sh -c "$settings" settings "$1" "$families"
        shift 2
    done
}
address_nodes() {
    while [ $# -gt 0 ]; do
        printf '%s' "$2" | ip -netns "$1" -batch -
        shift 2
    done
}
families=$1
links=$2
shift 2
make_nodes "$@"
printf '%s' "$links" | ip -batch -
address_nodes "$@"
echo ready
exec cat > /dev/null
