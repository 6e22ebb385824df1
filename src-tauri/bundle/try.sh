#!/bin/sh
# Installs the package on a clean Debian in a folder and starts it there: try.sh FOLDER PACKAGE. `cargo xtask bundle --try`
# starts it as root in a mount namespace of its own, so that everything mounted here is gone when it ends.
set -eu
folder=$1
package=$2
base=$folder/base
root=$folder/root
picture=$folder/window.png

say() { echo "bundle: $*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

mount --make-rprivate /
if [ ! -e "$base/etc/debian_version" ]; then
  say 'fetching a clean Debian'
  rm -rf "$base"
  debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$base" >"$folder/debootstrap.log"
fi
rm -rf "$root"
cp -a "$base" "$root"
# Packages come from where this machine has them from.
rm -f "$root/etc/apt/sources.list"
cp -a /etc/apt/sources.list* /etc/apt/apt.conf.d "$root/etc/apt/" 2>/dev/null || true
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp "$package" "$root/ankomst.deb"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
before=$(inside dpkg-query --show | wc -l)

say 'installing the package with what it depends on'
inside apt-get --quiet --quiet update
inside apt-get --quiet --quiet --yes --no-install-recommends install /ankomst.deb >"$folder/install.log" 2>&1 || { tail -20 "$folder/install.log"; exit 1; }
say "installed; of $(inside dpkg-query --show | wc -l) packages $before were there before"
missing=$(inside ldd /usr/bin/ankomst | grep 'not found' || true)
if [ -n "$missing" ]; then say "libraries are missing: $missing"; exit 1; fi
inside ankomst --help | head -1

say 'starting it as a user of its own on a screen that nobody sees'
inside useradd --create-home kiosk
sockets=.X11-unix
mkdir -p "$root/tmp/$sockets" "/tmp/$sockets"
mount --bind "/tmp/$sockets" "$root/tmp/$sockets"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp -noreset -ac 3>"$folder/display" 2>/dev/null &
xvfb=$!
app=
# Only what was started here is ended.
trap 'kill $app $xvfb 2>/dev/null || true; wait' EXIT
for _ in $(seq 50); do [ -s "$folder/display" ] && break; sleep 0.2; done
DISPLAY=:$(cat "$folder/display")
export DISPLAY
chroot --userspec=kiosk:kiosk "$root" env -i PATH=/usr/bin:/bin HOME=/home/kiosk LANG=C.UTF-8 "DISPLAY=$DISPLAY" ankomst --sample >"$folder/app.log" 2>&1 &
app=$!
window=
for _ in $(seq 120); do
  window=$(xdotool search --onlyvisible --name '^Ankomst' 2>/dev/null || true)
  [ -n "$window" ] && break
  if ! kill -0 "$app" 2>/dev/null; then say 'it has ended:'; cat "$folder/app.log"; exit 1; fi
  sleep 0.5
done
if [ -z "$window" ]; then say 'no window has come up'; cat "$folder/app.log"; exit 1; fi
# The page, behind the window, opens the sample event, which it makes first.
for _ in $(seq 60); do [ -s "$root/home/kiosk/.local/share/ankomst/sample.ankomst" ] && break; sleep 0.5; done
test -s "$root/home/kiosk/.local/share/ankomst/sample.ankomst"
sleep 5
import -window root "$picture"
say "its window is up and has made the sample event; a picture: $picture"
inside apt-get --quiet --quiet --yes remove ankomst >>"$folder/install.log" 2>&1
if [ -e "$root/usr/bin/ankomst" ]; then say 'it does not go again'; exit 1; fi
say 'and it is removed again'
