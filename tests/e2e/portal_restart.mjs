// portal_restart.mjs - every part of the portal is started anew in the middle
// of each form: what was typed is still there, and the way goes on.
import {Portal} from './browser.mjs';
import {finish, it} from './tap.mjs';
import {Visitor} from './visitor.mjs';

const PARTS = ['front', 'identityd', 'slapd', 'nginx'];
const portal = await Portal.open();
const id = process.env.PORTAL_IDS.split(/\s+/)[8]; // of demoa9
const mail = 'a9@school.example';
const done = new Set();

// Once per form, filled in and not yet sent.
const between = async (visitor, path) => {
  if (done.has(path))
    return;
  done.add(path);
  PARTS.forEach(part => portal.restart(part));
};
const visitor = await Visitor.enter(portal, {lang: 'en'}, between);
const {page} = visitor;

await it('the letter is sent all the same', async () => {
  await page.goto('/forgot');
  await visitor.forgot(id, mail);
});
await it('its code sets the password', async () => {
  await page.goto('/code');
  await visitor.redeem(id, portal.letter(mail), 'Early-Garden-52');
});
await it('one signs in', async () => {
  await page.goto('/sign-in');
  await visitor.signIn('demoa9', 'Early-Garden-52');
});
await it('one is still signed in, and changes the password', async () => {
  await page.goto('/password');
  await visitor.change('Early-Garden-52', 'Quiet-Window-41');
});
await it('one is still signed in after that, and signs out', async () => {
  PARTS.forEach(part => portal.restart(part));
  await page.goto('/me');
  await visitor.signOut();
});
await visitor.leave();
await portal.close();
finish();
