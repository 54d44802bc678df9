// What the camera and the microphone would give, written into the tracks at their pace. The times of the log are those
// of the page's clock in ms: performance.timeOrigin + performance.now(), the same in a worker and in its page.

const FRAME_MS = 1000 / 30;
const BLOCK_MS = 10;
const BLOCK_SAMPLES = 480;
const LATE_MS = 100; // further behind, pictures and sound are left out instead of being caught up with

const log = { pictures: [], beeps: [] };
const now = () => performance.timeOrigin + performance.now();

function edges(length, parts) {
  return Array.from({ length: parts + 1 }, (_, part) => Math.floor((length * part) / parts));
}

function drawBarcode(luma, { width, height, columns, rows, stripShare, black, white }, bits) {
  const tall = edges(Math.floor(height * stripShare), rows);
  const wide = edges(width, columns);
  for (let row = 0; row < rows; row++) {
    for (let y = tall[row]; y < tall[row + 1]; y++) {
      for (let column = 0; column < columns; column++) {
        const value = bits[row * columns + column] ? white : black;
        luma.fill(value, y * width + wide[column], y * width + wide[column + 1]);
      }
    }
  }
}

function pictures(track, all, codes, form) {
  const writer = track.getWriter();
  const size = (form.width * form.height * 3) / 2;
  const loop = 2 * (all.byteLength / size - 1);
  const began = performance.now();
  let number = 0;
  const tick = () => {
    if (performance.now() - began - number * FRAME_MS > LATE_MS) {
      number = Math.ceil((performance.now() - began) / FRAME_MS);
    }
    const phase = number % loop;
    const picture = all.slice(Math.min(phase, loop - phase) * size, (Math.min(phase, loop - phase) + 1) * size);
    const code = number % form.numbers;
    drawBarcode(picture, form, codes.subarray(code * form.bits, (code + 1) * form.bits));
    const options = { format: "I420", codedWidth: form.width, codedHeight: form.height };
    const stamp = Math.round(performance.now() * 1000);
    log.pictures.push([code, now()]);
    writer.write(new VideoFrame(picture, { ...options, timestamp: stamp, transfer: [picture.buffer] }));
    number += 1;
    setTimeout(tick, Math.max(0, began + number * FRAME_MS - performance.now()));
  };
  tick();
}

function sound(track, voice, beepEvery) {
  const writer = track.getWriter();
  const began = performance.now();
  let block = 0;
  const tick = () => {
    const due = Math.floor((performance.now() - began) / BLOCK_MS);
    if (due - block > LATE_MS / BLOCK_MS) block = due;
    for (; block <= due; block++) {
      const at = (block * BLOCK_SAMPLES) % voice.length;
      if ((block * BLOCK_SAMPLES) % beepEvery === 0) log.beeps.push([(block * BLOCK_SAMPLES) / beepEvery, now() - BLOCK_MS]);
      const data = voice.slice(at, at + BLOCK_SAMPLES);
      const options = { format: "f32-planar", sampleRate: 48000, numberOfFrames: BLOCK_SAMPLES, numberOfChannels: 1 };
      // by the pictures' clock: the sender reports hold these stamps, and by them the receiver joins lips and voice
      const timestamp = Math.round((began + (block - 1) * BLOCK_MS) * 1000);
      writer.write(new AudioData({ ...options, timestamp, data }));
    }
    setTimeout(tick, Math.max(0, began + block * BLOCK_MS - performance.now()));
  };
  tick();
}

onmessage = ({ data }) => {
  if (data === "log") {
    postMessage(log);
    Object.assign(log, { pictures: [], beeps: [] });
    return;
  }
  pictures(data.video, new Uint8Array(data.pictures), new Uint8Array(data.codes), data.form);
  sound(data.audio, new Float32Array(data.voice), data.beepEvery);
  postMessage("started");
};
