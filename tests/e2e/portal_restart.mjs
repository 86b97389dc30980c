// portal_restart.mjs - every part of the portal is started anew in the middle
// of each form: what was typed is still there, and the way goes on.
import assert from 'node:assert/strict';
import {Portal} from './browser.mjs';
import {finish, it} from './tap.mjs';
import {Visitor} from './visitor.mjs';

// identityd after slapd: it would say for a moment that slapd is away.
const OURS = ['front', 'identityd'], PARTS = ['slapd', ...OURS, 'nginx'];
const portal = await Portal.open();
const id = process.env.PORTAL_IDS.split(/\s+/)[8]; // of demoa9
const mail = 'a9@school.example';
const done = new Set();

// Once per form, filled in and not yet sent.
const restarting = parts => async (visitor, path) => {
  if (done.has(path))
    return;
  done.add(path);
  parts.forEach(part => portal.restart(part));
};
const between = restarting(PARTS), betweenDesks = restarting(OURS);
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

const clerk = await Visitor.enter(portal, {lang: 'en'}, betweenDesks);
await it('personnel enter somebody all the same', async () => {
  await clerk.page.goto('/sign-in');
  await clerk.signIn('demoa1', 'Blue-Harbor-77');
  await clerk.page.goto('/staff/add');
  await clerk.submit('/staff/add', {national_id: portal.nationalId(201), name: '新進甲',
    mail: 'new@school.example', kind: 'TEACHER', unit: '教務處'});
  clerk.at('/staff/person');
});
await it('and issue a code', async () => {
  await clerk.open('summary:has-text("Check code")');
  await clerk.submit('/staff/person', {'code-why': 'no letter came'}, {},
    '[value=issue]');
  await clerk.page.locator('.digits').waitFor();
});
await clerk.leave();

const keeper = await Visitor.enter(portal, {lang: 'en'}, betweenDesks);
await it('IT puts up a notice all the same', async () => {
  await keeper.page.goto('/sign-in');
  await keeper.signIn('demoa4', 'Blue-Harbor-77');
  await keeper.page.goto('/it/notices');
  await keeper.submit('/it/notices', {notice: 'restart', title: '重開公告',
    text: '第一行\n第二行', audience: 'staff'});
  assert.match(await keeper.page.textContent('tbody'), /重開公告/);
});
await it('what was typed outlives identityd, which was away', async () => {
  const {page: form} = keeper;
  await form.goto('/it/notices');
  await keeper.fill('#notice', 'kept');
  await keeper.fill('#title', '還在的公告');
  await keeper.fill('#text', '第一行\n第二行');
  portal.stop('identityd');
  await keeper.press('[value=put]');
  assert.match(await form.textContent('main'), /does not answer at the moment/);
  form.portal.faults = []; // it was answered with 503
  await keeper.look('again');
  portal.start('identityd');
  await keeper.press('.again button');
  assert.match(await form.textContent('tbody'), /還在的公告/);
  await form.goto('/it/notices?edit=kept');
  assert.equal(await form.inputValue('#text'), '第一行\n第二行');
});
await keeper.leave();
await portal.close();
finish();
