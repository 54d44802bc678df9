// A call between two connections of the patient page in one page, with a drawn camera. `told` puts its own figure in the
// place of the room that the browser has found on the line (undefined: the browser's own; null: none).

window.loop = async (width, height, told) => {
  const { Connection } = await import("/visit/connection.js");
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d");
  const draw = () => {
    brush.fillStyle = `hsl(${Math.random() * 360}, 60%, 50%)`;
    brush.fillRect(Math.random() * width, Math.random() * height, width / 4, height / 4);
  };
  draw();
  setInterval(draw, 33);
  const camera = canvas.captureStream(30).getVideoTracks()[0];
  const sides = {};
  const side = (own, other, devices) => {
    const describe = (type, sdp) => (type === "offer" ? sides[other].answer(sdp) : sides[other].accept(sdp));
    sides[own] = new Connection({ epoch: 1, ice: [], devices, describe, candidate: (c) => sides[other].candidate(c) });
  };
  side("a", "b", { microphone: null, camera });
  side("b", "a", { microphone: null, camera: null });
  const { pc } = sides.a;
  if (told !== undefined) pc.getStats = () => RTCPeerConnection.prototype.getStats.call(pc).then((r) => retell(r, told));
  await sides.a.offer();
  const sender = pc.getTransceivers().find(({ receiver }) => receiver.track.kind === "video").sender;
  const state = { looks: 0, scales: [], connection: sides.a };
  state.look = async () => {
    await sides.a.look();
    if (sides.a.upAt) state.looks += 1;
    const scale = sender.getParameters().encodings[0].scaleResolutionDownBy ?? 1;
    if (state.scales.at(-1) !== scale) state.scales.push(scale);
    if (pc.signalingState !== "closed") setTimeout(state.look, 100);
  };
  await state.look();
  return (window.looped = state) && true;
};

const retell = (report, room) =>
  new Map(
    [...report].map(([id, entry]) => {
      if (entry.type !== "candidate-pair") return [id, entry];
      const { availableOutgoingBitrate, ...rest } = entry;
      return [id, room === null ? rest : { ...rest, availableOutgoingBitrate: room }];
    }),
  );
