// onward.js - presses the button of a page that only leads on.
'use strict';
document.querySelector('form.onward').submit();
