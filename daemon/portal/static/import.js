// import.js - presses the button of an import that goes on.
'use strict';
const form = document.querySelector('form.goes-on');
if (form)
  form.requestSubmit();
