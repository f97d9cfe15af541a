#!/usr/bin/env bash
# Installs the packages into a clean Debian in a folder, starts both programs there, looks at the window, and removes them again.
#
#   try.sh FOLDER PACKAGE…      pictures of the window are left in FOLDER; needs root and a package source
set -euo pipefail

out=$1
shift
display=:97

fail() { echo "try.sh: $*" >&2; exit 1; }
say() { echo "── $*"; }

[ "$(id -u)" = 0 ] || fail "needs root, for a clean system in a folder"
for tool in Xvfb import rpm dpkg-deb; do
  command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install mmdebstrap xvfb imagemagick rpm"
done
command -v mmdebstrap >/dev/null || command -v debootstrap >/dev/null || fail "mmdebstrap or debootstrap is missing"

deb='' rpm=''
for package in "$@"; do
  case $package in *.deb) deb=$package ;; *.rpm) rpm=$package ;; esac
done
[ -n "$deb" ] && [ -n "$rpm" ] || fail "a .deb and an .rpm are needed"

rm -rf "$out" && mkdir -p "$out"
root=$(mktemp -d /var/tmp/zhixin-try.XXXXXX)
xvfb=''
clean_up() {
  [ -z "$xvfb" ] || kill "$xvfb" 2>/dev/null || true
  sleep 1
  for place in tmp/.X11-unix dev/shm proc; do umount -l "$root/$place" 2>/dev/null || true; done
  rm -rf --one-file-system "$root"
}
trap clean_up EXIT
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 "$@"; }
# As someone who is not root, without a locale of his own.
user() {
  chroot --userspec=1000:1000 "$root" env -i PATH=/usr/bin:/bin HOME=/home/user XDG_RUNTIME_DIR=/home/user/run \
    DISPLAY=$display NO_AT_BRIDGE=1 LIBGL_ALWAYS_SOFTWARE=1 "$@"
}

say "a clean Debian"
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:?}")
if command -v mmdebstrap >/dev/null; then
  mmdebstrap --quiet --variant=minbase "$suite" "$root" || fail "no clean system: no package source?"
else
  debootstrap --variant=minbase "$suite" "$root" >/dev/null || fail "no clean system: no package source?"
fi
mount -t proc proc "$root/proc" || fail "cannot mount there"
mkdir -p "$root/dev/shm" && mount -t tmpfs tmpfs "$root/dev/shm"
mkdir -p "$root/tmp/.X11-unix" /tmp/.X11-unix && mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"

say "installed with what it depends on and recommends"
cp "$deb" "$root/root/zhixin.deb"
inside apt-get update -qq
inside apt-get install -y -qq -o Dpkg::Use-Pty=0 /root/zhixin.deb >"$out/install.log" 2>&1 || { tail "$out/install.log"; fail "not installed"; }
inside ldd /usr/bin/zhixin-app >"$out/zhixin-app.ldd"
! grep "not found" "$out/zhixin-app.ldd" || fail "a library that the package does not depend on"
inside sh -c 'fc-list :lang=zh | grep -q .' || fail "no Chinese type came with it"
for file in /usr/share/doc/zhixin/{copyright,third-party-licences.txt,zhixin.cdx.json} /usr/share/mime/packages/zhixin.xml; do
  [ -s "$root$file" ] || fail "$file is missing"
done

say "desktop entry, kinds of files"
inside apt-get install -y -qq --no-install-recommends desktop-file-utils xdg-utils xdotool dbus libglib2.0-bin >"$out/tools.log" 2>&1
entry=/usr/share/applications/zhixin.desktop
inside desktop-file-validate "$entry"
grep -q '^Name\[zh_CN\]=知心$' "$root$entry" || fail "no Chinese name"
grep -q '^Exec=zhixin-app %f$' "$root$entry" || fail "the entry takes no file"
inside useradd -m -u 1000 user
user mkdir -p /home/user/run
user zhixin demo /home/user >"$out/demo.txt"
ledger=/home/user/演示账本.zhixin
inside test -d "$ledger" || fail "no demonstration ledger"
user sh -c "printf zhixin-2026 >/home/user/password"
user zhixin verify "$ledger" --password-file /home/user/password >"$out/verify.txt" || fail "the ledger is not sound"
user zhixin backup "$ledger" --to /home/user/备份.zhixinbak --password-file /home/user/password >/dev/null || fail "no backup"
# Not `grep -q`, which ends before whoever writes to it has.
kind() { user gio info -a standard::content-type "$1" | grep "content-type: $2\$" >/dev/null || fail "$1 is not known as $2"; }
kind "$ledger/keys.a" application/x-zhixin-ledger
kind /home/user/备份.zhixinbak application/x-zhixin-backup
for type in ledger backup; do
  user gio mime "application/x-zhixin-$type" | grep zhixin.desktop >/dev/null || fail "nothing opens application/x-zhixin-$type"
done

say "the window"
# A shipped program takes no web driver, so it is looked at and typed into from outside.
started() { # NAME ARGUMENT…: starts the program as a double click does, on a screen of its own
  local name=$1 log=$out/$1.log
  shift
  Xvfb $display -screen 0 1366x768x24 -nolisten tcp >"$out/xvfb.log" 2>&1 &
  xvfb=$!
  sleep 2
  user dbus-run-session -- zhixin-app "$@" >"$log" 2>&1 &
  drawn "$name"
}
drawn() { # NAME: waits until something is drawn, and leaves a picture of it
  for _ in $(seq 90); do
    sleep 1
    DISPLAY=$display import -silent -window root "$out/$1.png"
    if [ "$(identify -format %k "$out/$1.png")" -gt 100 ]; then
      sleep 3
      DISPLAY=$display import -silent -window root "$out/$1.png"
      return
    fi
  done
  fail "$1: nothing was drawn"
}
# Without its screen the program ends.
ended() { kill "$xvfb"; wait "$xvfb" || true; xvfb=''; sleep 1; }
is_open() { [[ $(user zhixin verify "$ledger" --password-file /home/user/password 2>&1 || true) == *'"in_use"'* ]]; }

started first
ended
started ledger "$ledger/keys.a"
! is_open || fail "the ledger is open before its password was typed"
window=$(user xdotool search --onlyvisible --class zhixin-app | tail -1)
user xdotool windowfocus "$window"
sleep 1
user xdotool type --delay 60 "$(cat "$root/home/user/password")"
user xdotool key Return
for _ in $(seq 60); do is_open && break || sleep 1; done
is_open || fail "the password that was typed did not open the ledger"
sleep 5
drawn today
ended
started backup /home/user/备份.zhixinbak
ended

say "removed"
inside apt-get purge -y -qq zhixin >/dev/null 2>&1
for file in /usr/bin/zhixin /usr/bin/zhixin-app $entry /usr/share/mime/packages/zhixin.xml /usr/share/doc/zhixin; do
  [ ! -e "$root$file" ] || fail "$file stayed behind"
done
inside test -d "$ledger" || fail "the ledger went with the program"

say "the .rpm"
rpm -qp --nosignature --qf '%{NAME} %{VERSION} %{LICENSE}\n' "$rpm" 2>/dev/null
rpm -qp --nosignature --list "$rpm" >"$out/rpm.files" 2>/dev/null
rpm -qp --nosignature --requires "$rpm" >"$out/rpm.requires" 2>/dev/null
dpkg-deb -c "$deb" | awk '{ print substr($6, 2) }' | grep -v '/$' | sort >"$out/deb.files"
grep -v '/$' "$out/rpm.files" | sort >"$out/rpm.sorted"
while read -r file; do
  case $file in /usr/share/doc/zhixin/changelog*) continue ;; esac
  grep -qxF "$file" "$out/rpm.sorted" || fail "the .rpm lacks $file"
done <"$out/deb.files"
grep -q webkit2gtk "$out/rpm.requires" || fail "the .rpm does not ask for the web view"
say "the packages are good; pictures in $out"
