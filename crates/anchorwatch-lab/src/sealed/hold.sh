# Runs inside a fresh mount namespace: lays a throw-away layer over every folder named
# in $2…, with the writes kept in a tmpfs at $1, says so, and waits.
#
# It ends when its input ends: when it is dropped, and also when the program that
# started it is killed. With it ends the last process of the namespace, and the
# kernel takes the mounts away.
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
