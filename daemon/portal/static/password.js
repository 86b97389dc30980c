// password.js - a hint while a new password is typed, and a look at it.
// Only a hint: identityd judges, with lists that no page has.
'use strict';
for (const box of document.querySelectorAll('.strength')) {
  const form = box.closest('form');
  const fields = form.querySelectorAll('[autocomplete=new-password]');
  const meter = box.querySelector('meter');
  const says = box.querySelector('output');
  const words = says.dataset.words.split('|');
  const show = box.querySelector('button');

  const rate = text => {
    const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]
      .filter(kind => kind.test(text)).length;
    const length = [...text].length;
    if (length < 8)
      return 0;
    if (new Set(text).size < 5)
      return 1;
    return 1 + (kinds >= 3) + (length >= 12) + (length >= 16);
  };

  fields[0].addEventListener('input', () => {
    const rating = rate(fields[0].value);
    meter.value = rating;
    says.value = fields[0].value === '' ? '' : words[rating];
  });
  show.addEventListener('click', () => {
    const hide = show.getAttribute('aria-pressed') === 'true';
    show.setAttribute('aria-pressed', String(!hide));
    for (const field of fields)
      field.type = hide ? 'password' : 'text';
  });
  form.addEventListener('submit', () => {
    for (const field of fields)
      field.type = 'password'; // or the browser remembers it as a text
  });
  box.hidden = false;
}
