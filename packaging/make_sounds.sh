#!/bin/sh
# Makes the sounds in resources/sounds/. They are committed; run this only to change them.
# Needs: espeak-ng, sox, and the project's .venv (which sets the voice to the nominal speech level).
set -eu

cd "$(dirname "$0")/.."
sounds=resources/sounds
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ---- The simulated patient's voice: friendly, neutral, nothing about health.
say() { # NUMBER PAUSE_S SENTENCE
    espeak-ng -v sv+f2 -s 150 -p 46 -a 120 -g 3 -w "$work/raw.wav" "$3"
    # Taking the edge off: no rumble, gentle treble, a small furnished room.
    sox -R "$work/raw.wav" -r 16000 -c 1 -b 16 "$work/$1.wav" \
        gain -6 rate 16000 highpass 110 equalizer 3200 1.2q -4 lowpass 5600 reverb 12 60 25 pad 0.05 "$2"
}
say 1 0.8 "Hej! Jag hör dig bra."
say 2 0.8 "Jag sitter hemma vid köksbordet."
say 3 0.8 "Ser du mig tydligt? Jag ser dig alldeles klart."
say 4 0.8 "Ta den tid du behöver, jag väntar gärna."
say 5 1.2 "Säg till om jag ska tala högre."
# The faintest hiss, so that a pause is a quiet room and not the digital silence of a muted microphone.
sox -R "$work/1.wav" "$work/2.wav" "$work/3.wav" "$work/4.wav" "$work/5.wav" "$work/voice.wav"
.venv/bin/python - "$work/voice.wav" "$sounds/patient_voice.wav" <<'PYTHON'
import sys
import wave

import numpy as np

from vardklient.checks.level import measure

ACTIVE_DBFS, HISS_DBFS = -26.0, -75.0
with wave.open(sys.argv[1]) as file:
    rate_hz = file.getframerate()
    voice = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768
voice *= 10 ** ((ACTIVE_DBFS - measure(voice, rate_hz).active_dbfs) / 20)
voice += np.random.default_rng(7).standard_normal(voice.size).astype(np.float32) * 10 ** (HISS_DBFS / 20)
with wave.open(sys.argv[2], "wb") as file:
    file.setparams((1, 2, rate_hz, 0, "NONE", ""))
    file.writeframes((np.clip(voice, -1, 1) * 32767).round().astype("<i2").tobytes())
PYTHON

# ---- Somebody has come to the waiting room: two soft bell notes, a fourth apart.
bell() { # FILE HZ SECONDS
    sox -R -n -r 48000 -c 1 -b 16 "$work/a.wav" synth "$3" sine "$2" fade l 0.012 "$3" "$3" gain -14
    sox -R -n -r 48000 -c 1 -b 16 "$work/b.wav" synth "$3" sine "$(awk "BEGIN { print $2 * 2 }")" fade l 0.006 "$3" "$3" gain -24
    sox -R -n -r 48000 -c 1 -b 16 "$work/c.wav" synth "$3" sine "$(awk "BEGIN { print $2 * 3 }")" fade l 0.004 "$3" "$3" gain -34
    sox -R -m -v 1 "$work/a.wav" -v 1 "$work/b.wav" -v 1 "$work/c.wav" "$1"
}
bell "$work/low.wav" 587.33 1.3
bell "$work/high.wav" 783.99 1.5
sox -R "$work/high.wav" "$work/late.wav" pad 0.22
sox -R -m -v 1 "$work/low.wav" -v 1 "$work/late.wav" "$sounds/arrival.wav" reverb 18 50 40 pad 0 0.4 fade t 0 1.8 0.3

# ---- The loudspeaker test: three rising notes, as loud as ordinary speech.
bell "$work/one.wav" 440 0.9
bell "$work/two.wav" 554.37 0.9
bell "$work/three.wav" 659.25 1.4
sox -R "$work/two.wav" "$work/two_late.wav" pad 0.4
sox -R "$work/three.wav" "$work/three_late.wav" pad 0.8
sox -R -m -v 1 "$work/one.wav" -v 1 "$work/two_late.wav" -v 1 "$work/three_late.wav" "$sounds/speaker_test.wav" gain 3

ls -l "$sounds"
