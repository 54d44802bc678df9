// Evaluated in the patient's page: notes what is painted, what is heard and what the page says. Times are those of
// performance.now(), in milliseconds.
globalThis.noted = (() => {
  const LOOK_MS = 20;
  const BLACK = 12;
  const SAYS_NOTHING = { screen: "", tile: "", notice: "" };
  const nothing = () => ({ pictures: [], blank: [], sound: [], said: [] });
  let notes = nothing();
  const known = new WeakSet();
  const streams = new WeakSet();
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const samples = new Float32Array(1024);
  const pen = new OffscreenCanvas(8, 8).getContext("2d", { willReadFrequently: true });
  let said = JSON.stringify(SAYS_NOTHING);
  let seen = false;

  const visible = () => [...document.querySelectorAll(".tile video")].filter((video) => video.checkVisibility({ opacityProperty: true }));

  function follow(video) {
    const painted = () => {
      notes.pictures.push(performance.now());
      seen = true;
      video.requestVideoFrameCallback(painted);
    };
    video.requestVideoFrameCallback(painted);
  }

  /** One upon the other, as the page paints them. */
  function isBlack(videos) {
    pen.clearRect(0, 0, 8, 8);
    for (const video of videos) pen.drawImage(video, 0, 0, 8, 8);
    return pen.getImageData(0, 0, 8, 8).data.reduce((sum, value, at) => sum + (at % 4 < 3 ? value : 0), 0) / 192 < BLACK;
  }

  function look() {
    const now = performance.now();
    const videos = visible();
    for (const video of videos) {
      if (!known.has(video)) follow(video);
      known.add(video);
      const stream = video.srcObject;
      if (stream?.getAudioTracks().length && !streams.has(stream)) {
        streams.add(stream);
        context.createMediaStreamSource(stream).connect(analyser);
      }
    }
    // nothing to see, although there has been a picture
    if (seen && document.body.dataset.screen === "call" && isBlack(videos)) notes.blank.push(now);
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    notes.sound.push([now, Math.round(100 * Math.log10(power + 1e-12)) / 10]);
    const says = JSON.stringify({
      screen: document.body.dataset.screen,
      tile: document.querySelector(".tile")?.dataset.state ?? "",
      notice: document.getElementById("call-notice").innerText,
      message: document.getElementById("message-title").innerText,
    });
    if (says !== said) notes.said.push([now, JSON.parse(says)]);
    said = says;
  }

  setInterval(look, LOOK_MS);
  return {
    /** What is new since the last time. */
    take() {
      const taken = notes;
      notes = nothing();
      return taken;
    },
  };
})();
true;
