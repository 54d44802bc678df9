#!/bin/sh
# Collect the texts of src/vardklient/ui into resources/translations/en.ts and compile it to en.qm.
# Then translate what en.ts marks as unfinished, and run this again. Swedish is the language of the source.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
sources=$(find src/vardklient/ui -name '*.py' | sort)
# Line numbers are left out: they would change the files with every edit of the code.
# shellcheck disable=SC2086
"$bin/pyside6-lupdate" -silent -no-obsolete -locations none -source-language sv -target-language en $sources -ts resources/translations/en.ts
"$bin/pyside6-lrelease" -silent resources/translations/en.ts -qm resources/translations/en.qm
