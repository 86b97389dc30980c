// hurdle.js - the captcha of a form: another picture in place, and work done
// by the computer for who can neither see nor hear one (proof.h).
'use strict';

const BATCH = 2000; // tries between two looks at the page

// Does SHA-256 of the text begin with that many zero bits?
async function isProof(text, bits) {
  const hash = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  for (let i = 0; i < bits; i++)
    if (hash[i >> 3] & (0x80 >> (i & 7)))
      return false;
  return true;
}

async function solve(challenge, bits) {
  for (let first = 0; ; first += BATCH) {
    const numbers = Array.from({length: BATCH}, (_, i) => first + i);
    const found = await Promise.all(
      numbers.map(number => isProof(challenge + number, bits)));
    if (found.includes(true))
      return first + found.indexOf(true);
  }
}

function watch(hurdle) {
  const {form, bits} = hurdle.dataset;
  const field = name => hurdle.querySelector(`[name=${name}]`);
  const output = hurdle.querySelector('output');
  const work = hurdle.querySelector('.work');

  field('another').addEventListener('click', async event => {
    event.preventDefault();
    const answer = await fetch('/captcha/new?form=' + encodeURIComponent(form));
    if (!answer.ok) {
      field('another').form.submit();
      return;
    }
    const id = await answer.text();
    field('captcha').value = id;
    field('proof').value = '';
    output.textContent = '';
    hurdle.querySelector('img').src = `/captcha/${id}.png`;
    hurdle.querySelector('audio').src = `/captcha/${id}.wav`;
    field('letters').value = '';
    field('letters').focus();
  });
  work.hidden = false;
  work.querySelector('button').addEventListener('click', async () => {
    const id = field('captcha').value;
    output.textContent = output.dataset.working;
    const number = await solve(`${id}:${form}:`, Number(bits));
    if (field('captcha').value !== id)
      return; // another picture was asked for meanwhile
    field('proof').value = number;
    output.textContent = output.dataset.done;
  });
}

document.querySelectorAll('.hurdle').forEach(watch);
