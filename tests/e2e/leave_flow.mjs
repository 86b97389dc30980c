// leave_flow.mjs - a request's whole life, by whoever has a part in it, while
// every process is restarted; in both languages, with and without script.
import assert from 'node:assert/strict';
import {Portal} from './browser.mjs';
import {ahead, after, said} from './day.mjs';
import {Leaver} from './leaver.mjs';
import {finish, it} from './tap.mjs';

const portal = await Portal.open();
const people = {applicant: 'demoa2', deputy: 'demoa3', head: 'demoa4',
  director: 'demoa5', personnel: 'demoa1'};
const at = (day, time) => `${day}T${time}`;

async function signOn(kind, roles) {
  const who = {};
  for (const role of roles)
    who[role] = await Leaver.enter(portal, people[role], kind);
  return who;
}

async function leave(who) {
  for (const leaver of Object.values(who))
    await leaver.leave();
}

// What everybody does, whatever the language: applied for, agreed, returned.
async function begin(kind, day, who, step) {
  let request;
  const {applicant, deputy, head} = who;

  await step('each type says what is left of it', async () => {
    await applicant.visit('/');
    assert.match(await applicant.text(), kind.left);
    await applicant.look('leave-home');
  });
  await step('hours, balance and who decides are shown before', async () => {
    await applicant.apply('事假', {from: at(day, '09:00'),
      to: at(day, '12:00'), deputy: people.deputy, why: '<b>=1+1</b>'});
    const text = await applicant.page.locator('.plan').innerText();
    assert.match(text, kind.hours);
    for (const role of ['deputy', 'head', 'personnel', 'director'])
      assert.match(text, new RegExp(people[role]));
    await applicant.look('leave-plan');
  });
  await step('it is filed once, however often one presses', async () => {
    request = await applicant.file();
    assert.equal(await applicant.state(), 'awaiting_deputy');
    assert.match(await applicant.text(), /<b>=1\+1<\/b>/);
    assert.match(await applicant.page.title(), / · 示範甲2 · /);
    await applicant.look('leave-case');
    await applicant.visit('/requests');
    assert.equal(await applicant.page.locator('tbody tr', {
      hasText: kind.shown(day)}).count(), 1);
    await applicant.look('leave-requests');
  });
  await step('what overlaps is refused and nothing is lost', async () => {
    await applicant.apply('事假', {from: at(day, '11:00'),
      to: at(day, '13:00'), deputy: people.deputy, why: 'again'});
    assert.match(await applicant.page.locator('.complaint').textContent(),
      kind.overlap);
    assert.equal(await applicant.page.inputValue('#from_day'), day);
    assert.equal(await applicant.page.inputValue('#why'), 'again');
    await applicant.look('leave-refused');
  });
  await step('a deputy is chosen by unit, but nobody who is away', async () => {
    await head.visit('/apply?type=事假');
    await head.when({from: at(day, '09:00'), to: at(day, '12:00')});
    await head.fill('#unit', '教務處');
    await head.press('button[value=people]');
    const away = head.page.locator(`#deputy option[value=${people.applicant}]`);
    assert.match(await away.textContent(), kind.away(day));
    assert.ok(await away.isDisabled());
    assert.equal(await head.page.inputValue('#from_day'), day);
    assert.deepEqual(await head.page.locator('#deputy optgroup')
      .evaluateAll(all => all.map(one => one.label)), ['教務處']);
    await head.look('leave-people');
    await head.fill('#to_day', after(120));
    await head.press('button[value=people]');
    assert.match(await head.page.textContent('#unit-hint'), kind.unmarked);
    assert.equal(await head.page.locator('#deputy option[disabled]').count(),
      0);
    await head.fill('#to_day', day);
    await head.page.focus('#why');
    await head.page.keyboard.press('Enter');
    await head.page.locator('.plan').waitFor();
  });
  await step('the deputy agrees', async () => {
    await deputy.open('/stand-in', request);
    await deputy.look('leave-deputy');
    await deputy.act('agree');
    await deputy.look('leave-stand-in');
  });
  await step('the head returns it with a reason', async () => {
    await head.visit('/approvals');
    await head.look('leave-approvals');
    await head.open('/approvals', request);
    await head.act('return', 'which class?');
    await applicant.visit(`/case/${request}`);
    assert.equal(await applicant.state(), 'draft');
  });
  return request;
}

const zh = {name: 'in Chinese at a desk', lang: 'zh-TW',
  left: /剩餘: \d+日\d小時/, hours: /0日3小時/, overlap: /重疊/,
  shown: day => said(day, 'slashed'), unmarked: /這裡不標示/,
  away: day => new RegExp(
    `請假中 ${said(day, 'slashed').replace(/^\d+./, '')} 09:00–12:00$`)};
const en = {name: 'in English on a phone without script', lang: 'en',
  phone: true, script: false, left: /left: \d+ d \d h/, hours: /0 d 3 h/,
  overlap: /overlaps/, shown: day => day, unmarked: /not shown here/,
  away: day => new RegExp(`away ${day} 09:00–12:00$`)};

const stepIn = kind => (sentence, act) => it(`${kind.name}: ${sentence}`, act);
let step = stepIn(en);
let who = await signOn(en, ['applicant', 'deputy', 'head']);
await begin(en, ahead(1), who, step);
await leave(who);

step = stepIn(zh);
who = await signOn(zh, Object.keys(people));
await step('a list of deputies is kept in its order', async () => {
  const {applicant} = who;
  await applicant.visit('/deputies');
  await applicant.page.selectOption('#d1', people.director);
  await applicant.page.selectOption('#d3', people.deputy);
  await applicant.press('.card button');
  await applicant.page.locator('.good').waitFor();
  await applicant.visit('/deputies');
  assert.equal(await applicant.page.inputValue('#d2'), people.deputy);
  await applicant.look('leave-deputies');
});
const day = ahead(2);
let request = await begin(zh, day, who, step);
for (const name of ['leave', 'leaved', 'identityd'])
  portal.restart(name);
await step('after a restart of everything it is sent again', async () => {
  await who.applicant.visit(`/case/${request}`);
  await who.applicant.act('resubmit');
  await who.deputy.open('/stand-in', request);
  await who.deputy.act('agree');
});
await step('three approve it, one after the other', async () => {
  for (const role of ['head', 'personnel', 'director']) {
    await who[role].open('/approvals', request);
    await who[role].act('approve');
  }
  await who.director.visit(`/case/${request}`);
  assert.equal(await who.director.state(), 'approved');
});
await step('nobody decides on what is not theirs now', async () => {
  await who.head.visit(`/case/${request}`);
  assert.equal(await who.head.page.locator('button[value=approve]').count(),
    0);
});
await step('a part of it is cancelled, by leave of personnel', async () => {
  const {applicant, personnel} = who;
  await applicant.visit(`/case/${request}`);
  await applicant.page.locator('summary').click();
  await applicant.when({from: at(day, '11:00'), to: at(day, '12:00')});
  await applicant.look('leave-cancel');
  await applicant.press('button[value=cancel]');
  assert.equal(await applicant.state(), 'cancel_requested');
  await personnel.open('/approvals', request);
  await personnel.act('approve');
  await applicant.visit(`/case/${request}`);
  assert.equal(await applicant.state(), 'partly_cancelled');
  assert.match(await applicant.text(), /0日2小時/);
});
await step('a deputy declines, and the applicant withdraws', async () => {
  const {applicant, deputy} = who, sick = ahead(3);
  await applicant.apply('病假', {from: at(sick, '09:00'),
    to: at(sick, '10:00'), deputy: people.deputy});
  request = await applicant.file();
  await deputy.open('/stand-in', request);
  await deputy.act('decline', 'away myself');
  await applicant.visit(`/case/${request}`);
  assert.equal(await applicant.state(), 'draft');
  await applicant.act('withdraw');
  assert.equal(await applicant.state(), 'withdrawn');
});
await step('a request is rejected', async () => {
  const {applicant, deputy, head} = who, exam = ahead(4);
  await applicant.apply('事假', {from: at(exam, '09:00'),
    to: at(exam, '10:00'), deputy: people.deputy});
  request = await applicant.file();
  await deputy.open('/stand-in', request);
  await deputy.act('agree');
  await head.open('/approvals', request);
  await head.act('reject', 'exam day');
  await applicant.visit(`/case/${request}`);
  assert.equal(await applicant.state(), 'rejected');
});
await step('one sees what is left, and the lines behind it', async () => {
  const {applicant} = who;
  await applicant.visit('/balances');
  await applicant.look('leave-balances');
  await applicant.visit('/balances?account=<b>x');
  assert.match(await applicant.page.title(), / · <b>x · /);
  assert.match(await applicant.text(), /<b>x/);
  await applicant.visit('/balances');
  await applicant.press(
    `a[href="/balances/lines?lot=${encodeURIComponent(`事假/${
      said(after(0), 'academic_year')}`)}"]`);
  assert.match(await applicant.text(), /教師請假規則/);
  await applicant.look('leave-lines');
});
await step('one signs out here, and then at the portal', async () => {
  const {applicant} = who;
  await applicant.press('.who button');
  assert.match(applicant.page.url(), /\/signed-out$/);
  await applicant.look('leave-signed-out');
  await applicant.press('a[href*="end_session"]');
  await applicant.press('main form button');
  await applicant.visit('/requests');
  assert.match(applicant.page.url(), /\/openid\/authorize/);
});
await step('from the portal one comes here without a question', async () => {
  const {head} = who;
  await head.page.context().clearCookies({name: '__Host-leave'});
  await head.page.goto(`${portal.url}/`);
  await head.page.locator('.side a', {hasText: '差勤系統'}).click();
  await head.arrive();
});
await step('what is typed outlives the session', async () => {
  const {head} = who, tooth = ahead(5);
  await head.visit(`/apply?type=${encodeURIComponent('事假')}`);
  await head.when({from: at(tooth, '09:00'), to: at(tooth, '10:00')});
  await head.fill('#why', 'dentist');
  await head.page.context().clearCookies({name: '__Host-leave'});
  await head.press('.actions button[value=look]');
  await head.look('leave-kept');
  const other = await head.page.context().newPage();
  await other.goto(`${portal.leave}/`);
  await other.locator('.who').waitFor();
  await other.close();
  await head.press('.card button');
  assert.equal(await head.page.inputValue('#why'), 'dentist');
});
await leave(who);
await step('hourly cover teachers are told what to do', async () => {
  const leaver = await Leaver.enter(portal, 'demoa9', zh);
  assert.match(await leaver.text(), /教務處/);
  assert.equal(await leaver.page.locator('a[href^="/apply"]').count(), 0);
  await leaver.look('leave-cover');
  await leaver.leave();
});
await portal.close();
finish();
