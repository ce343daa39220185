# Runs inside a new mount namespace: mounts a throw-away layer over every folder named in $2…,
# with the writes kept in a tmpfs at $1, prints "ready", and waits.
#
# It ends when its input ends: when the owner drops it, and also when the program that started it
# is killed. It is the last process of the namespace, so when it ends the kernel removes the
# mounts.
set -eu
place=$1
shift
mount -t tmpfs -o mode=0755,size=2g lab "$place"
cd "$place"
mount -t tmpfs -o mode=0755,size=64m lab /run
layer=0
for folder; do
    layer=$((layer + 1))
    mkdir "upper-$layer" "work-$layer"
    # The layer's own folder becomes the folder that programs see.
    chmod --reference="$folder" "upper-$layer"
    chown --reference="$folder" "upper-$layer"
    mount -t overlay -o "lowerdir=$folder,upperdir=upper-$layer,workdir=work-$layer" lab "$folder"
done
mkdir -p "$place/home"
chmod 0700 "$place/home"
echo ready
exec cat > /dev/null
