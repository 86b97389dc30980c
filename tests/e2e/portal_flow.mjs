// portal_flow.mjs - first activation to signing out, by four kinds of people.
import assert from 'node:assert/strict';
import {Portal} from './browser.mjs';
import {finish, it} from './tap.mjs';
import {Visitor} from './visitor.mjs';

const portal = await Portal.open();
const ids = process.env.PORTAL_IDS.split(/\s+/); // of demoa1, demoa2, ...
const kinds = [
  {name: 'in Chinese at a desk', lang: 'zh-TW'},
  {name: 'in English on a phone without script', lang: 'en', phone: true,
    script: false},
  {name: 'in Chinese on a phone with the keyboard alone', lang: 'zh-TW',
    phone: true, keyboard: true},
  {name: 'in English at a desk in the dark', lang: 'en', dark: true},
];

for (const [index, kind] of kinds.entries()) {
  const number = index + 5, id = ids[number - 1];
  const account = `demoa${number}`, mail = `a${number}@school.example`;
  const visitor = await Visitor.enter(portal, kind);
  const {page} = visitor;
  const step = (sentence, act) => it(`${kind.name}: ${sentence}`, act);

  await step('the first page leads to a forgotten password', async () => {
    await page.goto('/');
    await visitor.look('entrance');
    await visitor.press('a[href="/forgot"]');
    await visitor.look('forgot');
  });
  await step('a letter is sent', async () => {
    await visitor.forgot(id, mail);
    await visitor.look('letter-sent');
    await visitor.press('.actions a[href="/code"]');
    await visitor.look('code');
  });
  await step('its code sets the password', async () => {
    await visitor.redeem(id, portal.letter(mail), 'Early-Garden-52');
    await visitor.look('password-set');
    assert.match(await page.locator('.good').textContent(),
      new RegExp(account));
    await visitor.press('.actions a[href="/sign-in"]');
    await visitor.look('sign-in');
  });
  await step('one signs in and is greeted', async () => {
    await visitor.signIn(account, 'Early-Garden-52');
    visitor.at('/');
    assert.match(await page.locator('.who').textContent(), /示範國民中學/);
    await visitor.look('home');
  });
  await step('one sees what is on file', async () => {
    await visitor.press('nav.menu a[href="/me"]');
    assert.match(await page.locator('main').textContent(), new RegExp(mail));
    await visitor.look('me');
  });
  await step('another address is theirs once its letter has come', async () => {
    const moved = `moved${number}@school.example`;
    await visitor.press('.actions a[href="/me/mail"]');
    await visitor.look('mail');
    await visitor.submit('/me/mail', {mail: moved},
      {password: 'Early-Garden-52'});
    await visitor.look('mail-confirm');
    await visitor.submit('/me/mail/confirm', {code: portal.letter(moved)});
    visitor.at('/me');
    assert.match(await page.locator('main').textContent(), new RegExp(moved));
  });
  await step('one changes the password', async () => {
    await visitor.press('.actions a[href="/password"]');
    await visitor.look('password');
    await visitor.change('Early-Garden-52', 'Quiet-Window-41');
    await visitor.look('password-changed');
  });
  await step('one signs out, and going back shows nothing', async () => {
    await visitor.signOut();
    await visitor.look('signed-out');
    await page.goto('/me');
    visitor.at('/sign-in');
  });
  await visitor.leave();
}
await portal.close();
finish();
