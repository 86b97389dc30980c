// ears.mjs - understands the captcha's speech, as a person would: by knowing
// how each digit sounds (the clips it was joined from, voice.h).
import {readFileSync} from 'node:fs';

const RATE = 11025, QUIET = 320, PAUSE = RATE / 5;

function samples(wav) {
  const at = wav.indexOf('data') + 8;
  return Float32Array.from({length: (wav.length - at) >> 1},
    (_, i) => wav.readInt16LE(at + 2 * i));
}

// A clip at the speech's rate, without the silence around it.
function clip(file) {
  const all = samples(readFileSync(file));
  const half = Float32Array.from({length: all.length >> 1},
    (_, i) => (all[2 * i] + all[2 * i + 1]) / 2);
  const loud = value => Math.abs(value) >= 300;
  return half.slice(half.findIndex(loud), half.findLastIndex(loud) + 1);
}

// Stretches of speech between pauses.
function words(speech) {
  const found = [];
  for (let from = 0; from < speech.length;) {
    while (from < speech.length && Math.abs(speech[from]) < QUIET)
      from++;
    let to = from, quiet = 0;
    for (; to < speech.length && quiet < PAUSE; to++)
      quiet = Math.abs(speech[to]) < QUIET ? quiet + 1 : 0;
    if (to - quiet > from)
      found.push([from, to - quiet]);
    from = to;
  }
  return found;
}

// How alike they are when one is stretched to the other's length.
function likeness(known, speech, from, to) {
  const step = (to - from) / known.length;
  let both = 0, ours = 0, theirs = 0;
  known.forEach((a, i) => {
    const b = speech[Math.floor(from + i * step)] ?? 0;
    both += a * b;
    ours += a * a;
    theirs += b * b;
  });
  return both / Math.sqrt(ours * theirs);
}

export function hear(wav, folder) {
  const known = [...'0123456789'].map(digit => clip(`${folder}/${digit}.wav`));
  const speech = samples(wav);
  return words(speech).map(([from, to]) => {
    const alike = known.map(digit => {
      let best = -1;
      for (let shift = -40; shift <= 40; shift++)
        best = Math.max(best, likeness(digit, speech, from, to + shift));
      return best;
    });
    return alike.indexOf(Math.max(...alike));
  }).join('');
}
