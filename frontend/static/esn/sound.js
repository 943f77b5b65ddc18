// A short sound where the server says so: it knows the hours of who is signed in. Until somebody has touched the page,
// browsers keep it silent, and so do we.

let ears = null;

const tone = (at, pitch, loud) => {
  const source = new OscillatorNode(ears, { type: "sine", frequency: pitch });
  const volume = new GainNode(ears, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(loud, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28);
  source.connect(volume).connect(ears.destination);
  source.start(at);
  source.stop(at + 0.3);
};

addEventListener("esn:sound", (event) => {
  if (!navigator.userActivation?.hasBeenActive) return;
  ears ??= new AudioContext();
  const urgent = event.detail === "urgent";
  const pitches = urgent ? [784, 988, 784] : [523];
  pitches.forEach((pitch, number) => tone(ears.currentTime + number * 0.22, pitch, urgent ? 0.12 : 0.06));
  document.body.dataset.sounded = event.detail;
});
